import { LockstepError } from '../../errors.ts';
import { isRecordPlan, type RecordPlan } from '../../mapping/load-plan.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { told } from '../../told.ts';
import type { Engine } from '../engine.ts';
import { openPersonWork, type PersonWork } from '../person-work.ts';

/** Work on campaigns and their members in Salesforce, outside a cycle. */
export interface CampaignWork extends PersonWork {
  /** How campaign members are read. */
  plan: RecordPlan;
}

/** Opens the work with the plans of the newest cycle; not while campaign sync is off (SYN-15). */
export async function openCampaignWork(
  engine: Engine,
  subscription: Subscription,
  source: string,
): Promise<CampaignWork> {
  const work = await openPersonWork(engine, subscription, source);
  if (!work.options.campaignSync) {
    throw new LockstepError('setup/wrong-order', told`Campaign sync is off: turn it on in the sync options.`);
  }
  const plan = work.plans.find(({ object }) => object === 'CampaignMember');
  if (!plan || !isRecordPlan(plan)) {
    throw new LockstepError('sf/no-access', told`Campaign members can not be synced; see the steps of the last cycle.`);
  }
  return { ...work, plan };
}

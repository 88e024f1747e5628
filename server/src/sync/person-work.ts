import type { Told } from '@lockstep/contract/common.ts';
import type { FlowResult, SyncOptions } from '@lockstep/contract/flow.ts';
import { LockstepError, wordsOf } from '../errors.ts';
import type { LoadPlan } from '../mapping/load-plan.ts';
import { sql } from '../postgres/sql.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import { readSubscription, type Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { original, say, told } from '../told.ts';
import type { Engine } from './engine.ts';
import { readOptions } from './options.ts';
import { readPlans } from './schema-step.ts';
import type { StepProgress } from './step.ts';

/** What work on chosen people in Salesforce needs, outside a cycle or within. */
export interface PersonWork {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  leads: LoadPlan;
  contacts: LoadPlan;
  /** Of every object that is synced. */
  plans: readonly LoadPlan[];
  /** Lead fields that a new lead may be given. */
  createable: ReadonlySet<string>;
  options: SyncOptions;
  /** Who asked, as the activity log names it. */
  source: string;
}

/** Opens the work with the plans of the newest cycle. */
export async function openPersonWork(engine: Engine, { id }: Subscription, source: string): Promise<PersonWork> {
  const subscription = await readSubscription(engine.pool, id);
  // A disabled sync has no cycles; flow actions still reach Salesforce (SET-11).
  if (subscription.state !== 'started') throw new LockstepError('setup/wrong-order', told`Start the sync first.`);
  const stored = await inSubscription(engine.pool, subscription, async (client) => {
    const fields = await client.query<{ sf_field: string }>(sql`
      select m.sf_field from field_mapping m join field f on f.entity = m.entity and f.name = m.field
       where m.object = 'Lead' and m.chosen and m.createable and not f.read_only`);
    return {
      plans: await readPlans(client),
      createable: new Set(fields.rows.map((row) => row.sf_field)),
      options: await readOptions(client),
    };
  });
  if (stored.plans.length === 0)
    throw new LockstepError('setup/wrong-order', told`The first sync cycle has not begun yet.`);
  return {
    engine,
    subscription,
    salesforce: await engine.connect(subscription),
    leads: planOf(stored.plans, 'Lead'),
    contacts: planOf(stored.plans, 'Contact'),
    plans: stored.plans,
    createable: stored.createable,
    options: stored.options,
    source,
  };
}

/** Outside a cycle nobody counts. */
export const uncounted: StepProgress = { count: () => {}, note: () => {}, report: async () => {} };

export function result(
  personId: number,
  outcome: FlowResult['outcome'],
  sfdcId: string | null,
  more: Partial<FlowResult> = {},
): FlowResult {
  return { personId, outcome, sfdcId, message: null, code: null, ...more };
}

/** The words of an outcome; a message without them is Salesforce's own. */
export function spoken({ message, told: words }: FlowResult): Told[] {
  return words ?? original(message ?? '');
}

/** The outcome of a call that failed as a whole: it can be tried again. */
export function failed(personId: number, sfdcId: string | null, error: LockstepError): FlowResult {
  return result(personId, 'failed', sfdcId, { code: error.code, ...say(...wordsOf(error)) });
}

function planOf(plans: readonly LoadPlan[], object: 'Lead' | 'Contact'): LoadPlan {
  const plan = plans.find((p) => p.object === object);
  if (!plan)
    throw new LockstepError('sf/no-access', told`${object} can not be synced; see the steps of the last cycle.`);
  return plan;
}

import type { MemberFieldView } from '@lockstep/contract/programs.ts';
import { mapMemberField } from '../../programs/member-fields.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Engine } from '../engine.ts';
import { openCampaignWork } from './campaign-work.ts';

/** Maps a member field to the custom field of CampaignMember that Salesforce describes now; null ends the mapping. */
export async function mapToSalesforce(
  engine: Engine,
  subscription: Subscription,
  name: string,
  salesforceField: string | null,
): Promise<MemberFieldView[]> {
  const describe =
    salesforceField === null
      ? null
      : await openCampaignWork(engine, subscription, 'program').then(({ salesforce }) =>
          salesforce.describe(['CampaignMember']),
        );
  return inSubscription(engine.pool, subscription, (client) =>
    mapMemberField(client, name, salesforceField, describe?.get('CampaignMember') ?? null),
  );
}

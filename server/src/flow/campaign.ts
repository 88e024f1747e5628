import { LockstepError } from '../errors.ts';
import { sql } from '../postgres/sql.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { CampaignWork } from '../sync/programs/campaign-work.ts';
import { told } from '../told.ts';
import type { Present } from './people.ts';

export interface Campaign {
  /** 18 characters. */
  id: string;
  /** The status that was asked for, or the campaign's default. */
  status: string | null;
}

/** A member of a campaign, as it is known here. */
export interface Member {
  id: string;
  status: string | null;
}

/** Refuses a campaign that is not here, and a status that it does not have: Salesforce would set its default instead. */
export async function checkCampaign(
  { engine, subscription }: CampaignWork,
  campaignId: string,
  status?: string,
): Promise<Campaign> {
  const { rows } = await inSubscription(engine.pool, subscription, (client) =>
    client.query<{ id: string; label: string | null }>(sql`
      select c.sfdc_id as id, s.label
        from campaign c
        left join campaign_status s on s.sfdc_campaign_id = c.sfdc_id and s.sfdc_is_deleted is not true
       where (c.sfdc_id = ${campaignId} or left(c.sfdc_id, 15) = ${campaignId}) and c.sfdc_is_deleted is not true
       order by s.is_default desc nulls last, s.sort_order, s.id`),
  );
  const [first] = rows;
  if (!first) {
    throw new LockstepError(
      'request/not-found',
      told`There is no campaign ${campaignId}; a new one arrives with the next cycle.`,
    );
  }
  if (status !== undefined && rows.every((row) => row.label !== status)) {
    const known = rows.map((row) => row.label).join(', ');
    throw new LockstepError('request/invalid', told`The campaign has no status ${status}; it has ${known}.`);
  }
  return { id: first.id, status: status ?? first.label };
}

/** The members among these people, by person. */
export async function membersOf(
  { engine, subscription }: CampaignWork,
  campaignId: string,
  people: readonly Present[],
): Promise<Map<number, Member>> {
  const { rows } = await inSubscription(engine.pool, subscription, (client) =>
    client.query<Member & { personId: number }>(sql`
      select p.id as "personId", m.sfdc_id as id, m.status
        from campaign_member m join person p on p.sfdc_id = coalesce(m.sfdc_contact_id, m.sfdc_lead_id)
       where m.sfdc_campaign_id = ${campaignId} and m.sfdc_is_deleted is not true
         and coalesce(m.sfdc_contact_id, m.sfdc_lead_id) = any(${people.map((p) => p.sfdcId)})`),
  );
  return new Map(rows.map(({ personId, id, status }) => [personId, { id, status }]));
}

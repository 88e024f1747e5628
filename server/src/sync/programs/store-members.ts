import { recordActivity } from '../../mapping/record-log.ts';
import { noteCampaignMembers } from '../../mapping/render-member-notes.ts';
import type { Client } from '../../postgres/pool.ts';
import { type Query, raw, sql } from '../../postgres/sql.ts';

/** A member that was made, changed or removed in Salesforce by an action of ours. */
export interface StoredMember {
  personId: number;
  memberId: string;
  status: string | null;
}

/** Here too, at once, with the log of each person; the next pull reads what Salesforce made of it. */
export async function storeAdded(
  client: Client,
  campaignId: string,
  members: readonly StoredMember[],
  source: string,
): Promise<void> {
  await client.query(
    noted(sql`
    insert into campaign_member as m (sfdc_id, sfdc_campaign_id, sfdc_lead_id, sfdc_contact_id, status, has_responded, sfdc_is_deleted)
    select r."memberId", ${campaignId}, case p.sfdc_type when 'Lead' then p.sfdc_id end,
           case p.sfdc_type when 'Contact' then p.sfdc_id end, r.status, k.has_responded, false
      from ${given(members)} join person p on p.id = r."personId"
      left join campaign_status k on k.sfdc_campaign_id = ${campaignId} and k.label = r.status
                                 and k.sfdc_is_deleted is not true
    on conflict (sfdc_id) do nothing`),
  );
  await log(client, campaignId, members, recordActivity.addedToCampaign, sql`null, r.status`, source);
}

export async function storeStatus(
  client: Client,
  campaignId: string,
  members: readonly StoredMember[],
  source: string,
): Promise<void> {
  await log(client, campaignId, members, recordActivity.campaignStatusChanged, sql`m.status, r.status`, source);
  await client.query(
    noted(sql`
    update campaign_member m set status = r.status, has_responded = coalesce(k.has_responded, m.has_responded), updated_at = now()
      from ${given(members)}
      left join campaign_status k on k.sfdc_campaign_id = ${campaignId} and k.label = r.status
                                 and k.sfdc_is_deleted is not true
     where m.sfdc_id = r."memberId"`),
  );
}

export async function storeRemoved(
  client: Client,
  campaignId: string,
  members: readonly StoredMember[],
  source: string,
): Promise<void> {
  await log(client, campaignId, members, recordActivity.removedFromCampaign, sql`m.status, null`, source);
  await client.query(
    noted(sql`
    update campaign_member m set sfdc_is_deleted = true, updated_at = now()
      from ${given(members)} where m.sfdc_id = r."memberId" and m.sfdc_is_deleted is not true`),
  );
}

/** A change of campaign members that the campaign's program follows. */
const noted = (change: Query) => sql`
  with changed as (${change} returning m.*), noted as (${raw(noteCampaignMembers('changed'))})
  select count(*) from changed`;

/** `values`: the old and the new one. */
async function log(
  client: Client,
  campaignId: string,
  members: readonly StoredMember[],
  type: number,
  values: Query,
  source: string,
): Promise<void> {
  await client.query(sql`
    insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
    select p.id, ${type}::smallint, coalesce(k.name, ${campaignId}), ${values}, ${source}, ${campaignId}
      from ${given(members)}
      join person p on p.id = r."personId"
      left join campaign k on k.sfdc_id = ${campaignId}
      left join campaign_member m on m.sfdc_id = r."memberId"`);
}

function given(members: readonly StoredMember[]): Query {
  return sql`
    jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as r("personId" bigint, "memberId" text, status text)`;
}

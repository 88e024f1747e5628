import { inDefaultCurrency } from '../mapping/default-currency.ts';
import type { Client } from '../postgres/pool.ts';
import { raw, sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { listPersonObjects } from './read-objects.ts';

/** What of Salesforce has to do with one person; children are joined to the person by Salesforce ids, here and nowhere else. */

export interface PersonOpportunity {
  id: number;
  sfdcId: string | null;
  name: string | null;
  stage: string | null;
  amount: string | null;
  currency: string | null;
  amountInDefaultCurrency: string | null;
  closeDate: string | null;
  isClosed: boolean | null;
  isWon: boolean | null;
  role: string | null;
  isPrimary: boolean | null;
}

/** Opportunities belong to people through contact roles (SYN-12). */
export async function listPersonOpportunities(client: Client, personId: number): Promise<PersonOpportunity[]> {
  const { rows } = await client.query(sql`
    select o.id, o.sfdc_id as "sfdcId", o.name, o.stage, o.amount, o.currency,
           ${raw(inDefaultCurrency('o.amount', 'o.currency', 'o.close_date'))} as "amountInDefaultCurrency", o.close_date as "closeDate",
           o.is_closed as "isClosed", o.is_won as "isWon", r.role, r.is_primary as "isPrimary"
      from person p
      join opportunity_role r on r.sfdc_contact_id = p.sfdc_id and r.sfdc_is_deleted is not true
      join opportunity o on o.sfdc_id = r.sfdc_opportunity_id and o.sfdc_is_deleted is not true
     where p.id = ${personId} order by o.close_date desc nulls last, o.id`);
  return rows;
}

export interface PersonCampaign {
  /** null while the campaign has not arrived. */
  id: number | null;
  sfdcId: string | null;
  name: string | null;
  status: string | null;
  hasResponded: boolean | null;
  firstRespondedDate: string | null;
}

export async function listPersonCampaigns(client: Client, personId: number): Promise<PersonCampaign[]> {
  const { rows } = await client.query(sql`
    select k.id, m.sfdc_campaign_id as "sfdcId", k.name, m.status, m.has_responded as "hasResponded",
           m.first_responded_date as "firstRespondedDate"
      from person p
      join campaign_member m on p.sfdc_id in (m.sfdc_contact_id, m.sfdc_lead_id) and m.sfdc_is_deleted is not true
      left join campaign k on k.sfdc_id = m.sfdc_campaign_id
     where p.id = ${personId} and k.sfdc_is_deleted is not true order by m.id desc`);
  return rows;
}

export interface SalesforceActivity {
  id: number;
  sfdcId: string | null;
  kind: 'Task' | 'Event';
  subject: string | null;
  type: string | null;
  status: string | null;
  priority: string | null;
  isClosed: boolean | null;
  date: string | null;
  startsAt: string | null;
  owner: string | null;
}

export async function listSalesforceActivities(client: Client, personId: number): Promise<SalesforceActivity[]> {
  const { rows } = await client.query(sql`
    select a.id, a.sfdc_id as "sfdcId", a.kind, a.subject, a.type, a.status, a.priority, a.is_closed as "isClosed",
           a.activity_date as date, a.starts_at, nullif(concat_ws(' ', u.first_name, u.last_name), '') as owner
      from person p
      join sfdc_activity a on a.sfdc_who_id = p.sfdc_id and a.sfdc_is_deleted is not true
      left join sfdc_user u on u.sfdc_id = a.sfdc_owner_id
     where p.id = ${personId} order by coalesce(a.starts_at, a.activity_date) desc nulls last, a.id desc limit 100`);
  return rows.map(({ starts_at, ...rest }) => ({ ...rest, startsAt: isoTime(starts_at) }));
}

/** All of it, as the detail of a person shows it. */
export async function readRelated(client: Client, personId: number) {
  return {
    opportunities: await listPersonOpportunities(client, personId),
    campaigns: await listPersonCampaigns(client, personId),
    salesforceActivities: await listSalesforceActivities(client, personId),
    objectRecords: await listPersonObjects(client, personId),
  };
}

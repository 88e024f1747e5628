import type { CampaignMemberPage, CampaignPage, CompanyPage, OpportunityPage } from '@lockstep/contract/records.ts';
import { LockstepError } from '../errors.ts';
import { canonicalText } from '../mapping/canonical.ts';
import { amountItems, inDefaultCurrency, readAmounts } from '../mapping/default-currency.ts';
import { columnTypeOf } from '../mapping/field-type.ts';
import type { Entity } from '../mapping/standard-fields.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier as id } from '../postgres/quoting.ts';
import { type Query, raw, sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { type Field, readFields } from '../subscription/field-catalog.ts';
import { told } from '../told.ts';
import { largestPage } from './read-people.ts';

/** Companies, opportunities and campaigns, a page at a time in id order; what Salesforce deleted is left out. */

export interface RecordsQuery {
  /** Start of the name, or the Salesforce id. */
  search?: string;
  /** Id of the last record of the page before. */
  after?: number;
  limit?: number;
}

export async function listCompanies(client: Client, query: RecordsQuery): Promise<CompanyPage> {
  const fields = await fieldsOf(client, 'company');
  const { rows, next } = await readPage(query, (limit) =>
    client.query(sql`
      select ${raw(selectList(fields))},
             (select count(*)::int from person p where p.sfdc_account_id = r.sfdc_id) as "#people"
        from company r where ${matching(query)} order by r.id limit ${limit}`),
  );
  return { companies: rows.map((row) => ({ ...decode(row, fields), people: row['#people'] })), next };
}

export async function listOpportunities(client: Client, query: RecordsQuery): Promise<OpportunityPage> {
  const fields = await fieldsOf(client, 'opportunity');
  const { rows, next } = await readPage(query, (limit) =>
    client.query(sql`
      select ${raw(selectList(fields))}, c.name as "#company",
             nullif(concat_ws(' ', u.first_name, u.last_name), '') as "#owner"
        from opportunity r
        left join company c on c.sfdc_id = r.sfdc_account_id
        left join sfdc_user u on u.sfdc_id = r.sfdc_owner_id
       where ${matching(query)} order by r.id limit ${limit}`),
  );
  const opportunities = rows.map((row) => ({
    ...decode(row, fields),
    company: row['#company'],
    owner: row['#owner'],
  }));
  return { opportunities, next };
}

export async function listCampaigns(client: Client, query: RecordsQuery): Promise<CampaignPage> {
  const { rows, next } = await readPage(query, (limit) =>
    client.query(sql`
      select r.id, r.sfdc_id as "sfdcId", r.name, r.type, r.status, r.is_active as "isActive",
             r.start_date as "startDate", r.end_date as "endDate", m.members, m.responded, r.currency,
             ${raw(campaignAmounts)},
             coalesce(s.statuses, '[]') as statuses
        from campaign r
       cross join lateral (
         select count(*)::int as members, (count(*) filter (where has_responded))::int as responded
           from campaign_member m where m.sfdc_campaign_id = r.sfdc_id and m.sfdc_is_deleted is not true) m
       cross join lateral (
         select jsonb_agg(jsonb_build_object('label', label, 'isDefault', is_default, 'hasResponded', has_responded)
                          order by sort_order, id) as statuses
           from campaign_status s where s.sfdc_campaign_id = r.sfdc_id and s.sfdc_is_deleted is not true) s
       where ${matching(query)} order by r.id limit ${limit}`),
  );
  return { campaigns: rows as CampaignPage['campaigns'], next };
}

/** A campaign's amounts, in its own currency and in the default one (SYN-12). */
const campaignAmounts = Object.entries({
  budgetedCost: 'r.budgeted_cost',
  actualCost: 'r.actual_cost',
  expectedRevenue: 'r.expected_revenue',
})
  .map(
    ([name, column]) =>
      `jsonb_build_object('amount', ${canonicalText(column, 'numeric')}, 'inDefaultCurrency', ${inDefaultCurrency(column, 'r.currency', null)}) as ${id(name)}`,
  )
  .join(',\n             ');

/** A member whose person has not arrived has no `personId`. */
export async function listCampaignMembers(
  client: Client,
  campaignId: number,
  query: Omit<RecordsQuery, 'search'>,
): Promise<CampaignMemberPage> {
  const campaign = await client.query(sql`select sfdc_id from campaign where id = ${campaignId}`);
  if (!campaign.rows[0]) throw new LockstepError('request/not-found', told`There is no campaign ${campaignId}.`);
  const { rows, next } = await readPage(query, (limit) =>
    client.query(sql`
      select m.id, m.sfdc_id as "sfdcId", p.id as "personId",
             nullif(concat_ws(' ', p.first_name, p.last_name), '') as name, p.email, m.status,
             m.has_responded as "hasResponded", m.first_responded_date as "firstRespondedDate"
        from campaign_member m
        left join person p on p.sfdc_id = coalesce(m.sfdc_contact_id, m.sfdc_lead_id)
       where m.sfdc_campaign_id = ${campaign.rows[0].sfdc_id} and m.sfdc_is_deleted is not true
         and m.id > ${query.after ?? 0}
       order by m.id limit ${limit}`),
  );
  return { members: rows as CampaignMemberPage['members'], next };
}

// biome-ignore lint/suspicious/noExplicitAny: the columns are those of the query that is given
export type Row = Record<string, any>;

/** One row more than the page is asked for: it tells whether there is a next page. */
export async function readPage(
  { limit = 50 }: RecordsQuery,
  read: (limit: number) => Promise<{ rows: Row[] }>,
): Promise<{ rows: Row[]; next: number | null }> {
  const size = Math.min(limit, largestPage);
  const { rows } = await read(size + 1);
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { rows: page, next: rows.length > size && last ? Number(last['#id'] ?? last.id) : null };
}

/** The fields of a table of records that are shown. */
export async function fieldsOf(client: Client, entity: Entity): Promise<Field[]> {
  return (await readFields(client)).filter((f) => f.entity === entity && !f.hidden);
}

/** What `decode` reads of a record `r`. */
export function selectList(fields: readonly Field[]): string {
  return [
    'r.id as "#id"',
    'r.sfdc_id as "#sfdcId"',
    'r.created_at as "#createdAt"',
    'r.updated_at as "#updatedAt"',
    ...fields.map((f) => `${canonicalText(`r.${id(f.column)}`, columnTypeOf(f.type))} as ${id(f.name)}`),
    ...amountItems(fields, 'r'),
  ].join(', ');
}

export function matching({ search, after }: RecordsQuery): Query {
  const start = search ? `${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null;
  const found = start ? sql`(lower(r.name) like ${start} or r.sfdc_id = ${search ?? null})` : sql`true`;
  return sql`r.sfdc_is_deleted is not true and r.id > ${after ?? 0} and ${found}`;
}

export function decode(row: Row, fields: readonly Field[]) {
  return {
    id: Number(row['#id']),
    sfdcId: row['#sfdcId'] as string | null,
    createdAt: isoTime(row['#createdAt']),
    updatedAt: isoTime(row['#updatedAt']),
    values: Object.fromEntries(fields.map((f) => [f.name, (row[f.name] as string | null) ?? null])),
    inDefaultCurrency: readAmounts(fields, row),
  };
}

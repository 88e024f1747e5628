import { LockstepError } from '../errors.ts';
import { canonicalText } from '../mapping/canonical.ts';
import { companyFieldOf } from '../mapping/company-fields.ts';
import { amountItem, inDefaultCurrency, isAmount, readAmounts } from '../mapping/default-currency.ts';
import { columnTypeOf } from '../mapping/field-type.ts';
import { reportedById } from '../mapping/reported-activity.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier as id } from '../postgres/quoting.ts';
import { type Query, raw, sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { type Field, readFields } from '../subscription/field-catalog.ts';
import { told } from '../told.ts';
import { type FieldFilter, meets, startsWith, valueExpression } from './people-filter.ts';
import { type PeopleOrder, partsInOrder } from './people-order.ts';

/** A person with the values of all visible fields, and what FLD-4 adds from owner and account. */
export interface Person {
  id: number;
  sfdcId: string | null;
  sfdcType: 'Lead' | 'Contact' | null;
  createdAt: string;
  updatedAt: string;
  values: Record<string, string | null>;
  /** Its amounts in the default currency (SYN-12). */
  inDefaultCurrency: Record<string, string | null>;
  /** In which currency each amount is; null in an org that has one. */
  currencies: Record<string, string | null>;
}

export interface PeopleQuery extends PeopleOrder {
  /** Start of an e-mail address, first or last name. */
  search?: string;
  /** Field name → value that must be equal, letters case ignored. */
  filter?: Record<string, string>;
  filters?: readonly FieldFilter[];
  /** Names of the fields to read; all visible ones unless told. */
  fields?: readonly string[];
  sfdcType?: 'Lead' | 'Contact' | 'none';
  ids?: number[];
  limit?: number;
}

export const largestPage = 300;

/** People, a page at a time, in the order asked for. */
export async function listPeople(
  client: Client,
  query: PeopleQuery,
): Promise<{ people: Person[]; next: number | null }> {
  const visible = (await readFields(client)).filter((f) => f.entity === 'person' && !f.hidden);
  const fields = query.fields ? visible.filter((f) => query.fields?.includes(f.name)) : visible;
  const limit = Math.min(query.limit ?? 50, largestPage);
  const rows: Row[] = [];
  for (const { condition, order } of await partsInOrder(client, query)) {
    if (rows.length > limit) break;
    const part = await client.query<Row>(sql`
      select ${raw(selectList(fields))}
        from person p
        left join company c on c.sfdc_id = p.sfdc_account_id
        left join sfdc_user o on o.sfdc_id = p.sfdc_owner_id
        left join sfdc_user a on a.sfdc_id = c.sfdc_owner_id
       where ${conditions(visible, query)} and ${condition}
       order by ${order} limit ${limit + 1 - rows.length}`);
    rows.push(...part.rows);
  }
  const people = rows.slice(0, limit).map((row) => decode(row, fields));
  return { people, next: rows.length > limit ? (people.at(-1)?.id ?? null) : null };
}

type Row = Record<string, string | null>;

export async function getPerson(client: Client, personId: number): Promise<Person> {
  const { people } = await listPeople(client, { ids: [personId] });
  if (!people[0]) throw new LockstepError('request/not-found', told`There is no person ${personId}.`);
  return people[0];
}

export interface Activity {
  id: number;
  type: string;
  at: string;
  field: string | null;
  oldValue: string | null;
  newValue: string | null;
  source: string;
  detail: string | null;
}

const activityNames: Record<number, string> = {
  12: 'New Person',
  13: 'Change Data Value',
  19: 'Sync Person to SFDC',
  21: 'Convert',
  23: 'Change Owner',
  26: 'Activity Logged',
  29: 'Delete Person from SFDC',
  30: 'Activity Updated',
  32: 'Merge',
  34: 'Added to Opportunity',
  35: 'Removed from Opportunity',
  36: 'Updated Opportunity',
  42: 'Added to SFDC Campaign',
  43: 'Removed from SFDC Campaign',
  44: 'Status Changed in SFDC Campaign',
  104: 'Change Status in Progression',
  123: 'Change Program Member Data',
  1001: 'Sync failed',
};

export const activityTypes = Object.values(activityNames);

export interface ActivityFilter {
  type?: string;
  field?: string;
  source?: string;
  /** Id of the last activity of the page before. */
  before?: number;
  limit?: number;
}

/** The activity log of a person, newest first. */
export async function listActivities(
  client: Client,
  personId: number,
  { type, field, source, before, limit = 100 }: ActivityFilter = {},
): Promise<Activity[]> {
  const typeId = type === undefined ? null : Object.entries(activityNames).find(([, name]) => name === type)?.[0];
  if (typeId === undefined)
    throw new LockstepError('request/invalid', told`There is no type of activity "${type ?? ''}".`);
  const { rows } = await client.query(sql`
    select id, type_id, at, field, old_value, new_value, source, detail from activity
     where person_id = ${personId}
       and (${before ?? null}::bigint is null or id < ${before ?? null})
       and (${typeId}::int is null or type_id = ${typeId}::int)
       and (${field ?? null}::text is null or field = ${field ?? null})
       and (${source ?? null}::text is null or source = ${source ?? null})
     order by id desc limit ${limit}`);
  return rows.map((row) => ({
    id: row.id,
    type: activityNames[row.type_id] ?? reportedById(row.type_id)?.name ?? `Activity ${row.type_id}`,
    at: isoTime(row.at),
    field: row.field,
    oldValue: row.old_value,
    newValue: row.new_value,
    source: row.source,
    detail: row.detail,
  }));
}

export interface PendingChange {
  field: string;
  base: string | null;
  changedAt: string;
}

/** What is on its way to Salesforce, and what Salesforce refused. */
export async function listPending(client: Client, personId: number): Promise<PendingChange[]> {
  const { rows } = await client.query(sql`
    select f.name as field, c.base, c.changed_at from pending_change c join field f on f.id = c.field_id
     where c.person_id = ${personId} order by f.name`);
  return rows.map((row) => ({ field: row.field, base: row.base, changedAt: isoTime(row.changed_at) }));
}

const ownerFields: readonly [name: string, expression: string][] = [
  ['salesOwnerFirstName', 'o.first_name'],
  ['salesOwnerLastName', 'o.last_name'],
  ['salesOwnerTitle', 'o.title'],
  ['salesOwnerPhone', 'o.phone'],
  ['salesOwnerEmail', 'o.email'],
  ['accountOwnerFirstName', 'a.first_name'],
  ['accountOwnerLastName', 'a.last_name'],
  ['accountOwnerEmail', 'a.email'],
];

function selectList(fields: readonly Field[]): string {
  return [
    'p.id as "#id"',
    'p.sfdc_id as "#sfdcId"',
    'p.sfdc_type as "#sfdcType"',
    'p.created_at as "#createdAt"',
    'p.updated_at as "#updatedAt"',
    ...fields.map((f) => `${canonicalText(valueExpression(f), columnTypeOf(f.type))} as ${id(f.name)}`),
    ...ownerFields.map(([name, expression]) => `${expression} as ${id(name)}`),
    ...fields
      .filter(isAmount)
      .flatMap((f) => [
        amountItem(f, inDefaultCurrency(valueExpression(f), currencyExpression(f), null)),
        `${currencyExpression(f)} as ${id(`#currency ${f.name}`)}`,
      ]),
  ].join(', ');
}

/** An amount that is the account's is in the account's currency. */
function currencyExpression(field: Field): string {
  return companyFieldOf[field.name] ? 'case when c.id is null then p.currency else c.currency end' : 'p.currency';
}

function conditions(fields: readonly Field[], query: PeopleQuery): Query {
  const parts: Query[] = [sql`true`];
  if (query.ids) parts.push(sql`p.id = any(${query.ids}::bigint[])`);
  if (query.sfdcType)
    parts.push(query.sfdcType === 'none' ? sql`p.sfdc_type is null` : sql`p.sfdc_type = ${query.sfdcType}`);
  if (query.search) {
    const [email, last, first] = ['p.email', 'p.last_name', 'p.first_name'].map((column) =>
      startsWith(column, query.search ?? ''),
    );
    parts.push(sql`(${email} or ${last} or ${first})`);
  }
  const equal = Object.entries(query.filter ?? {}).map(([field, value]) => ({ field, operator: 'is' as const, value }));
  for (const filter of [...equal, ...(query.filters ?? [])]) parts.push(meets(fields, filter));
  return parts.reduce((all, part) => sql`${all} and ${part}`);
}

function decode(row: Row, fields: readonly Field[]): Person {
  const names = [...fields.map((f) => f.name), ...ownerFields.map(([name]) => name)];
  return {
    id: Number(row['#id']),
    sfdcId: row['#sfdcId'] ?? null,
    sfdcType: (row['#sfdcType'] as Person['sfdcType']) ?? null,
    createdAt: isoTime(row['#createdAt'] ?? ''),
    updatedAt: isoTime(row['#updatedAt'] ?? ''),
    values: Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
    inDefaultCurrency: readAmounts(fields, row),
    currencies: Object.fromEntries(fields.filter(isAmount).map(({ name }) => [name, row[`#currency ${name}`] ?? null])),
  };
}

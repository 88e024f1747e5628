import { LockstepError } from '../errors.ts';
import { canonicalText } from '../mapping/canonical.ts';
import { companyFieldOf } from '../mapping/company-fields.ts';
import { columnTypeOf } from '../mapping/field-type.ts';
import { activityType } from '../mapping/render-pull.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier as id, literal } from '../postgres/quoting.ts';
import { sql } from '../postgres/sql.ts';
import { type Field, readFields } from '../subscription/field-catalog.ts';
import { told } from '../told.ts';
import { fieldValue } from './field-value.ts';
import { followCreations, followEdits } from './opt-out.ts';

/** The only module besides the pull that writes people: it keeps the base of each change in the same transaction. */

export interface PersonEdit {
  id: number;
  /** Field name → new value; fields that are not named stay. Blank and null both empty a field. */
  values: Record<string, unknown>;
}

/** What an edit did. */
export interface Edited {
  /** The number of people that changed. */
  changed: number;
  ignored: IgnoredValue[];
}

/** A value that was given and not taken: its source may fill the field and not change it (FLD-9). */
export interface IgnoredValue {
  personId: number;
  field: string;
  blockedSource: string;
  /** The value that stays. */
  kept: string;
}

/** Notified with the schema of the subscription when people were edited whose change has to go to Salesforce. */
export const personEdited = 'lockstep_person_edited';

/** Runs in the caller's transaction on the subscription's schema. */
export async function editPeople(client: Client, edits: readonly PersonEdit[], source: string): Promise<Edited> {
  const fields = await readFields(client);
  const checked = edits.map(({ id, values }) => ({ id, values: checkValues(fields, values) }));
  await client.query(`
    create temp table if not exists edit_input (person_id bigint primary key, values jsonb not null) on commit drop;
    truncate edit_input`);
  await client.query(sql`
    insert into edit_input
    select e.id, e.values from jsonb_to_recordset(${JSON.stringify(checked)}::jsonb) as e(id bigint, values jsonb)`);
  const names = new Set(checked.flatMap(({ values }) => Object.keys(values)));
  const decidesOptOut = names.has('unsubscribed') || names.has('email');
  await lockPeople(client, edits.length, decidesOptOut);
  await refuseUneditable(client);

  const edited = fields.filter((f) => f.entity === 'person' && names.has(f.name));
  if (edited.length === 0) return { changed: 0, ignored: [] };
  const ignored = await keepBlocked(client, edited, source);
  await client.query(renderChanges(edited));
  const { rowCount: pending } = await client.query(keepBases);
  if (pending) await client.query(sql`select pg_notify(${personEdited}, current_schema())`);
  await client.query(forgetBlanks);
  await client.query(logChanges, [source]);
  await editCompanies(client, edited, source);
  const { rowCount } = await client.query(renderUpdate(edited));
  if (decidesOptOut) await followEdits(client, source);
  await client.query('drop table edit_change');
  return { changed: rowCount ?? 0, ignored };
}

/** New people, not in Salesforce yet. Returns their ids, in order. */
export async function createPeople(
  client: Client,
  people: readonly Record<string, unknown>[],
  source: string,
): Promise<number[]> {
  const fields = await readFields(client);
  const checked = people.map((values) => checkValues(fields, values));
  const names = new Set(checked.flatMap((values) => Object.keys(values)));
  const given = fields.filter((f) => f.entity === 'person' && names.has(f.name));
  const columns = given.map((f) => id(f.column)).join(', ');
  const values = given.map((f) => `(r.values ->> ${literal(f.name)})::${columnTypeOf(f.type)}`).join(', ');
  const { rows } = await client.query<{ id: number }>(
    `with made as (
       insert into person (${columns || 'sfdc_id'})
       select ${values || 'null'} from jsonb_array_elements($1::jsonb) with ordinality as r(values, n) order by n
       returning id
     ), logged as (
       insert into activity (person_id, type_id, source) select id, ${activityType.newPerson}, $2 from made
     )
     select id from made order by id`,
    [JSON.stringify(checked), source],
  );
  const ids = rows.map((row) => row.id);
  if (names.has('email')) await followCreations(client, ids, source);
  return ids;
}

function checkValues(fields: readonly Field[], values: Record<string, unknown>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = fields.find((f) => f.entity === 'person' && f.name === name && !f.hidden);
      if (!field) throw new LockstepError('request/invalid', told`There is no field "${name}".`);
      if (field.readOnly)
        throw new LockstepError('request/invalid', told`${name} comes from Salesforce and can't be edited here.`);
      return [name, fieldValue(field, value)];
    }),
  );
}

/**
 * The pull takes the same locks before it compares, so an edit is either seen by it or comes after it. An edit that decides about
 * an e-mail address changes everybody who has it: they are locked with the others, in one order.
 */
async function lockPeople(client: Client, expected: number, decidesOptOut: boolean): Promise<void> {
  const { rows } = await client.query<{ id: number; edited: boolean }>(`
    select p.id, p.id in (select person_id from edit_input) as edited
      from person p
     where p.id in (select person_id from edit_input ${decidesOptOut ? `union ${sameAddress}` : ''})
     order by p.id for update of p`);
  const found = new Set(rows.filter((r) => r.edited).map((r) => r.id));
  if (found.size === expected) return;
  const { rows: wanted } = await client.query<{ person_id: number }>('select person_id from edit_input');
  const missing = wanted.map((w) => w.person_id).filter((wantedId) => !found.has(wantedId));
  throw new LockstepError(
    'request/not-found',
    told`There is no person ${missing.slice(0, 5).join(', ') || '(an id was given twice)'}.`,
  );
}

const sameAddress = `
select o.id from person o
 where lower(o.email) in (
   select lower(coalesce(i.values ->> 'email', p.email)) from edit_input i join person p on p.id = i.person_id
    where i.values ?| array['unsubscribed', 'email'])`;

/** A field that Salesforce computes, or that the sync user may not edit, would be overwritten without a word. */
async function refuseUneditable(client: Client): Promise<void> {
  const { rows } = await client.query(`
    select k.name, p.id, m.object, m.sf_field
      from edit_input i
      join person p on p.id = i.person_id
     cross join lateral jsonb_object_keys(i.values) as k(name)
      join field_mapping m on m.object = p.sfdc_type and m.entity = 'person' and m.field = k.name and m.chosen
     where not m.updateable limit 1`);
  const first = rows[0];
  if (!first) return;
  throw new LockstepError(
    'request/invalid',
    told`${first.name}: ${first.object}.${first.sf_field} can't be changed by the sync user, so person ${first.id} keeps Salesforce's value.`,
  );
}

/** One row per value that really changes, with old and new in canonical text. */
function renderChanges(fields: readonly Field[]): string {
  return `
create temp table edit_change on commit drop as
select p.id as person_id, p.sfdc_type, c.id as company_id, v.field_id, v.field, v.old_value, v.new_value
  from edit_input i
  join person p on p.id = i.person_id
  left join company c on c.sfdc_id = p.sfdc_account_id
 cross join lateral (values
   ${fields.map((f) => `(${f.id}, ${literal(f.name)}, ${oldValue(f)}, ${newValue(f)})`).join(',\n   ')}
 ) as v(field_id, field, old_value, new_value)
 where i.values ? v.field and v.old_value is distinct from v.new_value`;
}

/** FLD-9: a source that is blocked for the field may fill it, and leaves a value as it is. */
async function keepBlocked(client: Client, edited: readonly Field[], source: string): Promise<IgnoredValue[]> {
  const ignored: IgnoredValue[] = [];
  for (const field of edited.filter((f) => f.blocked.includes(source))) {
    const { rows } = await client.query<{ personId: number; kept: string }>(renderKeepBlocked(field));
    ignored.push(...rows.map((row) => ({ ...row, field: field.name, blockedSource: source })));
  }
  return ignored;
}

/** Returns where the value is another than the one given. */
function renderKeepBlocked(field: Field): string {
  return `
with kept as (
  select i.person_id, ${oldValue(field)} as old_value, ${newValue(field)} as new_value
    from edit_input i join person p on p.id = i.person_id left join company c on c.sfdc_id = p.sfdc_account_id
   where i.values ? ${literal(field.name)} and ${oldValue(field)} is not null
), left_out as (
  update edit_input i set values = i.values - ${literal(field.name)} from kept k where i.person_id = k.person_id
)
select person_id as "personId", old_value as kept from kept where old_value is distinct from new_value order by person_id`;
}

function oldValue(field: Field): string {
  const type = columnTypeOf(field.type);
  const own = `p.${id(field.column)}`;
  const companys = companyFieldOf[field.name];
  return canonicalText(companys ? `case when c.id is null then ${own} else c.${id(companys)} end` : own, type);
}

function newValue(field: Field): string {
  const type = columnTypeOf(field.type);
  return canonicalText(`(i.values ->> ${literal(field.name)})::${type}`, type);
}

/** The value both sides last agreed on, kept once; a later edit only takes a new version (SYN-5). */
const keepBases = `
insert into pending_change (person_id, field_id, base)
select c.person_id, c.field_id, c.old_value
  from edit_change c
  join field_mapping m on m.object = c.sfdc_type and m.entity = 'person' and m.field = c.field and m.chosen and m.updateable
on conflict (person_id, field_id) do update set version = nextval('pending_version'), changed_at = now()`;

/** Fields whose blanks are never pushed: Salesforce keeps its value, and an edit that was on its way is given up. */
const forgetBlanks = `
delete from pending_change d
 using edit_change c, field f
 where f.id = c.field_id and f.blanks in ('never-push', 'never') and c.new_value is null
   and d.person_id = c.person_id and d.field_id = c.field_id`;

const logChanges = `
insert into activity (person_id, type_id, field, old_value, new_value, source)
select c.person_id, ${activityType.changeDataValue}, c.field, c.old_value, c.new_value, $1
  from edit_change c
 where not (c.company_id is not null and c.field in (${Object.keys(companyFieldOf).map(literal).join(', ')}))`;

/** SYN-11: an account's field edited on one person changes for all its people, each with an activity. */
async function editCompanies(client: Client, edited: readonly Field[], source: string): Promise<void> {
  for (const field of edited) {
    const column = companyFieldOf[field.name];
    if (!column) continue;
    const value = `(c.new_value)::${columnTypeOf(field.type)}`;
    await client.query(
      `with changed as (
         select distinct on (o.id) o.id, o.sfdc_id, c.old_value, c.new_value
           from edit_change c join company o on o.id = c.company_id
          where c.field = $1 order by o.id, c.person_id desc
       ), updated as (
         update company o set ${id(column)} = ${value}, updated_at = now() from changed c where o.id = c.id
       ), noted as (
         insert into company_edit (company_id, field_id)
         select c.id, f.id from changed c join field f on f.entity = 'company' and f.column_name = $2
         on conflict do nothing
       )
       insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
       select p.id, ${activityType.changeDataValue}, $1, c.old_value, c.new_value, $3, 'company'
         from changed c join person p on p.sfdc_account_id = c.sfdc_id`,
      [field.name, column, source],
    );
  }
}

/** A company's values are not copied to the person that has one. */
function renderUpdate(fields: readonly Field[]): string {
  const sets = fields.map((f) => {
    const own = companyFieldOf[f.name]
      ? ' and not exists (select from company c where c.sfdc_id = p.sfdc_account_id)'
      : '';
    const value = `(i.values ->> ${literal(f.name)})::${columnTypeOf(f.type)}`;
    return `${id(f.column)} = case when i.values ? ${literal(f.name)}${own} then ${value} else p.${id(f.column)} end`;
  });
  return `
update person p set ${sets.join(',\n       ')}, updated_at = now()
  from edit_input i
 where p.id = i.person_id and p.id in (select person_id from edit_change)`;
}

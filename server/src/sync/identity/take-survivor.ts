import type { Client } from '../../postgres/pool.ts';
import { identifier as id, literal } from '../../postgres/quoting.ts';
import { raw, sql } from '../../postgres/sql.ts';
import type { Field } from '../../subscription/field-catalog.ts';
import { type Change, type MergeHere, mayEdit, textOf } from './merge-values.ts';

/**
 * Where another record than the winner's own stays in Salesforce (a contact outlives a lead), the winner becomes that record,
 * in step with it. Returns what the winner shall hold afterwards: its own values, which are edits of that record by now, and
 * those chosen of somebody else. For the one winner of merge_pair.
 */
export async function takeSurvivor(client: Client, fields: readonly Field[], here: MergeHere): Promise<Change[]> {
  const { rows } = await client.query<{ winner: number }>('select distinct winner from merge_pair');
  const winner = rows[0]?.winner ?? 0;
  const own = here.survivor !== null && here.survivor !== winner ? here.survivor : null;
  const wanted = await valuesOf(client, fields, winner, own !== null, here.keep);
  if (own !== null) await become(client, winner, own);
  const editable = await editableFields(client, fields, winner);
  return wanted.filter(({ field }) => editable.has(field));
}

/** The winner's own values that are not blank, if they count, and over them those chosen by `keep`. */
async function valuesOf(
  client: Client,
  fields: readonly Field[],
  winner: number,
  withOwn: boolean,
  keep: Record<string, number>,
): Promise<Change[]> {
  const { rows } = await client.query<Change>(sql`
    select ${winner}::bigint as winner, v.field, v.value
      from person p
     cross join lateral jsonb_each_text(${JSON.stringify(keep)}::jsonb) as k(field, person_id)
     cross join lateral (${raw(textsOf(fields))}) as v(field, value)
     where p.id = k.person_id::bigint and v.field = k.field`);
  if (!withOwn) return rows;
  const own = await client.query<Change>(sql`
    select p.id as winner, v.field, v.value
      from person p cross join lateral (${raw(textsOf(fields))}) as v(field, value)
     where p.id = ${winner} and v.value is not null`);
  return [...own.rows.filter(({ field }) => !(field in keep)), ...rows];
}

/** Everything but the identity here; and what waits to be pushed to that record waits for the winner. */
async function become(client: Client, winner: number, survivor: number): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select attname as name from pg_attribute
     where attrelid = 'person'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
       and attname not in ('id', 'created_at')`);
  const columns = rows.map((row) => id(row.name)).join(', ');
  await client.query(sql`create temp table survivor_row on commit drop as select * from person where id = ${survivor}`);
  await client.query(sql`update person set sfdc_id = null, sfdc_type = null where id = ${survivor}`);
  await client.query(`update person set (${columns}) = (select ${columns} from survivor_row) where id = $1`, [winner]);
  await client.query(sql`delete from pending_change where person_id = ${winner}`);
  await client.query(sql`update pending_change set person_id = ${winner} where person_id = ${survivor}`);
  await client.query(
    sql`update record_error set resolved_at = now() where person_id = ${winner} and resolved_at is null`,
  );
}

async function editableFields(client: Client, fields: readonly Field[], winner: number): Promise<Set<string>> {
  const names = fields.map((f) => f.name);
  const { rows } = await client.query<{ field: string }>(
    `select v.field from person w cross join unnest($1::text[]) as v(field) where w.id = $2 and ${mayEdit}`,
    [names, winner],
  );
  return new Set(rows.map((row) => row.field));
}

/** A row per field: its name and the value of `p`. */
function textsOf(fields: readonly Field[]): string {
  return `values ${fields.map((f) => `(${literal(f.name)}, ${textOf('p', f)})`).join(',\n       ')}`;
}

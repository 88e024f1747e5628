import { type FieldMapping, fieldKey, mapFields } from '../mapping/field-mapping.ts';
import { columnTypeOf, marketingTypeOf } from '../mapping/field-type.ts';
import type { RecordPlan } from '../mapping/load-plan.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import type { FieldDescribe } from '../salesforce/salesforce.ts';
import { addMappings } from '../subscription/field-catalog.ts';

type Describes = ReadonlyMap<string, FieldDescribe[]>;

/**
 * Fields that the sync user can see since the fields were synced take part by themselves, and their existing values are
 * to be filled in (FLD-6; other products wait for each record to change). What somebody unticked stays out.
 */
export async function adoptNewFields(
  client: Client,
  describes: Describes,
  known: readonly FieldMapping[],
): Promise<{ mappings: FieldMapping[]; added: FieldMapping[] }> {
  const knownKeys = new Set(known.map((m) => fieldKey(m.object, m.sfField)));
  const added = mapFields(describes, new Set())
    .filter((m) => !knownKeys.has(fieldKey(m.object, m.sfField)))
    .map((m) => (isTaken(known, m) ? apart(m) : m));
  if (added.length === 0) return { mappings: [...known], added };
  await addMappings(client, added);
  for (const { object, sfField } of added) {
    await client.query(
      sql`insert into field_fill (object, sf_field) values (${object}, ${sfField}) on conflict do nothing`,
    );
  }
  return { mappings: [...known, ...added], added };
}

/** Two fields of one object can't share a marketing field: a new one of a like name gets a field of its own. */
function isTaken(known: readonly FieldMapping[], { object, entity, field }: FieldMapping): boolean {
  return known.some((m) => m.object === object && m.entity === entity && m.field === field);
}

function apart(mapping: FieldMapping): FieldMapping {
  return { ...mapping, field: `${mapping.sfField}_${mapping.object.toLowerCase()}`, origin: 'own' };
}

/**
 * The fields of an object whose type in Salesforce no longer fits their column: they leave the plan and keep their data,
 * until an administrator decides (FLD-6). In words for the log of the step.
 */
export function changedTypes(
  object: string,
  mappings: readonly FieldMapping[],
  fields: readonly FieldDescribe[],
): Map<string, string> {
  const changed = new Map<string, string>();
  for (const m of mappings.filter((m) => m.object === object && m.chosen)) {
    const now = fields.find((f) => f.name === m.sfField);
    if (!now) continue;
    const type = marketingTypeOf(now);
    if (type && columnTypeOf(type) === columnTypeOf(m.type)) continue;
    changed.set(
      m.sfField,
      `${object}.${m.sfField} was ${m.type} and is ${now.type} now: it does not sync, and its data is kept.`,
    );
  }
  return changed;
}

/**
 * The same for objects of fixed columns: one that the sync user could not see in the cycle before, that the org has only now, or that
 * a newer version reads, is filled in.
 */
export async function adoptNewColumns(client: Client, plans: readonly RecordPlan[]): Promise<void> {
  await client.query(sql`
    insert into field_fill (object, sf_field)
    select plan ->> 'object', col ->> 'source'
      from jsonb_array_elements(${JSON.stringify(plans)}::jsonb) as plan
     cross join lateral jsonb_array_elements(plan -> 'columns') as col
      join lateral (
        select before -> 'columns' as columns from sync_state, jsonb_array_elements(plans) as before
         where before ->> 'object' = plan ->> 'object') as known on true
     where not known.columns @> jsonb_build_array(jsonb_build_object('source', col -> 'source'))
    on conflict do nothing`);
}

import type { Told } from '@lockstep/contract/common.ts';
import { LockstepError } from '../../errors.ts';
import { canonicalText } from '../../mapping/canonical.ts';
import { type FieldMapping, fieldKey } from '../../mapping/field-mapping.ts';
import { columnTypeOf, type MarketingType } from '../../mapping/field-type.ts';
import type { Client } from '../../postgres/pool.ts';
import { identifier as id, literal } from '../../postgres/quoting.ts';
import { raw, sql } from '../../postgres/sql.ts';
import { isoTime } from '../../postgres/types.ts';
import {
  addFieldColumn,
  type Field,
  readFields,
  readMappings,
  writeMappings,
} from '../../subscription/field-catalog.ts';
import type { Notice } from '../../subscription/notifications.ts';
import { textOf, told } from '../../told.ts';
import { apart, type TypeChange } from '../new-fields.ts';

/** A field that is held because its type in Salesforce no longer fits its column (FLD-6). */
export interface HeldField {
  object: string;
  sfField: string;
  field: string;
  oldType: MarketingType;
  newSfType: string;
  newType: MarketingType | null;
  /** Why converting is not possible; null when it is. */
  cannotConvert: string | null;
  /** The words of that. */
  told: Told[];
}

/** What converting would do to the values that are here. */
export interface ConversionPreview {
  values: number;
  misfits: number;
  /** The most frequent values that do not fit, with how many records hold them. */
  samples: { value: string; records: number }[];
}

/** As it is on record. */
type Undecided = Omit<HeldField, 'cannotConvert' | 'told'>;

export type Resolution = 'convert' | 'start-empty';

/** A change of type that was decided, and can be taken back. */
export interface Conversion {
  entity: string;
  field: string;
  label: string;
  how: Resolution;
  oldType: MarketingType;
  newType: MarketingType;
  at: string;
}

export async function keepTypeChanges(client: Client, changes: readonly TypeChange[]): Promise<void> {
  const now = JSON.stringify(changes);
  await client.query(sql`
    delete from field_type_change
     where (object, sf_field) not in (
       select object, "sfField" from jsonb_to_recordset(${now}::jsonb) as c(object text, "sfField" text))`);
  await client.query(sql`
    insert into field_type_change (object, sf_field, new_sf_type, new_type)
    select object, "sfField", "newSfType", "newType"
      from jsonb_to_recordset(${now}::jsonb) as c(object text, "sfField" text, "newSfType" text, "newType" text)
    on conflict (object, sf_field) do update set new_sf_type = excluded.new_sf_type, new_type = excluded.new_type`);
}

export function typeNotice({ object, sfField, oldType, newSfType }: TypeChange): Notice {
  return {
    kind: 'field-type',
    subject: fieldKey(object, sfField),
    message: [
      told`${object}.${sfField} held ${oldType} values and is of type ${newSfType} now. It does not sync, and its data is kept.`,
    ],
    action: [
      told`Convert the values that are here (those that do not fit are listed first), or start with an empty column and let Salesforce fill it: Admin › Field management, or lockstep schema. Either can be taken back.`,
    ],
  };
}

export async function listHeldFields(client: Client): Promise<HeldField[]> {
  const { rows } = await client.query<Undecided>(`
    select c.object, c.sf_field as "sfField", m.field, m.type as "oldType", c.new_sf_type as "newSfType", c.new_type as "newType"
      from field_type_change c join field_mapping m using (object, sf_field) order by c.object, c.sf_field`);
  const [fields, mappings] = [await readFields(client), await readMappings(client)];
  return rows.map((held) => {
    const against = reasonAgainst(held, rows, fields, mappings);
    return { ...held, cannotConvert: against && textOf([against]), told: against ? [against] : [] };
  });
}

function reasonAgainst(
  held: Undecided,
  all: readonly Undecided[],
  fields: readonly Field[],
  mappings: readonly FieldMapping[],
): Told | null {
  if (held.newType === null) return told`A field of type ${held.newSfType} has no value of its own to sync.`;
  const { entity } = mappingOf(mappings, held.object, held.sfField);
  if (fields.some((f) => f.entity === entity && f.name === held.field && f.standard))
    return told`${held.field} is a standard marketing field: its type is fixed.`;
  const partner = partnersOf(mappings, held).find((m) => {
    const change = all.find((c) => c.object === m.object && c.sfField === m.sfField);
    return !change?.newType || columnTypeOf(change.newType) !== columnTypeOf(held.newType as MarketingType);
  });
  if (!partner) return null;
  return told`${partner.object}.${partner.sfField} shares the marketing field ${held.field} and still holds ${partner.type} values. Start with an empty column: the changed field gets a marketing field of its own.`;
}

/** The values that are here, and those that are none of the new type. */
export async function previewConversion(client: Client, key: string): Promise<ConversionPreview> {
  const { column, entity, from, to } = await conversionOf(client, key);
  const fits = `lockstep.fits(v.value, ${literal(to)})`;
  const { rows } = await client.query(`
    with v as (select ${canonicalText(id(column), from)} as value, count(*)::int as records
                 from ${id(entity)} where ${id(column)} is not null group by 1),
         misfit as (select * from v where not ${fits})
    select (select coalesce(sum(records), 0)::int from v) as values,
           (select coalesce(sum(records), 0)::int from misfit) as misfits,
           (select coalesce(jsonb_agg(m), '[]') from (select value, records from misfit order by records desc, value limit 20) m) as samples`);
  return rows[0];
}

/**
 * Ends the hold. The old column stays as it is, so that the decision can be taken back; what Salesforce holds now is filled in
 * by the next cycle.
 */
export async function resolveTypeChange(client: Client, key: string, how: Resolution): Promise<void> {
  const { field, column, entity, from, to, type, held } = await conversionOf(client, key);
  if (how === 'convert' && held.cannotConvert) throw new LockstepError('request/invalid', held.told);
  if (held.cannotConvert) return startApart(client, held, type);
  const fresh = await addFieldColumn(client, entity, field.name, to);
  if (how === 'convert') {
    const value = canonicalText(id(column), from);
    await client.query(`
      update ${id(entity)} set ${id(fresh)} = case when lockstep.fits(${value}, ${literal(to)}) then (${value})::${to} end
       where ${id(column)} is not null`);
  }
  await convertBases(client, field.id, to);
  await client.query(sql`
    insert into field_conversion (field_id, how, old_type, old_column, new_type, new_column)
    values (${field.id}, ${how}, ${field.type}, ${column}, ${type}, ${fresh})`);
  await useColumn(client, field, type, fresh);
}

/** Of each field the latest: it is the one that can be taken back. */
export async function listConversions(client: Client): Promise<Conversion[]> {
  const { rows } = await client.query(`
    select distinct on (f.entity, f.name) f.entity, f.name as field, f.label, c.how,
           c.old_type as "oldType", c.new_type as "newType", c.at
      from field_conversion c join field f on f.id = c.field_id
     where c.undone_at is null order by f.entity, f.name, c.id desc`);
  return rows.map((row) => ({ ...row, at: isoTime(row.at) }));
}

/** Back to the column from before: the field is held again, with the values it had. */
export async function undoConversion(client: Client, fieldName: string): Promise<void> {
  const { rows } = await client.query<{
    id: number;
    field_id: number;
    old_type: MarketingType;
    old_column: string;
  }>(sql`
    select c.id, c.field_id, c.old_type, c.old_column
      from field_conversion c join field f on f.id = c.field_id
     where lower(f.name) = lower(${fieldName}) and c.undone_at is null order by c.id desc limit 1`);
  const last = rows[0];
  if (!last) throw new LockstepError('request/not-found', told`No change of type of ${fieldName} can be taken back.`);
  const field = (await readFields(client)).find((f) => f.id === last.field_id);
  if (!field) throw new LockstepError('internal/unexpected', `conversion of a field that is gone: ${last.field_id}`);
  await convertBases(client, field.id, columnTypeOf(last.old_type));
  await client.query(sql`update field_conversion set undone_at = now() where id = ${last.id}`);
  await useColumn(client, field, last.old_type, last.old_column);
}

async function conversionOf(client: Client, key: string) {
  const held = (await listHeldFields(client)).find(
    (h) => fieldKey(h.object, h.sfField).toLowerCase() === key.toLowerCase(),
  );
  if (!held) throw new LockstepError('request/not-found', told`${key} is not held for a change of its type.`);
  const { newType: type } = held;
  if (type === null) throw new LockstepError('request/invalid', held.told);
  const { entity } = mappingOf(await readMappings(client), held.object, held.sfField);
  const field = (await readFields(client)).find((f) => f.entity === entity && f.name === held.field);
  if (!field) throw new LockstepError('internal/unexpected', `no marketing field ${entity}.${held.field}`);
  return {
    held,
    field,
    entity,
    column: field.column,
    from: columnTypeOf(field.type),
    to: columnTypeOf(type),
    type,
  };
}

/** A field that can't take its marketing field along gets one of its own; the other keeps column and data. */
async function startApart(client: Client, held: HeldField, type: MarketingType): Promise<void> {
  const mappings = await readMappings(client);
  const leaving = mappingOf(mappings, held.object, held.sfField);
  await writeMappings(
    client,
    mappings.map((m) => (m === leaving ? { ...apart(m), type, sfType: held.newSfType } : m)),
  );
  await client.query(sql`
    delete from field_type_change where object = ${held.object} and sf_field = ${held.sfField}`);
}

async function useColumn(client: Client, field: Field, type: MarketingType, column: string): Promise<void> {
  await client.query(sql`update field set type = ${type}, column_name = ${column} where id = ${field.id}`);
  await client.query(sql`
    update field_mapping m set type = ${type}, sf_type = coalesce(c.new_sf_type, m.sf_type)
      from field_mapping same left join field_type_change c on c.object = same.object and c.sf_field = same.sf_field
     where m.object = same.object and m.sf_field = same.sf_field and same.entity = ${field.entity} and same.field = ${field.name}`);
  await client.query(sql`
    delete from field_type_change c using field_mapping m
     where m.object = c.object and m.sf_field = c.sf_field and m.entity = ${field.entity} and m.field = ${field.name}`);
}

/** What both sides last agreed on, written as the new type writes it; what is none of it is no agreement any more. */
async function convertBases(client: Client, fieldId: number, to: ReturnType<typeof columnTypeOf>): Promise<void> {
  await client.query(sql`
    update pending_change
       set base = case when lockstep.fits(base, ${to}) then ${raw(canonicalText(`base::${to}`, to))} end
     where field_id = ${fieldId}`);
}

function partnersOf(mappings: readonly FieldMapping[], held: Pick<HeldField, 'object' | 'sfField'>): FieldMapping[] {
  const own = mappingOf(mappings, held.object, held.sfField);
  return mappings.filter((m) => m !== own && m.chosen && m.entity === own.entity && m.field === own.field);
}

function mappingOf(mappings: readonly FieldMapping[], object: string, sfField: string): FieldMapping {
  const mapping = mappings.find((m) => m.object === object && m.sfField === sfField);
  if (!mapping) throw new LockstepError('request/not-found', told`${object}.${sfField} is not mapped.`);
  return mapping;
}

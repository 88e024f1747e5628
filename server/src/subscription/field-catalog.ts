import type { FieldMapping } from '../mapping/field-mapping.ts';
import { type ColumnType, columnTypeOf, type MarketingType } from '../mapping/field-type.ts';
import type { CatalogField } from '../mapping/resolve-plan.ts';
import { type Entity, standardFields } from '../mapping/standard-fields.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { sql } from '../postgres/sql.ts';

/** What a blank means on its way: it is synced like any value, or it never empties the other side. */
export const blankPolicies = ['sync', 'never-push', 'never-pull', 'never'] as const;
export type BlankPolicy = (typeof blankPolicies)[number];

/** A marketing field as people see it. */
export interface Field extends CatalogField {
  label: string;
  type: MarketingType;
  standard: boolean;
  readOnly: boolean;
  hidden: boolean;
  /** Re-read by the sweep, as a formula is (FLD-7). */
  volatile: boolean;
  blanks: BlankPolicy;
  /** Sources that may fill the field and not change it (FLD-9). */
  blocked: string[];
}

export async function readFields(client: Client): Promise<Field[]> {
  const { rows } = await client.query<Field>(`
    select id, entity, name, label, type, column_name as column, standard, read_only as "readOnly", hidden, volatile, blanks,
           array(select source from field_block b where b.field_id = field.id order by source) as blocked
      from field order by entity desc, id`);
  return rows.map((field) => ({ ...field, keep: keepOf(field) }));
}

function keepOf({ blocked, blanks }: Field): CatalogField['keep'] {
  if (blocked.includes('salesforce')) return 'any-value';
  return blanks === 'never-pull' || blanks === 'never' ? 'when-blank' : undefined;
}

export async function readMappings(client: Client): Promise<FieldMapping[]> {
  const { rows } = await client.query(`
    select object, sf_field as "sfField", sf_label as "sfLabel", sf_type as "sfType", type, custom, updateable, createable,
           field, entity, origin, chosen
      from field_mapping order by object, sf_field`);
  return rows;
}

/** Replaces the mapping document, and makes the marketing fields it names that do not exist yet (SET-6). */
export async function writeMappings(client: Client, mappings: readonly FieldMapping[]): Promise<void> {
  await createStandardFields(client); // A newer version may have more of them.
  await client.query('delete from field_mapping');
  await addMappings(client, mappings);
}

/** Adds to the mapping document, and makes the marketing fields; what is in the document already stays as it is. */
export async function addMappings(client: Client, mappings: readonly FieldMapping[]): Promise<void> {
  await createFields(client, mappings);
  await client.query(sql`
    insert into field_mapping
    select object, "sfField", "sfLabel", "sfType", type, custom, updateable, createable, field, entity, origin, chosen
      from jsonb_to_recordset(${JSON.stringify(mappings)}::jsonb) as m(
        object text, "sfField" text, "sfLabel" text, "sfType" text, type text, custom boolean, updateable boolean,
        createable boolean, field text, entity text, origin text, chosen boolean)
    on conflict (object, sf_field) do nothing`);
  await hideUnmapped(client);
}

/** Unticks fields of an object and ticks others; the existing values of those are filled in (FLD-6). */
export async function chooseFields(
  client: Client,
  object: string,
  { hide, show }: { hide: readonly string[]; show: readonly string[] },
): Promise<void> {
  await client.query(sql`
    update field_mapping set chosen = false where object = ${object} and sf_field = any(${hide}::text[])`);
  const { rows } = await client.query<{ sf_field: string }>(sql`
    update field_mapping set chosen = true
     where object = ${object} and sf_field = any(${show}::text[]) and not chosen returning sf_field`);
  await client.query(sql`
    insert into field_fill (object, sf_field)
    select ${object}, unnest(${rows.map((row) => row.sf_field)}::text[]) on conflict do nothing`);
  await createFields(
    client,
    (await readMappings(client)).filter((m) => m.object === object),
  );
  await hideUnmapped(client);
}

/**
 * Fields that the mapping no longer names, or that somebody put away, are hidden, never deleted; otherwise they come back with
 * their data.
 */
export async function hideUnmapped(client: Client): Promise<void> {
  await client.query(`
    update field f set hidden = wanted.hidden
      from (select id, put_away or not standard and not exists (
                     select from field_mapping m where m.entity = field.entity and m.field = field.name and m.chosen) as hidden
              from field) wanted
     where wanted.id = f.id and f.hidden <> wanted.hidden`);
}

/** The fields every marketing database has, whether an org is connected or not. */
export async function createStandardFields(client: Client): Promise<void> {
  for (const field of standardFields) {
    await createField(client, { ...field, standard: true, readOnly: field.readOnly ?? false });
  }
}

async function createFields(client: Client, mappings: readonly FieldMapping[]): Promise<void> {
  const existing = new Set((await readFields(client)).map((f) => `${f.entity}.${f.name}`));
  for (const m of mappings.filter((m) => m.chosen && !existing.has(`${m.entity}.${m.field}`))) {
    if (existing.has(`${m.entity}.${m.field}`)) continue;
    existing.add(`${m.entity}.${m.field}`);
    const column = await addFieldColumn(client, m.entity, m.field, columnTypeOf(m.type));
    await createField(client, {
      entity: m.entity,
      name: m.field,
      label: m.sfLabel,
      type: m.type,
      column,
      standard: false,
      readOnly: m.entity === 'person' ? !m.updateable : m.entity !== 'company',
    });
  }
}

interface NewField {
  entity: Entity;
  name: string;
  label: string;
  type: MarketingType;
  column: string;
  standard: boolean;
  readOnly: boolean;
}

async function createField(client: Client, field: NewField): Promise<void> {
  await client.query(sql`
    insert into field (entity, name, label, type, column_name, standard, read_only)
    values (${field.entity}, ${field.name}, ${field.label}, ${field.type}, ${field.column}, ${field.standard}, ${field.readOnly})
    on conflict (entity, name) do nothing`);
  await addColumn(client, field.entity, field.column, columnTypeOf(field.type));
}

/** A column of its own for a field; returns its name. */
export async function addFieldColumn(client: Client, entity: Entity, name: string, type: ColumnType): Promise<string> {
  const column = await freeColumn(client, entity, name);
  await addColumn(client, entity, column, type);
  return column;
}

/** PostgreSQL cuts names at 63 bytes, and two API names may differ in case alone: the column gets a number then. */
async function freeColumn(client: Client, entity: Entity, name: string): Promise<string> {
  const base = name.toLowerCase().slice(0, 55);
  const { rows } = await client.query<{ column_name: string }>(sql`
    select a.attname as column_name from pg_attribute a where a.attrelid = ${entity}::regclass and a.attnum > 0`);
  const taken = new Set(rows.map((r) => r.column_name));
  for (let n = 1; ; n++) {
    const column = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(column)) return column;
  }
}

/** Adds the column of a field; one that exists is left alone. */
async function addColumn(client: Client, entity: Entity, column: string, type: ColumnType): Promise<void> {
  await client.query(`alter table ${identifier(entity)} add column if not exists ${identifier(column)} ${type}`);
}

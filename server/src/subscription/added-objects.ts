import { addedTable } from '../mapping/added-objects.ts';
import type { FieldMapping } from '../mapping/field-mapping.ts';
import { middlesOf, type ObjectLink } from '../mapping/object-links.ts';
import { columnOf } from '../mapping/resolve-plan.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { raw, sql } from '../postgres/sql.ts';
import { addMappings } from './field-catalog.ts';

/** An object beside those that every sync has (SYN-13). */
export interface AddedObject {
  /** API name. */
  name: string;
  label: string;
  /** Somebody wants it synced; otherwise it may still lead another object to people. */
  chosen: boolean;
  links: ObjectLink[];
}

export async function readAddedObjects(client: Client): Promise<AddedObject[]> {
  const { rows } = await client.query<AddedObject>(
    'select name, label, chosen, links from added_object order by added_at, name',
  );
  return rows;
}

/** Those that are pulled: what was chosen, and what leads from it to people. */
export function takingPart(objects: readonly AddedObject[]): AddedObject[] {
  return objects.filter(({ name, chosen }) => chosen || leadsOn(objects, name).length > 0);
}

/** The chosen objects whose records lead to people through this one. */
export function leadsOn(objects: readonly AddedObject[], middle: string): string[] {
  return objects.filter(({ chosen, links }) => chosen && middlesOf(links).includes(middle)).map(({ name }) => name);
}

/** Two who add objects at the same time do so one after the other; the sync itself is not in their way. */
export async function lockAddedObjects(client: Client): Promise<void> {
  await client.query('lock table added_object in share row exclusive mode');
}

/** Makes the table of an object with its fields; one that was there before has its data and its fields still. */
export async function addObject(client: Client, object: AddedObject, mappings: readonly FieldMapping[]): Promise<void> {
  const { name, label, chosen, links } = object;
  await createTable(client, name);
  await addMappings(client, mappings);
  await client.query(sql`
    insert into added_object (name, label, chosen, links) values (${name}, ${label}, ${chosen}, ${JSON.stringify(links)}::jsonb)
    on conflict (name) do update
      set label = excluded.label, chosen = excluded.chosen or added_object.chosen, links = excluded.links`);
  await indexLinks(client, object);
}

/** The label and the ways to people as Salesforce has them now. */
export async function updateObject(client: Client, object: AddedObject): Promise<void> {
  const { name, label, links } = object;
  const { rowCount } = await client.query(sql`
    update added_object set label = ${label}, links = ${JSON.stringify(links)}::jsonb
     where name = ${name} and (label, links) is distinct from (${label}, ${JSON.stringify(links)}::jsonb)`);
  if (rowCount) await indexLinks(client, object);
}

async function createTable(client: Client, object: string): Promise<void> {
  const table = identifier(addedTable(object));
  const { rows } = await client.query(sql`select to_regclass(${table}) is not null as exists`);
  if (rows[0].exists) return;
  await client.query(`
    create table ${table} (
      id bigint generated always as identity primary key,
      sfdc_id text collate "C",
      sfdc_is_deleted boolean,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
  await client.query(`create unique index on ${table} (sfdc_id)`);
}

/** The records of a person are looked up by these. The end of a name tells columns apart where it is too long. */
async function indexLinks(client: Client, { name, links }: AddedObject): Promise<void> {
  const columns = await readColumns(client);
  for (const { object, field } of links.flatMap((link) => steps(name, link))) {
    const table = addedTable(object);
    const column = columnOf(object, field, columns);
    if (!column) continue;
    const index = identifier(`${table}_${column}`.slice(-63));
    await client.query(`
      create index if not exists ${index} on ${identifier(table)} (${identifier(column)}) where ${identifier(column)} is not null`);
  }
}

/** The fields that a link follows, as far as they are in tables of added objects. */
function steps(name: string, { field, through }: ObjectLink): { object: string; field: string }[] {
  const middles = middlesOf([{ field, through, to: 'Account' }]);
  return [
    { object: name, field },
    ...(through && middles.length > 0 ? [{ object: through.object, field: through.field }] : []),
  ];
}

/** `Object.Field` → column of every mapped field. */
export async function readColumns(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ key: string; column: string }>(`
    select m.object || '.' || m.sf_field as key, f.column_name as column
      from field_mapping m join field f on f.entity = m.entity and f.name = m.field`);
  return new Map(rows.map((row) => [row.key, row.column]));
}

export async function stopObject(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query(sql`update added_object set chosen = false where name = ${name} and chosen`);
  return rowCount === 1;
}

/** Records that are here, by object. */
export async function countRecords(client: Client, objects: readonly AddedObject[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { name } of objects) {
    const { rows } = await client.query(
      sql`select count(*)::int as records from ${raw(identifier(addedTable(name)))} where sfdc_is_deleted is not true`,
    );
    counts.set(name, rows[0].records);
  }
  return counts;
}

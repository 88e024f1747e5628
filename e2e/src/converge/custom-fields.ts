import { alterField, createField, deleteField } from '../../../practice-org/src/metadata/custom-fields.ts';
import { editPeople } from '../../../server/src/people/write-people.ts';
import { acceptRename, listRenames } from '../../../server/src/sync/fields/renames.ts';
import { listHeldFields, resolveTypeChange } from '../../../server/src/sync/fields/type-changes.ts';
import type { TestSync } from '../../../server/src/sync/testing/test-sync.ts';
import { inSalesforce, type PersonType, peopleHere, peopleThere, pick, saveThere, type World } from './world.ts';

/** Custom fields of people: they come, change and go in Salesforce, and are written on both sides meanwhile. */

interface CustomField {
  object: PersonType;
  name: string;
  /** What the ledger calls it: its DurableId, which no change of its API name changes. */
  key: string;
  isText: boolean;
}

/** Before the sync is connected: a field of each, so that most histories have one to write to. */
export async function prepareFields({ org }: TestSync): Promise<void> {
  for (const object of ['Lead', 'Contact']) {
    await createField(org.context, object, { name: 'Made0__c', label: 'Made 0', type: 'Text' });
  }
}

async function customFields({ sync }: World, object?: PersonType): Promise<CustomField[]> {
  const { rows } = await sync.org.pool.query<CustomField>(
    `select object, name, object || '.' || left(id, 15) as key, describe ->> 'type' = 'string' as "isText"
       from setup.field where name ~ '^(Made|Named)[0-9]+__c$' and object = any($1) order by key`,
    [object ? [object] : ['Lead', 'Contact']],
  );
  return rows;
}

/** A field of the ledger that only records of another type have. */
export const isOfOther = (type: PersonType, field: string): boolean =>
  /^(Lead|Contact)\./.test(field) && !field.startsWith(type);

/** A field that somebody adds, fills, renames, gives another type, or deletes, as it comes. */
export async function changeFieldThere(world: World, type: PersonType, which: number, change: number): Promise<void> {
  const { context } = world.sync.org;
  const fields = await customFields(world, type);
  const field = pick(fields, which);
  if (!field || change === 0) {
    if (fields.length > 3) return;
    await createField(context, type, { name: `Made${++world.serial}__c`, label: `Made ${world.serial}`, type: 'Text' });
  } else if (change === 1) {
    world.ledger.ignore(field.key);
    await alterField(context, type, field.name, { type: 'Number', precision: 9 });
  } else if (change === 2) await alterField(context, type, field.name, { name: `Named${++world.serial}__c` });
  else if (change === 3) {
    world.ledger.ignore(field.key);
    await deleteField(context, type, field.name);
  } else await writeThere(world, field, which);
}

export async function editFieldThere(world: World, type: PersonType, which: number): Promise<void> {
  const field = pick(await customFields(world, type), which);
  if (field) await writeThere(world, field, which);
}

async function writeThere(world: World, field: CustomField, which: number): Promise<void> {
  const record = pick(await peopleThere(world, field.object), which);
  if (!record) return;
  const serial = ++world.serial;
  const value = field.isText ? `${serial}` : serial;
  const isSaved = await saveThere(world, field.object, { Id: record, [field.name]: value });
  if (isSaved) world.ledger.write(record, field.key, 'there', `${serial}`);
}

/** By the name that the field has here: that of the mapping document, whatever it is called there by now. */
export async function editFieldHere(world: World, which: number): Promise<void> {
  const known = await world.sync.rows<{ name: string; object: PersonType; key: string }>(`
    select m.field as name, m.object, k.durable_id as key
      from field_mapping m
      join sfdc_field k on k.object = m.object and k.sf_field = m.sf_field
      join field f on f.entity = 'person' and f.name = m.field and not f.hidden
     where m.sf_field ~ '^(Made|Named)[0-9]+__c$' order by m.object, k.durable_id`);
  const field = pick(known, which);
  if (!field) return;
  const person = pick(await peopleHere(world, `${inSalesforce} and sfdc_type = '${field.object}'`), which);
  if (!person) return;
  const value = `${++world.serial}`;
  await world.sync.run((client) => editPeople(client, [{ id: person.id, values: { [field.name]: value } }], 'test'));
  const isThere = (await customFields(world)).find(({ key }) => key === field.key);
  if (isThere) world.ledger.write(person.sfdcId, isThere.key, 'here', value);
}

/** What an administrator decides sooner or later (FLD-6). */
export async function decideChanges({ sync }: World): Promise<void> {
  for (const { object, newField } of await sync.run(listRenames)) {
    await sync.run((client) => acceptRename(client, `${object}.${newField}`));
  }
  // One at a time: what shares its marketing field with another is decided with it.
  const firstHeld = async () => (await sync.run(listHeldFields))[0];
  for (let held = await firstHeld(); held; held = await firstHeld()) {
    const { object, sfField, cannotConvert } = held;
    const how = cannotConvert ? 'start-empty' : 'convert';
    await sync.run((client) => resolveTypeChange(client, `${object}.${sfField}`, how));
  }
}

/** Fields that nothing goes across for now: nobody has decided about their new name. */
export async function fieldsApart(world: World): Promise<Set<string>> {
  const read = await world.sync.rows<{ field: string }>(`
    select plan ->> 'object' || '.' || (col ->> 'source') as field
      from sync_state, jsonb_array_elements(plans) plan, jsonb_array_elements(plan -> 'columns') col`);
  const together = new Set(read.map(({ field }) => field));
  const fields = await customFields(world);
  return new Set(fields.filter(({ object, name }) => !together.has(`${object}.${name}`)).map(({ key }) => key));
}

/** Record → its values, by the names of the ledger. */
export async function customValuesThere(world: World): Promise<Map<string, Record<string, string | null>>> {
  const fields = await customFields(world);
  const records = new Map<string, Record<string, string | null>>();
  for (const object of ['Lead', 'Contact'] as const) {
    const own = fields.filter((field) => field.object === object);
    const values = own.map(({ name, key }) => `'${key}', "${name}"::text`).join(', ');
    const { rows } = await world.sync.org.pool.query<{ id: string; values: Record<string, string | null> }>(
      `select "Id" as id, jsonb_build_object(${values}) as values from org."${object}" where not "IsDeleted"`,
    );
    for (const { id, values } of rows) records.set(id, values);
  }
  return records;
}

import { alterField, createField, deleteField } from '../../../practice-org/src/metadata/custom-fields.ts';
import { createObject } from '../../../practice-org/src/metadata/custom-objects.ts';
import { disableObject, enableObject } from '../../../server/src/setup/objects.ts';
import { acceptRename, listRenames } from '../../../server/src/sync/fields/renames.ts';
import { listHeldFields, resolveTypeChange } from '../../../server/src/sync/fields/type-changes.ts';
import type { TestSync } from '../../../server/src/sync/testing/test-sync.ts';
import { idsThere, type PersonType, peopleThere, pick, type World } from './world.ts';

/** The org's schema changes while the sync runs: fields come, change and go, and custom objects are taken in. */

const object = 'Seat__c';

/** Before the sync is connected: an object with lookups to all people. */
export async function prepareSchema({ org }: TestSync): Promise<void> {
  await createObject(org.context, {
    name: object,
    label: 'Seat',
    fields: [
      { name: 'Holder__c', label: 'Holder', type: 'Lookup', referenceTo: 'Contact' },
      { name: 'Prospect__c', label: 'Prospect', type: 'Lookup', referenceTo: 'Lead' },
      { name: 'Row__c', label: 'Row', type: 'Number', precision: 9 },
    ],
  });
}

/** *Enable Sync* and back. */
export async function switchObject({ sync }: World): Promise<void> {
  const [enabled] = await sync.rows(`select from added_object where name = '${object}' and chosen`);
  if (enabled) await disableObject(sync.setup, await sync.subscription(), object);
  else await enableObject(sync.setup, await sync.subscription(), object);
}

/** A record of the custom object: new, somebody else's, or gone. */
export async function changeSeatThere(world: World, type: PersonType, which: number, change: number): Promise<void> {
  const seats = world.sync.admin.sobject(object);
  const seat = pick(await idsThere(world, object), which);
  const person = pick(await peopleThere(world, type), which);
  const values = { [type === 'Lead' ? 'Prospect__c' : 'Holder__c']: person ?? null, Row__c: ++world.serial };
  if (!seat || change === 0) await seats.create({ Name: `Seat ${world.serial}`, ...values });
  else if (change === 1) await seats.destroy(seat);
  else await seats.update({ Id: seat, ...values });
}

/** A field that somebody adds, fills, renames, gives another type, or deletes, as it comes. */
export async function changeFieldThere(world: World, type: PersonType, which: number, change: number): Promise<void> {
  const { org } = world.sync;
  const field = pick(await customFields(world, type), which);
  if (!field || change === 0) {
    if ((await customFields(world, type)).length > 3) return;
    await createField(org.context, type, {
      name: `Made${++world.serial}__c`,
      label: `Made ${world.serial}`,
      type: 'Text',
    });
    return;
  }
  if (change === 1) await alterField(org.context, type, field.name, { type: 'Number', precision: 9 });
  else if (change === 2) await alterField(org.context, type, field.name, { name: `Named${++world.serial}__c` });
  else if (change === 3) await deleteField(org.context, type, field.name);
  else {
    const record = pick(await peopleThere(world, type), which);
    if (record)
      await world.sync.admin
        .sobject(type)
        .update({ Id: record, [field.name]: field.type === 'string' ? `${++world.serial}` : ++world.serial });
  }
}

/** What an administrator decides sooner or later (FLD-6). */
export async function decideChanges({ sync }: World): Promise<void> {
  for (const { object, newField } of await sync.run(listRenames)) {
    await sync.run((client) => acceptRename(client, `${object}.${newField}`));
  }
  for (const { object, sfField, cannotConvert } of await sync.run(listHeldFields)) {
    const how = cannotConvert ? 'start-empty' : 'convert';
    await sync.run((client) => resolveTypeChange(client, `${object}.${sfField}`, how));
  }
}

async function customFields({ sync }: World, type: PersonType): Promise<{ name: string; type: string }[]> {
  const { fields } = await sync.admin.describe(type);
  return fields.filter(({ name }) => /^(Made|Named)\d+__c$/.test(name));
}

import { createObject } from '../../../practice-org/src/metadata/custom-objects.ts';
import { disableObject, enableObject } from '../../../server/src/setup/objects.ts';
import type { TestSync } from '../../../server/src/sync/testing/test-sync.ts';
import { idsThere, type PersonType, peopleThere, pick, type World } from './world.ts';

/** A custom object that is taken in and let go while the sync runs. */

const object = 'Seat__c';

/** Before the sync is connected: an object with lookups to all people. */
export async function prepareObject({ org }: TestSync): Promise<void> {
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

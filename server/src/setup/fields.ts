import type { Told } from '@lockstep/contract/common.ts';
import { LockstepError } from '../errors.ts';
import {
  breakMapping,
  combineFields,
  type FieldListEntry,
  type FieldMapping,
  fieldKey,
  listFields,
  mapFields,
  unmappedCustomFields,
} from '../mapping/field-mapping.ts';
import { type MappedObject, mappedObjects } from '../mapping/standard-fields.ts';
import type { FieldDescribe } from '../salesforce/salesforce.ts';
import { readMappings, writeMappings } from '../subscription/field-catalog.ts';
import { readSubscription, type Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { isLeftOut, missingAccess } from '../sync/schema-step.ts';
import { textOf, told } from '../told.ts';
import { advance, mustHaveReached, mustNotHaveStarted, type Setup } from './setup.ts';

/** SET-6: every field the sync user can see, before anything is created, and what FLD-8 finds missing. */
export async function fieldList(
  setup: Setup,
  subscription: Subscription,
): Promise<{ fields: FieldListEntry[]; problems: string[]; told: Told[] }> {
  const { describes, problems } = await describeAll(setup, subscription);
  return {
    fields: [...describes].flatMap(([object, fields]) => listFields(object, fields)),
    problems: problems.map((problem) => textOf([problem])),
    told: problems,
  };
}

/** *Sync Fields*: the chosen fields exist from now on (SET-6). Can be repeated until the sync starts. */
export async function syncFields(
  setup: Setup,
  subscription: Subscription,
  untick: readonly string[],
): Promise<FieldMapping[]> {
  mustHaveReached(subscription, 'credentials', told`First: enter credentials.`);
  mustNotHaveStarted(subscription, told`Fields are now picked up by the sync itself, with each cycle.`);
  const { describes, problems } = await describeAll(setup, subscription);
  if (problems.length > 0) throw new LockstepError('sf/no-access', problems);
  refuseUnknown(untick, describes);
  const mappings = mapFields(describes, new Set(untick));
  await inSubscription(setup.pool, subscription, (client) => writeMappings(client, mappings));
  await advance(setup.pool, subscription, 'fields');
  return mappings;
}

export interface MappingsView {
  editable: boolean;
  mappings: FieldMapping[];
  unmapped: FieldMapping[];
}

export async function showMappings(setup: Setup, subscription: Subscription): Promise<MappingsView> {
  const mappings = await inSubscription(setup.pool, subscription, readMappings);
  return { editable: subscription.state !== 'started', mappings, unmapped: unmappedCustomFields(mappings) };
}

export function combine(
  setup: Setup,
  subscription: Subscription,
  dragged: string,
  onto: string,
): Promise<MappingsView> {
  return editMappings(setup, subscription, (mappings) => combineFields(mappings, dragged, onto));
}

export function breakUp(setup: Setup, subscription: Subscription, key: string): Promise<MappingsView> {
  return editMappings(setup, subscription, (mappings) => breakMapping(mappings, key));
}

/** *Reset schema*: adds what is new in Salesforce, removes nothing, and sets the combinations back (SET-8). */
export async function resetSchema(setup: Setup, subscription: Subscription): Promise<MappingsView> {
  mustNotHaveStarted(subscription, told`Schema changes are now picked up by the sync itself.`);
  mustHaveReached(subscription, 'fields', told`First: sync fields.`);
  const { describes } = await describeAll(setup, subscription);
  const before = await inSubscription(setup.pool, subscription, readMappings);
  const untick = before.filter((m) => !m.chosen).map((m) => fieldKey(m.object, m.sfField));
  const fresh = mapFields(describes, new Set(untick));
  const known = new Set(fresh.map((m) => fieldKey(m.object, m.sfField)));
  const gone = before.filter((m) => !known.has(fieldKey(m.object, m.sfField)));
  await inSubscription(setup.pool, subscription, (client) => writeMappings(client, [...fresh, ...gone]));
  return showMappings(setup, await readSubscription(setup.pool, subscription.id));
}

/** *Finish mappings*. */
export async function finishMappings(setup: Setup, subscription: Subscription): Promise<MappingsView> {
  mustNotHaveStarted(subscription, told`The mappings were final when the sync started.`);
  mustHaveReached(subscription, 'confirmed', told`First: confirm the credentials.`);
  await advance(setup.pool, subscription, 'mapped');
  return showMappings(setup, await readSubscription(setup.pool, subscription.id));
}

async function editMappings(
  setup: Setup,
  subscription: Subscription,
  edit: (mappings: FieldMapping[]) => FieldMapping[],
): Promise<MappingsView> {
  mustNotHaveStarted(subscription, told`The mappings were final when the sync started.`);
  mustHaveReached(subscription, 'fields', told`First: sync fields.`);
  await inSubscription(setup.pool, subscription, async (client) => {
    await client.query('lock table field_mapping in share row exclusive mode'); // Two editors must not undo each other.
    await writeMappings(client, edit(await readMappings(client)));
  });
  return showMappings(setup, await readSubscription(setup.pool, subscription.id));
}

async function describeAll(setup: Setup, subscription: Subscription) {
  mustHaveReached(subscription, 'credentials', told`First: enter credentials.`);
  const salesforce = await setup.connect(subscription);
  const found = await salesforce.describe([...mappedObjects]);
  const describes = new Map<MappedObject, FieldDescribe[]>();
  const problems: Told[] = [];
  for (const object of mappedObjects) {
    const describe = found.get(object);
    const problem = missingAccess(object, describe);
    if (problem && !isLeftOut(object, describe)) problems.push(...problem.told);
    if (describe) describes.set(object, describe.fields);
  }
  return { describes, problems };
}

function refuseUnknown(untick: readonly string[], describes: ReadonlyMap<MappedObject, FieldDescribe[]>): void {
  const known = new Set([...describes].flatMap(([object, fields]) => fields.map((f) => fieldKey(object, f.name))));
  const unknown = untick.find((key) => !known.has(key));
  if (unknown)
    throw new LockstepError(
      'request/invalid',
      told`There is no field ${unknown} to untick; write it as Lead.Field__c.`,
    );
}

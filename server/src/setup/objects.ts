import type { ObjectField, ObjectView } from '@lockstep/contract/objects.ts';
import { LockstepError } from '../errors.ts';
import { type FieldMapping, mapFields } from '../mapping/field-mapping.ts';
import { describeLink, findLinks, middlesOf, type ObjectLink, possibleMiddles } from '../mapping/object-links.ts';
import type { Client } from '../postgres/pool.ts';
import type { ObjectDescribe, Salesforce } from '../salesforce/salesforce.ts';
import {
  type AddedObject,
  addObject,
  countRecords,
  leadsOn,
  lockAddedObjects,
  readAddedObjects,
  stopObject,
} from '../subscription/added-objects.ts';
import { chooseFields, readMappings } from '../subscription/field-catalog.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { missingAccess } from '../sync/schema-step.ts';
import { told } from '../told.ts';
import { mustHaveReached, type Setup } from './setup.ts';

/** Salesforce Objects Sync (SYN-13): custom objects are added and stopped while everything else goes on. */

/** The custom objects of the org that lead to people, and those that were added, whatever became of them. */
export async function listObjects(setup: Setup, subscription: Subscription): Promise<ObjectView[]> {
  mustHaveReached(subscription, 'credentials', told`First: enter credentials.`);
  const salesforce = await setup.connect(subscription);
  const names = (await salesforce.describeGlobal()).filter(isCustomObject).map(({ name }) => name);
  const describes = await describeWithMiddles(salesforce, names);
  const linked = names.flatMap((name) => {
    const describe = describes.get(name);
    const links = describe ? findLinks(describe, describes) : [];
    return describe && links.length > 0 ? [{ name, label: describe.label, links }] : [];
  });
  const [added, records] = await inSubscription(setup.pool, subscription, async (client) => {
    const objects = await readAddedObjects(client);
    return [objects, await countRecords(client, objects)] as const;
  });
  const isVisible = (name: string) => describes.has(name);
  const others = linked.filter(({ name }) => !added.some((o) => o.name === name));
  return [
    ...added.map((object) => viewOf(object, stateOf(object, added, isVisible), added, records.get(object.name) ?? 0)),
    ...others.map((object) => viewOf(object, 'available', added, 0)),
  ].sort((a, b) => a.label.localeCompare(b.label) || a.name.localeCompare(b.name));
}

/** *Enable Sync*: the next cycle pulls all its records; nothing else waits for it, and no cursor of another object moves. */
export async function enableObject(
  setup: Setup,
  subscription: Subscription,
  given: string,
  hide: readonly string[] = [],
): Promise<void> {
  mustHaveReached(subscription, 'fields', told`First: sync fields.`);
  const { describe, describes, links } = await linkedObject(await setup.connect(subscription), given);
  refuseHiding(describe, links, hide);
  const middles = middlesOf(links).map((middle) => readable(middle, describes));
  await inSubscription(setup.pool, subscription, async (client) => {
    await lockAddedObjects(client);
    for (const middle of middles) await add(client, middle, false, findLinks(middle, describes), []);
    await add(client, describe, true, links, hide);
  });
}

/** Takes an object out of the sync from the next cycle on. Its records stay, and added again it goes on where it was. */
export async function disableObject(setup: Setup, subscription: Subscription, name: string): Promise<void> {
  await inSubscription(setup.pool, subscription, async (client) => {
    const { name: known } = await addedObjectNamed(client, name);
    await stopObject(client, known);
  });
}

/** The fields of an added object, or those that one would have: before it is added they can be chosen too. */
export async function listObjectFields(setup: Setup, subscription: Subscription, name: string): Promise<ObjectField[]> {
  const added = await inSubscription(setup.pool, subscription, async (client) => {
    const object = await findAddedObject(client, name);
    return object && fieldsOf(client, object);
  });
  if (added) return added;
  const { describe, links } = await linkedObject(await setup.connect(subscription), name);
  return mapFields(new Map([[describe.name, describe.fields]]), new Set()).map((mapping) =>
    viewOfField(mapping, links),
  );
}

/** What is hidden stops syncing and keeps its data; what is shown again gets its existing values. */
export async function chooseObjectFields(
  setup: Setup,
  subscription: Subscription,
  name: string,
  { hide = [], show = [] }: { hide?: string[] | undefined; show?: string[] | undefined },
): Promise<ObjectField[]> {
  return inSubscription(setup.pool, subscription, async (client) => {
    const object = await addedObjectNamed(client, name);
    const known = (await fieldsOf(client, object)).map(({ field }) => field);
    refuseUnknown(object.name, known, [...hide, ...show]);
    refuseLinks(object.links, hide);
    await chooseFields(client, object.name, { hide, show });
    return fieldsOf(client, object);
  });
}

/** A custom object that leads to people, with the objects that it does so by. */
async function linkedObject(salesforce: Salesforce, given: string) {
  const name = await customObjectNamed(salesforce, given);
  const describes = await describeWithMiddles(salesforce, [name]);
  const describe = readable(name, describes);
  const links = findLinks(describe, describes);
  if (links.length === 0)
    throw new LockstepError(
      'request/invalid',
      told`${name} has no lookup to Lead, Contact or Account that the sync user can see, and none to an object that has one.`,
    );
  return { describe, describes, links };
}

const isCustomObject = ({ name, custom, queryable }: { name: string; custom: boolean; queryable: boolean }): boolean =>
  custom && queryable && name.endsWith('__c');

/** Salesforce takes API names in any case. */
async function customObjectNamed(salesforce: Salesforce, given: string): Promise<string> {
  const found = (await salesforce.describeGlobal()).find(({ name }) => name.toLowerCase() === given.toLowerCase());
  if (!found) throw new LockstepError('sf/no-access', told`Grant the sync user Read access to the object ${given}.`);
  if (!isCustomObject(found)) throw new LockstepError('request/invalid', told`${found.name} is not a custom object.`);
  return found.name;
}

/** The objects, and those that their lookups name. */
async function describeWithMiddles(
  salesforce: Salesforce,
  names: readonly string[],
): Promise<Map<string, ObjectDescribe>> {
  const describes = await salesforce.describe([...names]);
  const middles = new Set([...describes.values()].flatMap(possibleMiddles).filter((name) => !describes.has(name)));
  return new Map([...describes, ...(await salesforce.describe([...middles]))]);
}

function readable(name: string, describes: ReadonlyMap<string, ObjectDescribe>): ObjectDescribe {
  const describe = describes.get(name);
  const problem = missingAccess(name, describe);
  if (!describe || problem) throw problem;
  return describe;
}

function add(
  client: Client,
  { name, label, fields }: ObjectDescribe,
  chosen: boolean,
  links: ObjectLink[],
  hide: readonly string[],
): Promise<void> {
  const unticked = new Set(hide.map((field) => `${name}.${field}`));
  return addObject(client, { name, label, chosen, links }, mapFields(new Map([[name, fields]]), unticked));
}

function refuseHiding({ name, fields }: ObjectDescribe, links: readonly ObjectLink[], hide: readonly string[]): void {
  refuseUnknown(
    name,
    fields.map((f) => f.name),
    hide,
  );
  refuseLinks(links, hide);
}

function refuseUnknown(object: string, known: readonly string[], given: readonly string[]): void {
  const unknown = given.find((field) => !known.includes(field));
  if (unknown) throw new LockstepError('request/not-found', told`${object} has no field ${unknown}.`);
}

function refuseLinks(links: readonly ObjectLink[], hide: readonly string[]): void {
  const link = links.find(({ field }) => hide.includes(field));
  if (link)
    throw new LockstepError(
      'request/invalid',
      told`${link.field} says whom a record belongs to (${describeLink(link)}).`,
    );
}

async function findAddedObject(client: Client, given: string): Promise<AddedObject | undefined> {
  return (await readAddedObjects(client)).find(({ name }) => name.toLowerCase() === given.toLowerCase());
}

async function addedObjectNamed(client: Client, given: string): Promise<AddedObject> {
  const found = await findAddedObject(client, given);
  if (!found) throw new LockstepError('request/not-found', told`No object ${given} was added to the sync.`);
  return found;
}

async function fieldsOf(client: Client, { name, links }: AddedObject): Promise<ObjectField[]> {
  const mappings = (await readMappings(client)).filter(({ object }) => object === name);
  return mappings.map((mapping) => viewOfField(mapping, links));
}

function viewOfField({ sfField, sfLabel, type, chosen }: FieldMapping, links: readonly ObjectLink[]): ObjectField {
  const link = links.some(({ field }) => field === sfField);
  return { field: sfField, label: sfLabel, type, synced: chosen, link };
}

function stateOf(
  { name, chosen }: AddedObject,
  added: readonly AddedObject[],
  isVisible: (name: string) => boolean,
): ObjectView['state'] {
  const isPulled = chosen || leadsOn(added, name).length > 0;
  if (!isPulled) return 'stopped';
  if (!isVisible(name)) return 'not-visible';
  return chosen ? 'synced' : 'leads-on';
}

function viewOf(
  { name, label, links }: Pick<AddedObject, 'name' | 'label' | 'links'>,
  state: ObjectView['state'],
  added: readonly AddedObject[],
  records: number,
): ObjectView {
  return { name, label, state, links: links.map(describeLink), leadsOn: leadsOn(added, name), records };
}

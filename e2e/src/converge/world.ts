import { LockstepError } from '../../../server/src/errors.ts';
import { changeOwner } from '../../../server/src/flow/change-owner.ts';
import { editPeople } from '../../../server/src/people/write-people.ts';
import type { TestSync } from '../../../server/src/sync/testing/test-sync.ts';

/**
 * Both sides of a sync under test, with everything that can be done to them. Records are chosen by a number, so that any
 * sequence of numbers is a history. What was written here is remembered, to see at the end that no edit was lost.
 */
export interface World {
  sync: TestSync;
  /** Person → the last phone number written here. Phone numbers are written here only, so they must survive. */
  phones: Map<number, string>;
  serial: number;
}

export const makeWorld = (sync: TestSync): World => ({ sync, phones: new Map(), serial: 0 });

type RecordType = 'Lead' | 'Contact';

/** `phone` is written here alone, `city` there alone, `title` on both sides. */
export async function editHere(world: World, which: number, field: 'phone' | 'title'): Promise<void> {
  const people = await world.sync.rows<{ id: number }>(`
    select id from person where sfdc_id is not null and sfdc_is_deleted is not true order by id`);
  const person = pick(people, which);
  if (!person) return;
  const value = field === 'phone' ? `(555) ${++world.serial}` : `Here ${++world.serial}`;
  await world.sync.run((client) => editPeople(client, [{ id: person.id, values: { [field]: value } }], 'test'));
  if (field === 'phone') world.phones.set(person.id, value);
}

export async function editThere(world: World, type: RecordType, which: number, field: 'city' | 'title'): Promise<void> {
  const record = pick(await live(world, type), which);
  if (!record) return;
  const name = field === 'title' ? 'Title' : type === 'Lead' ? 'City' : 'MailingCity';
  await world.sync.admin.sobject(type).update({ Id: record, [name]: `There ${++world.serial}` });
}

export async function createThere(world: World, type: RecordType): Promise<void> {
  const LastName = `Made ${++world.serial}`;
  await world.sync.admin.sobject(type).create(type === 'Lead' ? { LastName, Company: 'Made' } : { LastName });
}

export async function deleteThere(world: World, type: RecordType, which: number): Promise<void> {
  const record = pick(await live(world, type), which);
  if (record) await world.sync.admin.sobject(type).destroy(record);
}

export async function undeleteThere(world: World, type: RecordType, which: number): Promise<void> {
  const { rows } = await world.sync.org.pool.query<{ Id: string }>(`
    select "Id" from org."${type}" where "IsDeleted" and "MasterRecordId" is null order by "Id"`);
  const record = pick(rows, which);
  if (record) await world.sync.admin.soap.undelete([record.Id]);
}

export async function mergeThere(world: World, type: RecordType, which: number, other: number): Promise<void> {
  const records = await live(world, type);
  const [winner, loser] = [pick(records, which), pick(records, other)];
  if (!winner || !loser || winner === loser) return;
  await world.sync.admin.soap.merge({ masterRecord: { type, Id: winner }, recordToMergeIds: [loser] } as never);
}

/** Into a new account, an existing account, or an existing contact. */
export async function convertThere(world: World, which: number, form: number): Promise<void> {
  const leadId = pick(await live(world, 'Lead'), which);
  if (!leadId) return;
  const { rows } = await world.sync.org.pool.query<{ Id: string; AccountId: string }>(`
    select "Id", "AccountId" from org."Contact" where not "IsDeleted" and "AccountId" is not null order by "Id"`);
  const contact = pick(rows, which);
  const target = [{}, { accountId: contact?.AccountId }, { accountId: contact?.AccountId, contactId: contact?.Id }];
  await world.sync.admin.soap.convertLead({
    leadId,
    convertedStatus: 'Closed - Converted',
    doNotCreateOpportunity: true,
    overwriteLeadSource: false,
    sendNotificationEmail: false,
    ...(contact ? target[form % 3] : {}),
  } as never);
}

export async function changeOwnerHere(world: World, which: number): Promise<void> {
  const people = await world.sync.rows<{ id: number }>(`
    select id from person where sfdc_type is not null and sfdc_is_deleted is not true order by id`);
  const users = await world.sync.rows<{ id: string }>(`
    select sfdc_id as id from sfdc_user where active and username like '%practice%' order by 1`);
  const [person, user] = [pick(people, which), pick(users, which)];
  if (!person || !user) return;
  const subscription = await world.sync.subscription();
  const owner = { kind: 'user', id: user.id } as const;
  await changeOwner(world.sync.engine, subscription, { ids: [person.id], owner }, 'test').catch(isRefused);
}

/** A contact keeps its owner unless its user may be one: a refusal is an answer, anything else a failure. */
function isRefused(error: unknown): void {
  if (!(error instanceof LockstepError) || error.entry.decision === 'our-bug') throw error;
}

/** Makes the org misbehave until it is called with nothing. */
export async function misbehave(world: World, plan: Record<string, unknown>): Promise<void> {
  await fetch(new URL('/practice-org/faults', world.sync.org.url), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan),
  });
}

async function live(world: World, type: RecordType): Promise<string[]> {
  const converted = type === 'Lead' ? 'and not "IsConverted"' : '';
  const { rows } = await world.sync.org.pool.query<{ Id: string }>(`
    select "Id" from org."${type}" where not "IsDeleted" ${converted} order by "Id"`);
  return rows.map((row) => row.Id);
}

function pick<T>(items: readonly T[], which: number): T | undefined {
  return items[which % Math.max(1, items.length)];
}

import { changeOwner } from '../../../server/src/flow/change-owner.ts';
import { createTasks } from '../../../server/src/flow/create-task.ts';
import { syncPeople } from '../../../server/src/flow/sync-person.ts';
import { createPeople, editPeople } from '../../../server/src/people/write-people.ts';
import { acceptRefusal, inSalesforce, peopleHere, pick, type World } from './world.ts';

/** What is done in the marketing database. */

export async function editHere(world: World, which: number, field: 'phone' | 'title'): Promise<void> {
  const person = pick(await peopleHere(world, inSalesforce), which);
  if (!person) return;
  const value = field === 'phone' ? `(555) ${++world.serial}` : `Here ${++world.serial}`;
  await world.sync.run((client) => editPeople(client, [{ id: person.id, values: { [field]: value } }], 'test'));
  world.ledger.write(person.sfdcId, field, 'here', value);
}

/** Of all its people, until the account next changes in Salesforce (SYN-11). */
export async function editCompanyHere(world: World, which: number): Promise<void> {
  const people = await peopleHere(world, `${inSalesforce} and sfdc_account_id in (select sfdc_id from company)`);
  const person = pick(people, which);
  if (!person) return;
  const value = `here${++world.serial}.example`;
  await world.sync.run((client) => editPeople(client, [{ id: person.id, values: { website: value } }], 'test'));
}

export async function createHere(world: World): Promise<void> {
  const lastName = `Born ${++world.serial}`;
  const email = `born.${world.serial}@here.example`;
  await world.sync.run((client) => createPeople(client, [{ lastName, email, company: 'Here' }], 'test'));
  world.born.add(lastName);
}

/** Everybody who was made here and is not in Salesforce yet, so that an unanswered one is tried again. */
export async function syncHere(world: World): Promise<void> {
  const people = await peopleHere(world, `sfdc_id is null and last_name like 'Born %'`);
  if (people.length === 0) return;
  const ids = people.map(({ id }) => id);
  world.ledger.mayExchange();
  await syncPeople(world.sync.engine, await world.sync.subscription(), { ids }, 'test').catch(acceptRefusal);
}

export async function changeOwnerHere(world: World, which: number): Promise<void> {
  const person = pick(await peopleHere(world, inSalesforce), which);
  const users = await world.sync.rows<{ id: string }>(`
    select sfdc_id as id from sfdc_user where active and username like '%practice%' order by 1`);
  const user = pick(users, which);
  if (!person || !user) return;
  const request = { ids: [person.id], owner: { kind: 'user', id: user.id } as const };
  world.ledger.mayExchange();
  await changeOwner(world.sync.engine, await world.sync.subscription(), request, 'test').catch(acceptRefusal);
}

export async function createTaskHere(world: World, which: number): Promise<void> {
  const person = pick(await peopleHere(world, inSalesforce), which);
  if (!person) return;
  const subject = `Call ${++world.serial}`;
  world.tasks.add(subject);
  const request = { ids: [person.id], subject };
  world.ledger.mayExchange();
  await createTasks(world.sync.engine, await world.sync.subscription(), request, 'test').catch(acceptRefusal);
}

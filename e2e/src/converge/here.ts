import { changeOwner } from '../../../server/src/flow/change-owner.ts';
import { createTasks } from '../../../server/src/flow/create-task.ts';
import { syncPeople } from '../../../server/src/flow/sync-person.ts';
import { createPeople, editPeople } from '../../../server/src/people/write-people.ts';
import { acceptRefusal, idsHere, pick, type World } from './world.ts';

/** What is done in the marketing database. */

const inSalesforce = 'sfdc_type is not null and sfdc_is_deleted is not true';

/** `phone` is written here alone, `title` on both sides. */
export async function editHere(world: World, which: number, field: 'phone' | 'title'): Promise<void> {
  const person = pick(await idsHere(world, inSalesforce), which);
  if (!person) return;
  const value = field === 'phone' ? `(555) ${++world.serial}` : `Here ${++world.serial}`;
  await world.sync.run((client) => editPeople(client, [{ id: person, values: { [field]: value } }], 'test'));
  if (field === 'phone') world.phones.set(person, value);
}

export async function createHere(world: World): Promise<void> {
  const lastName = `Born ${++world.serial}`;
  const email = `born.${world.serial}@here.example`;
  await world.sync.run((client) => createPeople(client, [{ lastName, email, company: 'Here' }], 'test'));
  world.born.add(lastName);
}

/** Everybody who was made here and is not in Salesforce yet, so that an unanswered one is tried again. */
export async function syncHere(world: World): Promise<void> {
  const ids = await idsHere(world, `sfdc_id is null and last_name like 'Born %'`);
  if (ids.length === 0) return;
  await syncPeople(world.sync.engine, await world.sync.subscription(), { ids }, 'test').catch(acceptRefusal);
}

export async function changeOwnerHere(world: World, which: number): Promise<void> {
  const person = pick(await idsHere(world, inSalesforce), which);
  const users = await world.sync.rows<{ id: string }>(`
    select sfdc_id as id from sfdc_user where active and username like '%practice%' order by 1`);
  const user = pick(users, which);
  if (!person || !user) return;
  const request = { ids: [person], owner: { kind: 'user', id: user.id } as const };
  await changeOwner(world.sync.engine, await world.sync.subscription(), request, 'test').catch(acceptRefusal);
}

export async function createTaskHere(world: World, which: number): Promise<void> {
  const person = pick(await idsHere(world, inSalesforce), which);
  if (!person) return;
  const subject = `Call ${++world.serial}`;
  world.tasks.add(subject);
  const request = { ids: [person], subject };
  await createTasks(world.sync.engine, await world.sync.subscription(), request, 'test').catch(acceptRefusal);
}

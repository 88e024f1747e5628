import { afterAll, beforeAll, expect, test } from 'vitest';
import { enablePersonAccounts } from '../../../practice-org/src/features/person-accounts.ts';
import { deletePeople } from '../flow/delete-person.ts';
import { mergePeople } from '../flow/merge-people.ts';
import { listPeople } from '../people/read-people.ts';
import { listCompanies } from '../people/read-records.ts';
import { editPeople } from '../people/write-people.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/** A person account is a company and a person (SYN-13). */

let sync: TestSync;
let personType = '';

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0 } });
  await enablePersonAccounts(sync.org.context);
  const { records } = await sync.admin.query('SELECT Id FROM RecordType WHERE IsPersonType = true');
  personType = String(records[0]?.Id);
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

const healthy = async () => expect(await sync.cycle()).toMatchObject({ error: null });
const personAccount = async (values: Record<string, unknown>): Promise<{ account: string; contact: string }> => {
  const { id } = await sync.admin.sobject('Account').create({ RecordTypeId: personType, ...values });
  const { records } = await sync.admin.query(`SELECT PersonContactId FROM Account WHERE Id = '${id}'`);
  return { account: String(id), contact: String(records[0]?.PersonContactId) };
};
const person = async (sfdcId: string) =>
  (await sync.run((client) => listPeople(client, { filter: { sfdcId } }))).people[0];
const company = async (name: string) =>
  (await sync.run((client) => listCompanies(client, { search: name }))).companies[0];
const equal = async () =>
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });

test('arrives as one person and one company; its custom fields are with both', async () => {
  const { account, contact } = await personAccount({
    FirstName: 'Ada',
    LastName: 'Byron',
    PersonEmail: 'ada@person.example',
    Level__pc: 'Primary',
  });
  await healthy();
  expect(await person(contact)).toMatchObject({
    sfdcType: 'Contact',
    values: { email: 'ada@person.example', company: 'Ada Byron', isPersonAccount: 'true' },
  });
  expect(await company('Ada Byron')).toMatchObject({
    sfdcId: account,
    people: 1,
    values: { isPersonAccount: 'true', Level__pc: 'Primary' },
  });
  expect((await sync.run((client) => listPeople(client, { filter: { isPersonAccount: 'true' } }))).people).toHaveLength(
    1,
  );
  await equal();
});

test('an edit here reaches the right record, and the company is called like the person then', async () => {
  const { account, contact } = await personAccount({ FirstName: 'Alan', LastName: 'Turing' });
  await healthy();
  const id = (await person(contact))?.id ?? 0;
  await sync.run((client) =>
    editPeople(client, [{ id, values: { lastName: 'Church', email: 'a@person.example' } }], 'test'),
  );
  await healthy();
  const there = await sync.admin.query(`SELECT Name, PersonEmail FROM Account WHERE Id = '${account}'`);
  expect(there.records).toMatchObject([{ Name: 'Alan Church', PersonEmail: 'a@person.example' }]);
  await healthy();
  expect(await company('Alan Church')).toMatchObject({ sfdcId: account });
  await equal();
});

test('deleted from here it goes with its account; undeleted there, both come back', async () => {
  const { account, contact } = await personAccount({ LastName: 'Gone' });
  await healthy();
  const id = (await person(contact))?.id ?? 0;
  const [result] = await deletePeople(
    sync.engine,
    await sync.subscription(),
    { ids: [id], from: 'salesforce' },
    'test',
  );
  expect(result).toMatchObject({ outcome: 'deleted' });
  await healthy();
  expect((await person(contact))?.values.sfdcIsDeleted).toBe('true');
  expect(await company('Gone')).toBeUndefined();
  await sync.admin.soap.undelete([account]);
  await healthy();
  expect((await person(contact))?.values.sfdcIsDeleted).toBe('false');
  expect(await company('Gone')).toMatchObject({ sfdcId: account });
  await equal();
});

test('merged in Salesforce by their accounts, two are one person and one company', async () => {
  const winner = await personAccount({ LastName: 'Winner' });
  const loser = await personAccount({ LastName: 'Loser', PersonTitle: 'Countess' });
  await healthy();
  const soap = sync.admin.soap as unknown as { merge(request: object): Promise<unknown> };
  const request = { masterRecord: { type: 'Account', Id: winner.account }, recordToMergeIds: [loser.account] };
  expect(await soap.merge(request)).toMatchObject({ success: true });
  await healthy();
  expect(await person(loser.contact)).toBeUndefined();
  expect((await person(winner.contact))?.values.title).toBe('Countess');
  await sync.cycle();
  await equal();
});

test('merged here, two are one by their accounts; one and a contact can not be merged, and stay two (SYN-8)', async () => {
  const winner = await personAccount({ LastName: 'Kept' });
  const loser = await personAccount({ LastName: 'Joined', PersonTitle: 'Baron' });
  const { id: contact } = await sync.admin.sobject('Contact').create({ LastName: 'Ordinary' });
  await healthy();
  const [kept, joined, ordinary] = [
    await person(winner.contact),
    await person(loser.contact),
    await person(String(contact)),
  ];
  const merge = async (loserId = 0) =>
    mergePeople(sync.engine, await sync.subscription(), { winnerId: kept?.id ?? 0, loserIds: [loserId] }, 'test');
  expect(await merge(joined?.id)).toMatchObject([{ outcome: 'merged', sfdcId: winner.contact }]);
  expect(await merge(ordinary?.id)).toMatchObject([{ outcome: 'refused' }]);
  await healthy();
  expect((await person(winner.contact))?.values).toMatchObject({ lastName: 'Kept', title: 'Baron' });
  expect(await person(loser.contact)).toBeUndefined();
  expect(await person(String(contact))).toBeDefined();
  await healthy();
  await equal();
});

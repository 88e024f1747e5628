import { afterAll, beforeAll, expect, test } from 'vitest';
import { setPolicy } from '../sync/conflict-policies.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { explainPerson } from './explain.ts';
import { createPeople, editPeople } from './write-people.ts';

let sync: TestSync;
let id: number;

beforeAll(async () => {
  sync = await startTestSync();
  await sync.connect();
  await sync.cycle();
  const [lead] = await sync.rows<{ id: number }>(`select id from person where email = 'bertha@fcof.net'`);
  id = lead?.id ?? 0;
});
afterAll(() => sync[Symbol.asyncDispose]());

const explain = (person: number) => sync.run((client) => explainPerson(client, person));
const value = async (field: string) => (await explain(id)).values.find((v) => v.field === field);
const edit = (values: Record<string, unknown>) => sync.run((client) => editPeople(client, [{ id, values }], 'a form'));

test('a value that nobody touched is in step since the person was first seen', async () => {
  expect(await explain(id)).toMatchObject({ summary: 'In step with Salesforce, as of the last pull.', refused: null });
  expect(await value('company')).toMatchObject({ state: 'in step', source: 'first', salesforceField: 'Lead.Company' });
  expect(await value('sfdcCreatedDate')).toMatchObject({ state: 'set by Salesforce' });
});

test('a change is pending with its base and who made it, until it is pushed', async () => {
  await edit({ title: 'Explained' });
  expect(await value('title')).toMatchObject({
    value: 'Explained',
    source: 'a form',
    state: 'pending',
    base: 'Director of Vendor Relations',
    next: 'Goes to Salesforce in the next cycle.',
  });
  expect(await explain(id)).toMatchObject({ summary: '1 changed field waits for the next cycle.' });
  await sync.cycle();
  expect(await value('title')).toMatchObject({ state: 'in step', source: 'a form' });
});

test('what Salesforce refused is named, with when it is tried again', async () => {
  await edit({ email: 'not an address' });
  await sync.cycle();
  expect(await value('email')).toMatchObject({
    state: 'refused',
    next: expect.stringContaining('when the person, the record'),
  });
  expect(await explain(id)).toMatchObject({
    summary: expect.stringContaining('Salesforce refused the last change: Email: invalid email address'),
    refused: { code: 'INVALID_EMAIL_ADDRESS', class: 'wait-for-change', attempts: 1 },
  });
  await edit({ email: 'bertha@fcof.net' });
  await sync.cycle();
});

test('a person that is not in Salesforce says so', async () => {
  const [made] = await sync.run((client) => createPeople(client, [{ lastName: 'Here' }], 'test'));
  expect(await explain(made ?? 0)).toMatchObject({
    summary: 'Not in Salesforce. The cycle never creates it there; Sync Person does.',
    values: [{ field: 'lastName', state: 'only here' }],
  });
});

test('a conflict policy that has no meaning for a field is refused, and says why (SYN-5, FLD-9)', async () => {
  const set = (target: string, policy: string | null) => sync.run((client) => setPolicy(client, target, policy));
  expect(await set('Lead.Title', 'newest')).toContainEqual({ target: 'Lead.Title', policy: 'newest', chosen: true });
  expect(await set('Lead.Title', null)).not.toContainEqual(expect.objectContaining({ target: 'Lead.Title' }));
  await expect(set('Lead.Title', 'add-differences')).rejects.toThrow('Lead.Title is no number');
  await expect(set('Lead', 'add-differences')).rejects.toThrow('name a field');
  await expect(set('Account', 'newest')).rejects.toThrow('Conflicts are of Lead and Contact');
  await expect(set('Lead.CreatedDate', 'newest')).rejects.toThrow("can't be changed on both sides");
  await expect(set('Lead.Title', 'mine')).rejects.toThrow('A policy is one of marketing-wins');
});

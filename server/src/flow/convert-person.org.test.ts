import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPeople, editPeople } from '../people/write-people.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { verify } from '../sync/verify/verify.ts';
import { changeOwner } from './change-owner.ts';
import { convertPeople } from './convert-person.ts';
import { createTasks } from './create-task.ts';
import { deletePeople } from './delete-person.ts';
import { syncPeople } from './sync-person.ts';

/** Convert Person (FLW, SYN-9), and writes to leads that were converted behind our back. */

let sync: TestSync;
let user = '';

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 30 } });
  await sync.connect();
  await sync.cycle();
  user = String(sync.admin.userInfo?.id);
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);

const mails = async () => {
  const response = await fetch(new URL('/practice-org/mails', sync.org.url));
  return ((await response.json()) as { mails: { recordId: string; toId: string }[] }).mails;
};
const lead = async (values: Record<string, unknown>) => {
  const { id } = await sync.admin.sobject('Lead').create({ Company: 'Acme', ...values });
  await sync.cycle();
  return { sfdcId: String(id), id: Number((await person(`sfdc_id = '${id}'`))?.id) };
};
const person = async (where: string) =>
  (await sync.rows<Record<string, unknown>>(`select * from person where ${where}`))[0];
const edit = (id: number, values: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id, values }], 'test'));
const convert = async (ids: number[], more: object = {}) =>
  convertPeople(sync.engine, await sync.subscription(), { ids, ...more }, 'test');
const convertThere = async (leadId: string) =>
  (await sync.admin.soap.convertLead({
    leadId,
    convertedStatus: 'Closed - Converted',
    doNotCreateOpportunity: true,
    overwriteLeadSource: false,
    sendNotificationEmail: false,
  } as never)) as unknown as { contactId: string; accountId: string };
const read = (object: string, id: unknown) => sync.admin.sobject(object).retrieve(String(id));
const settled = async () => {
  for (const _ of [1, 2]) expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
};

test('a lead becomes a contact at once, with account, opportunity and role; the person keeps its history', async () => {
  const { id, sfdcId } = await lead({ LastName: 'Convert', Email: 'a@convert.example' });
  await edit(id, { title: 'Waits to be pushed' });
  const [result] = await convert([id], { ownerId: user, notifyOwner: true, opportunityName: 'Big & "bold" <deal>' });
  expect(result).toMatchObject({ personId: id, outcome: 'converted', code: null, message: null });
  const contact = await read('Contact', result?.sfdcId);
  expect(contact).toMatchObject({ LastName: 'Convert', Title: 'Waits to be pushed', OwnerId: user });
  expect(await read('Lead', sfdcId)).toMatchObject({ IsConverted: true, Status: 'Closed - Converted' });
  expect(await read('Opportunity', result?.opportunityId)).toMatchObject({ Name: 'Big & "bold" <deal>' });
  expect(await mails()).toMatchObject([{ recordId: result?.sfdcId, toId: user }]);

  expect(await person(`id = ${id}`)).toMatchObject({
    sfdc_type: 'Contact',
    sfdc_id: result?.sfdcId,
    sfdc_account_id: result?.accountId,
    sfdc_owner_id: user,
    title: 'Waits to be pushed',
  });
  expect(await sync.rows(`select name from company where sfdc_id = '${result?.accountId}'`)).toEqual([
    { name: 'Acme' },
  ]);
  expect(await sync.rows(`select name from opportunity where sfdc_id = '${result?.opportunityId}'`)).toHaveLength(1);
  expect(
    await sync.rows(`select is_primary from opportunity_role where sfdc_contact_id = '${result?.sfdcId}'`),
  ).toEqual([{ is_primary: true }]);
  expect(
    await sync.rows(`select source, old_value, new_value from activity where person_id = ${id} and type_id = 21`),
  ).toEqual([{ source: 'test', old_value: sfdcId, new_value: result?.sfdcId }]);
  expect(await sync.rows(`select from activity where person_id = ${id} and type_id = 12`)).toHaveLength(1);
  await settled();
  expect(await sync.rows(`select id from person where email = 'a@convert.example'`)).toEqual([{ id }]);
  expect(await convert([id])).toMatchObject([{ outcome: 'unchanged', message: 'Is a contact already.' }]);
});

test('who is not in Salesforce is synced first; no opportunity unless it is wanted', async () => {
  const [id = 0] = await sync.run((client) => createPeople(client, [{ lastName: 'New', company: 'Fresh' }], 'test'));
  expect(await convert([id], { createOpportunity: false })).toMatchObject([
    { outcome: 'converted', opportunityId: null },
  ]);
  expect(await person(`id = ${id}`)).toMatchObject({ sfdc_type: 'Contact', last_name: 'New' });
  expect(await sync.admin.sobject('Contact').count({ LastName: 'New' })).toBe(1);
});

test('a status that does not convert is refused with those that do; a queue can not own what comes of a lead', async () => {
  const { id, sfdcId } = await lead({ LastName: 'Status' });
  await expect(convert([id], { status: 'Open - Not Contacted' })).rejects.toMatchObject({
    code: 'flow/converted-status',
    message: expect.stringContaining('"Closed - Converted"'),
  });
  const queue = (await sync.rows<{ sfdc_id: string }>('select sfdc_id from sfdc_queue limit 1'))[0]?.sfdc_id ?? '';
  await changeOwner(sync.engine, await sync.subscription(), { ids: [id], owner: { kind: 'queue', id: queue } }, 'test');
  expect(await convert([id])).toMatchObject([{ outcome: 'refused', code: 'flow/owner-needed' }]);
  expect(await read('Lead', sfdcId)).toMatchObject({ IsConverted: false });
  expect(await convert([id], { ownerId: user })).toMatchObject([{ outcome: 'converted' }]);
});

test('into a contact that exists: two people become one, with its account', async () => {
  const contact = await person(`sfdc_type = 'Contact' and sfdc_account_id is not null`);
  const { id } = await lead({ LastName: 'Second', Email: 'b@convert.example', Fax: '(555) 99' });
  const [result] = await convert([id], { contactId: contact?.sfdc_id, createOpportunity: false });
  expect(result).toMatchObject({
    outcome: 'converted',
    sfdcId: contact?.sfdc_id,
    accountId: contact?.sfdc_account_id,
    becamePersonId: contact?.id,
  });
  expect(await person(`id = ${id}`)).toBeUndefined();
  await expect(convert([1, 2], { contactId: contact?.sfdc_id })).rejects.toMatchObject({ code: 'request/invalid' });
  await expect(convert([1], { contactId: '003000000000000AAA' })).rejects.toMatchObject({ code: 'request/not-found' });
  await settled();
});

test('an answer that is lost converts nobody twice: the lead says what it became', async () => {
  const { id } = await lead({ LastName: 'Lost answer', Company: 'Lost Ltd' });
  await faults({ droppedConnection: { probability: 1, times: 1, path: '/services/Soap' } });
  expect(await convert([id])).toMatchObject([{ personId: id, outcome: 'converted', code: null }]);
  expect(await sync.admin.sobject('Contact').count({ LastName: 'Lost answer' })).toBe(1);
  expect(await sync.admin.sobject('Account').count({ Name: 'Lost Ltd' })).toBe(1);
  expect(await person(`id = ${id}`)).toMatchObject({ sfdc_type: 'Contact' });
  await settled();
});

test('converted in Salesforce since the last pull: every write follows to the contact (field.md 19)', async () => {
  const { userId } = await (await sync.engine.connect(await sync.subscription())).identity();
  const flows = {
    sync: async (id: number) => syncPeople(sync.engine, await sync.subscription(), { ids: [id] }, 'test'),
    owner: async (id: number) =>
      changeOwner(sync.engine, await sync.subscription(), { ids: [id], owner: { kind: 'user', id: userId } }, 'test'),
    task: async (id: number) =>
      createTasks(sync.engine, await sync.subscription(), { ids: [id], subject: 'T' }, 'test'),
    convert: (id: number) => convert([id]),
    remove: async (id: number) =>
      deletePeople(sync.engine, await sync.subscription(), { ids: [id], from: 'salesforce' }, 'test'),
  };
  const expected = { sync: 'updated', owner: 'updated', task: 'created', convert: 'converted', remove: 'deleted' };
  for (const [name, run] of Object.entries(flows)) {
    const { id, sfdcId } = await lead({ LastName: `Behind ${name}` });
    await edit(id, { title: `Title ${name}` });
    const { contactId } = await convertThere(sfdcId);
    expect(await run(id), name).toMatchObject([
      { personId: id, outcome: expected[name as keyof typeof flows], sfdcId: contactId },
    ]);
    expect(await person(`id = ${id}`), name).toMatchObject({ sfdc_type: 'Contact', sfdc_id: contactId });
    expect(await sync.rows(`select from record_error where person_id = ${id} and resolved_at is null`)).toEqual([]);
    if (name === 'sync') expect(await read('Contact', contactId)).toMatchObject({ Title: 'Title sync' });
    if (name === 'task') expect(await sync.admin.sobject('Task').count({ WhoId: contactId })).toBe(1);
  }
  await settled();
});

test('converted while the cycle pushes: refused once, then pushed to the contact by the next cycle', async () => {
  const { id, sfdcId } = await lead({ LastName: 'In between' });
  await edit(id, { title: 'Follows' });
  const { contactId } = await convertThere(sfdcId);
  await sync.cycle();
  await settled();
  expect(await read('Contact', contactId)).toMatchObject({ Title: 'Follows' });
  expect(await sync.rows(`select from record_error where person_id = ${id} and resolved_at is null`)).toEqual([]);
});

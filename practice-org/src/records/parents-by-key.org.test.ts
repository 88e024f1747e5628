import { afterAll, beforeAll, expect, test } from 'vitest';
import { createField } from '../metadata/custom-fields.ts';
import { startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
let account: string;
beforeAll(async () => {
  api = await startTestApi();
  const key = { name: 'Number__c', label: 'Number', type: 'Text', externalId: true } as const;
  await createField(api.org.context, 'Account', key);
  await createField(api.org.context, 'Contact', key);
  const created = await api.connection.sobject('Account').create({ Name: 'Parent', Number__c: 'A-1' });
  account = created.id as string;
});
afterAll(() => api[Symbol.asyncDispose]());

const accountOf = async (id: unknown) => (await api.connection.sobject('Contact').retrieve(String(id))).AccountId;

test('a record names its parent by an external id: created, updated, upserted, in collections', async () => {
  const parent = { Account: { Number__c: 'a-1' } };
  const created = await api.connection.sobject('Contact').create({ LastName: 'One', ...parent });
  expect(await accountOf(created.id)).toBe(account);
  const [two] = await api.connection.sobject('Contact').create([{ LastName: 'Two' }]);
  await api.connection.sobject('Contact').update({ Id: two?.id as string, ...parent });
  expect(await accountOf(two?.id)).toBe(account);
  const upserted = await api.connection
    .sobject('Contact')
    .upsert({ LastName: 'Three', Number__c: 'C-3', ...parent }, 'Number__c');
  expect(await accountOf(upserted.id)).toBe(account);
  const task = { Subject: 'Call', Who: { attributes: { type: 'Contact' }, Number__c: 'C-3' } };
  const { id } = await api.connection.sobject('Task').create(task);
  expect((await api.connection.sobject('Task').retrieve(id as string)).WhoId).toBe(upserted.id);
});

test('a key that names nothing refuses the one record; a field that is no key refuses the request', async () => {
  const records = [
    { attributes: { type: 'Contact' }, LastName: 'Good', Account: { Number__c: 'A-1' } },
    { attributes: { type: 'Contact' }, LastName: 'Bad', Account: { Number__c: 'None' } },
  ];
  expect((await api.call('POST', '/composite/sobjects', { records })).body).toMatchObject([
    { success: true },
    {
      success: false,
      errors: [
        {
          statusCode: 'INVALID_FIELD',
          message: 'Foreign key external ID: none not found for field Number__c in entity Account',
        },
      ],
    },
  ]);
  const answer = await api.call('POST', '/sobjects/Contact', { LastName: 'L', Account: { Phone: '1' } });
  expect(answer.status).toBe(404);
});

test('columns of Bulk API 2.0 name parents by Relationship.Key', async () => {
  const csv = 'LastName,Account.Number__c\nBulk,A-1\nLost,None\n';
  const job = await api.connection.bulk2.createJob({ operation: 'insert', object: 'Contact' });
  await job.open();
  await job.uploadData(csv);
  await job.close();
  await job.poll(50, 60_000);
  const { successfulResults, failedResults } = await job.getAllResults();
  expect(await accountOf((successfulResults[0] as { sf__Id?: string } | undefined)?.sf__Id)).toBe(account);
  expect(failedResults).toMatchObject([{ LastName: 'Lost', sf__Error: expect.stringContaining('not found') }]);
});

test('a row of a file names one of an earlier chunk of it as its parent', async () => {
  const rows = [...Array(201).keys()].map((i) => `Row ${i},R-${i},${i === 200 ? 'R-0' : ''}`).join('\n');
  const job = await api.connection.bulk2.createJob({ operation: 'insert', object: 'Contact' });
  await job.open();
  await job.uploadData(`LastName,Number__c,ReportsTo.Number__c\n${rows}\n`);
  await job.close();
  await job.poll(50, 20_000);
  const { records } = await api.connection.query("SELECT ReportsTo.LastName FROM Contact WHERE Number__c = 'R-200'");
  expect(records[0]?.ReportsTo).toMatchObject({ LastName: 'Row 0' });
});

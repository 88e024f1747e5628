import type { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn, startTestApi, type TestApi } from '../test-api.ts';
import { alterField, createField, deleteField } from './custom-fields.ts';
import { createObject } from './custom-objects.ts';

let api: TestApi;
let admin: Connection;
let event: string;
beforeAll(async () => {
  api = await startTestApi();
  admin = await logIn(api.org, api.org.admin);
  await createObject(api.org.context, { name: 'Show__c', label: 'Show' });
  await createObject(api.org.context, {
    name: 'Seat__c',
    label: 'Seat',
    fields: [
      { name: 'Show__c', label: 'Show', type: 'MasterDetail', referenceTo: 'Show__c' },
      { name: 'Price__c', label: 'Price', type: 'Currency', scale: 2 },
      { name: 'Day__c', label: 'Day', type: 'Date' },
      { name: 'Kind__c', label: 'Kind', type: 'Text' },
    ],
  });
  event = (await api.connection.sobject('Show__c').create({ Name: 'Opening' })).id as string;
});
afterAll(() => api[Symbol.asyncDispose]());

const show = () => api.connection.sobject('Show__c').retrieve(event);
const seat = async (values: Record<string, unknown>) =>
  (await api.connection.sobject('Seat__c').create({ Show__c: event, ...values })).id as string;

test('roll-up summary fields are made by the Metadata API, described as calculated without a formula, and read back', async () => {
  await seat({ Price__c: 10, Kind__c: 'Stalls', Day__c: '2026-01-02' });
  const before = await show();
  const base = { summaryForeignKey: 'Seat__c.Show__c', type: 'Summary' };
  const made = await admin.metadata.create('CustomField', [
    { ...base, fullName: 'Show__c.Seats__c', label: 'Seats', summaryOperation: 'count' },
    { ...base, fullName: 'Show__c.Sum__c', label: 'Sum', summaryOperation: 'sum', summarizedField: 'Seat__c.Price__c' },
    { ...base, fullName: 'Show__c.Last__c', label: 'Last', summaryOperation: 'max', summarizedField: 'Seat__c.Day__c' },
    {
      ...base,
      fullName: 'Show__c.Cheapest__c',
      label: 'Cheapest',
      summaryOperation: 'min',
      summarizedField: 'Seat__c.Price__c',
      summaryFilterItems: [{ field: 'Seat__c.Kind__c', operation: 'equals', value: 'Stalls, Box' }],
    },
  ] as never);
  expect(made).toMatchObject([{ success: true }, { success: true }, { success: true }, { success: true }]);
  const { fields } = await api.connection.sobject('Show__c').describe();
  expect(fields.find(({ name }) => name === 'Cheapest__c')).toMatchObject({
    calculated: true,
    calculatedFormula: null,
    createable: false,
    updateable: false,
    type: 'currency',
    precision: 18,
    scale: 2,
  });
  expect(await show()).toMatchObject({
    Seats__c: 1,
    Sum__c: 10,
    Last__c: '2026-01-02',
    Cheapest__c: 10,
    LastModifiedDate: before.LastModifiedDate,
  });
  expect(await admin.metadata.read('CustomField', 'Show__c.Cheapest__c')).toMatchObject({
    type: 'Summary',
    summaryForeignKey: 'Seat__c.Show__c',
    summaryFilterItems: [{ field: 'Seat__c.Kind__c', operation: 'equals', value: 'Stalls, Box' }],
  });
});

test('they follow every insert, update, delete and undelete of children, and so does the stamp of the parent', async () => {
  await api.org.pool.query(
    `update org."Show__c" set "SystemModstamp" = '2026-01-01', "LastModifiedDate" = '2026-01-01'`,
  );
  const box = await seat({ Price__c: 4, Kind__c: 'BOX' });
  const standing = await seat({ Price__c: 1, Kind__c: 'Standing' });
  const after = await show();
  expect(after).toMatchObject({ Seats__c: 3, Sum__c: 15, Cheapest__c: 4 });
  expect(after.SystemModstamp > '2026-01-02' && after.LastModifiedDate > '2026-01-02').toBe(true);
  await api.connection.sobject('Seat__c').update({ Id: standing, Kind__c: 'Stalls', Price__c: 2 });
  expect(await show()).toMatchObject({ Seats__c: 3, Sum__c: 16, Cheapest__c: 2 });
  await api.connection.sobject('Seat__c').delete([box, standing]);
  expect(await show()).toMatchObject({ Seats__c: 1, Sum__c: 10, Cheapest__c: 10 });
  await api.connection.soap.undelete([box, standing]);
  expect(await show()).toMatchObject({ Seats__c: 3, Sum__c: 16, Cheapest__c: 2 });
});

test('a new parent counts nothing; a filter of conditions and a changed operation are worked out again', async () => {
  const { id } = await api.connection.sobject('Show__c').create({ Name: 'Empty' });
  expect(await api.connection.sobject('Show__c').retrieve(id as string)).toMatchObject({
    Seats__c: 0,
    Sum__c: 0,
    Last__c: null,
  });
  await alterField(api.org.context, 'Show__c', 'Sum__c', { summaryOperation: 'max' });
  expect(await show()).toMatchObject({ Sum__c: 10 });
  await alterField(api.org.context, 'Seat__c', 'Kind__c', { name: 'Sort__c' });
  await seat({ Price__c: 1, Sort__c: 'stalls' });
  expect(await show()).toMatchObject({ Cheapest__c: 1, Seats__c: 4 });
});

test('what a roll-up uses is not deleted, and a look-up has none', async () => {
  await expect(deleteField(api.org.context, 'Seat__c', 'Price__c')).rejects.toMatchObject({
    errorCode: 'DEPENDENCY_EXISTS',
  });
  const bad = { name: 'Bad__c', label: 'Bad', type: 'Summary', summaryForeignKey: 'Contact.AccountId' } as const;
  await expect(createField(api.org.context, 'Account', { ...bad, summaryOperation: 'count' })).rejects.toThrow(
    'not a master-detail',
  );
  const good = { name: 'Won__c', label: 'Won', type: 'Summary', summaryForeignKey: 'Opportunity.AccountId' } as const;
  await createField(api.org.context, 'Account', {
    ...good,
    summaryOperation: 'sum',
    summarizedField: 'Opportunity.Amount',
    summaryFilterItems: [{ field: 'Opportunity.IsWon', operation: 'equals', value: 'True' }],
  });
  const { records } = await api.connection.query('SELECT SUM(Amount) sum FROM Opportunity WHERE IsWon = true');
  const { records: rolled } = await api.connection.query('SELECT SUM(Won__c) sum FROM Account');
  expect((rolled[0] as { sum: number }).sum).toBe((records[0] as { sum: number }).sum);
});

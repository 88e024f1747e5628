import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.ts';
import { createField } from './custom-fields.ts';
import { createObject, deleteObject } from './custom-objects.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function create(object: string, values: Record<string, unknown>): Promise<string> {
  const { id } = await api.connection.sobject(object).create(values);
  return id as string;
}

test('an object with look-ups: described, saved, queried both ways, loaded in bulk', async () => {
  const { context } = api.org;
  await createObject(context, {
    name: 'Seat__c',
    label: 'Seat',
    enableActivities: true,
    fields: [
      { name: 'Lead__c', label: 'Lead', type: 'Lookup', referenceTo: 'Lead', relationshipName: 'Seats' },
      { name: 'Row__c', label: 'Row', type: 'Number', precision: 4 },
    ],
  });
  const { sobjects } = await api.connection.describeGlobal();
  expect(sobjects.find(({ name }) => name === 'Seat__c')).toMatchObject({ keyPrefix: 'a00', custom: true });
  const lead = await create('Lead', { LastName: 'L', Company: 'C', AnnualRevenue: 5 });
  const seat = await create('Seat__c', { Name: 'A1', Lead__c: lead, Row__c: 7 });
  expect(seat).toMatch(/^a00/);
  await createField(context, 'Seat__c', {
    name: 'Worth__c',
    label: 'Worth',
    type: 'Number',
    formula: 'Lead__r.AnnualRevenue * Row__c',
  });
  const down = await api.connection.query(`SELECT Name, Lead__r.LastName, Owner.Name, Worth__c FROM Seat__c`);
  expect(down.records).toMatchObject([{ Name: 'A1', Lead__r: { LastName: 'L' }, Worth__c: 35 }]);
  const up = await api.connection.query(`SELECT (SELECT Name FROM Seats__r) FROM Lead WHERE Id = '${lead}'`);
  expect(up.records).toMatchObject([{ Seats__r: { records: [{ Name: 'A1' }] } }]);
  await create('Task', { Subject: 'Clean', WhatId: seat });
  await api.connection.sobject('Seat__c').destroy(seat);
  const deleted = await api.connection.query('SELECT Id, IsDeleted FROM Seat__c', { scanAll: true });
  expect(deleted.records).toMatchObject([{ Id: seat, IsDeleted: true }]);
  const result = await api.connection.bulk2.loadAndWaitForResults({
    object: 'Seat__c',
    operation: 'insert',
    input: [
      { Name: 'B1', Lead__c: lead },
      { Name: 'B2', Row__c: '3' },
    ],
  });
  expect(result.successfulResults).toHaveLength(2);
});

test('details belong to their master: no owner, gone with it, back with it', async () => {
  const { context } = api.org;
  await createObject(context, {
    name: 'Visit__c',
    label: 'Visit',
    nameField: { type: 'AutoNumber', displayFormat: 'V-{000}' },
    fields: [{ name: 'Account__c', label: 'Account', type: 'MasterDetail', referenceTo: 'Account' }],
  });
  const account = await create('Account', { Name: 'A' });
  await expect(create('Visit__c', {})).rejects.toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
  const visit = await create('Visit__c', { Account__c: account });
  expect(await api.connection.sobject('Visit__c').retrieve(visit)).toMatchObject({
    Name: 'V-001',
    Account__c: account,
  });
  const { fields } = await api.connection.sobject('Visit__c').describe();
  expect(fields.map(({ name }) => name)).not.toContain('OwnerId');
  await api.connection.sobject('Account').destroy(account);
  expect((await api.connection.query('SELECT Id FROM Visit__c')).totalSize).toBe(0);
  await api.connection.soap.undelete([account]);
  expect((await api.connection.query('SELECT Id FROM Visit__c')).totalSize).toBe(1);
});

test('a merged lead takes its custom children along; a deleted object leaves nothing behind', async () => {
  const { context } = api.org;
  const winner = await create('Lead', { LastName: 'W', Company: 'C' });
  const loser = await create('Lead', { LastName: 'L', Company: 'C' });
  const seat = await create('Seat__c', { Name: 'M', Lead__c: loser });
  await api.connection.soap.merge({ masterRecord: { type: 'Lead', Id: winner }, recordToMergeIds: [loser] } as never);
  expect(await api.connection.sobject('Seat__c').retrieve(seat)).toMatchObject({ Lead__c: winner });
  await createObject(context, {
    name: 'Part__c',
    label: 'Part',
    fields: [{ name: 'Seat__c', label: 'Seat', type: 'Lookup', referenceTo: 'Seat__c' }],
  });
  await deleteObject(context, 'Seat__c');
  expect((await api.call('GET', '/sobjects/Seat__c/describe')).status).toBe(404);
  const part = await api.connection.sobject('Part__c').describe();
  expect(part.fields.map(({ name }) => name)).not.toContain('Seat__c');
  const lead = await api.connection.sobject('Lead').describe();
  expect(lead.childRelationships.map(({ childSObject }) => childSObject)).not.toContain('Seat__c');
  await expect(deleteObject(context, 'Lead')).rejects.toThrow('standard object');
});

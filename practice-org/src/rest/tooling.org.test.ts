import { afterAll, beforeAll, expect, test } from 'vitest';
import { createField } from '../metadata/custom-fields.ts';
import { createObject } from '../metadata/custom-objects.ts';
import { startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const query = async (soql: string) => (await api.connection.tooling.query(soql)).records as Record<string, unknown>[];

test('describes its objects, which the other API has only in part', async () => {
  const { sobjects } = await api.connection.tooling.describeGlobal();
  expect(sobjects.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ApexClass', 'CustomField', 'EntityDefinition', 'FieldDefinition']),
  );
  expect(sobjects.map(({ name }) => name)).not.toContain('Lead');
  const { fields, urls } = await api.connection.tooling.sobject('CustomField').describe();
  expect(fields.map(({ name }) => name)).toContain('TableEnumOrId');
  expect(urls.sobject).toBe('/services/data/v60.0/tooling/sobjects/CustomField');
  expect(await api.connection.tooling.sobject('ApexClass').find()).toEqual([]);
  await expect(api.connection.query('SELECT Id FROM CustomField')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
  await expect(query('SELECT Id FROM Lead')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
});

test('fields have their types as the set-up pages name them', async () => {
  const types = await query(
    `SELECT QualifiedApiName, DataType, IsNillable FROM FieldDefinition
      WHERE EntityDefinition.QualifiedApiName = 'Lead' AND QualifiedApiName IN ('AnnualRevenue', 'Company', 'CreatedDate', 'Email', 'LastName', 'MasterRecordId', 'Status')
      ORDER BY QualifiedApiName`,
  );
  expect(types.map(({ QualifiedApiName, DataType, IsNillable }) => [QualifiedApiName, DataType, IsNillable])).toEqual([
    ['AnnualRevenue', 'Currency(18, 0)', true],
    ['Company', 'Text(255)', false],
    ['CreatedDate', 'Date/Time', false],
    ['Email', 'Email', true],
    ['LastName', 'Text(80)', false],
    ['MasterRecordId', 'Lookup(Lead)', true],
    ['Status', 'Picklist', false],
  ]);
});

test('custom objects and fields are found by name, and by id', async () => {
  await createObject(api.org.context, { name: 'Seat__c', label: 'Seat' });
  await createField(api.org.context, 'Seat__c', { name: 'Row__c', label: 'Row', type: 'Text', length: 9 });
  const [object] = await query(`SELECT Id FROM CustomObject WHERE DeveloperName = 'Seat'`);
  const id = String(object?.Id);
  const [field] = await query(
    `SELECT Id, TableEnumOrId, EntityDefinition.Label FROM CustomField WHERE DeveloperName = 'Row'`,
  );
  expect(field).toMatchObject({ TableEnumOrId: id.slice(0, 15), EntityDefinition: { Label: 'Seat' } });
  expect(await api.connection.tooling.retrieve('CustomField', String(field?.Id))).toMatchObject({
    DeveloperName: 'Row',
    attributes: { url: `/services/data/v60.0/tooling/sobjects/CustomField/${field?.Id}` },
  });
  const answer = await api.call(
    'GET',
    `/tooling/query?q=${encodeURIComponent('SELECT DeveloperName FROM CustomObject')}`,
  );
  expect(answer.body).toMatchObject({ size: 1, totalSize: 1, done: true, entityTypeName: 'CustomObject' });
});

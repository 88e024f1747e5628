import type { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn, startTestApi, type TestApi } from '../../test-api.ts';

let api: TestApi;
let admin: Connection;
beforeAll(async () => {
  api = await startTestApi();
  admin = await logIn(api.org, api.org.admin);
});
afterAll(() => api[Symbol.asyncDispose]());

test('jsforce creates, reads, updates, renames and deletes custom fields', async () => {
  const field = {
    fullName: 'Lead.Color__c',
    label: 'Color',
    type: 'Picklist',
    valueSet: {
      restricted: true,
      valueSetDefinition: { sorted: false, value: [{ fullName: 'Red', default: true, label: 'Red' }] },
    },
  };
  expect(await admin.metadata.create('CustomField', field as never)).toMatchObject({
    fullName: 'Lead.Color__c',
    success: true,
  });
  const { id } = await admin.sobject('Lead').create({ LastName: 'L', Company: 'C' });
  expect(await admin.sobject('Lead').retrieve(id as string)).toMatchObject({ Color__c: 'Red' });
  expect(await admin.metadata.read('CustomField', 'Lead.Color__c')).toMatchObject({
    label: 'Color',
    type: 'Picklist',
    valueSet: { restricted: true },
  });
  const updated = await admin.metadata.update('CustomField', { ...field, label: 'Colour' } as never);
  expect(updated).toMatchObject({ success: true });
  expect(await admin.metadata.rename('CustomField', 'Lead.Color__c', 'Lead.Colour__c')).toMatchObject({
    success: true,
  });
  const { fields } = await api.connection.sobject('Lead').describe();
  expect(fields.find(({ name }) => name === 'Colour__c')).toMatchObject({ label: 'Colour' });
  expect(await admin.metadata.delete('CustomField', ['Lead.Colour__c', 'Lead.Nope__c'])).toMatchObject([
    { success: true },
    { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
  ]);
});

test('jsforce creates, reads and deletes custom objects', async () => {
  const object = {
    fullName: 'Seat__c',
    label: 'Seat',
    pluralLabel: 'Seats',
    deploymentStatus: 'Deployed',
    sharingModel: 'ReadWrite',
    nameField: { label: 'Seat No', type: 'AutoNumber', displayFormat: 'S-{00}' },
  };
  expect(await admin.metadata.create('CustomObject', [object] as never)).toMatchObject([{ success: true }]);
  const lookup = {
    fullName: 'Seat__c.Lead__c',
    label: 'Lead',
    type: 'Lookup',
    referenceTo: 'Lead',
    relationshipName: 'Seats',
  };
  expect(await admin.metadata.upsert('CustomField', lookup as never)).toMatchObject({ created: true, success: true });
  expect(await admin.metadata.read('CustomObject', 'Seat__c')).toMatchObject({
    pluralLabel: 'Seats',
    fields: [{ fullName: 'Lead__c', referenceTo: 'Lead' }],
  });
  const { id } = await admin.sobject('Seat__c').create({});
  expect(await admin.sobject('Seat__c').retrieve(id as string)).toMatchObject({ Name: 'S-01' });
  expect(await admin.metadata.rename('CustomObject', 'Seat__c', 'Place__c')).toMatchObject({
    fullName: 'Seat__c',
    success: true,
  });
  expect(await admin.metadata.read('CustomObject', 'Place__c')).toMatchObject({ fullName: 'Place__c' });
  expect(await admin.query(`SELECT Name, Lead__r.Name FROM Place__c WHERE Id = '${id}'`)).toHaveProperty(
    'totalSize',
    1,
  );
  const { childRelationships } = await admin.sobject('Lead').describe();
  expect(childRelationships).toContainEqual(expect.objectContaining({ childSObject: 'Place__c' }));
  expect(await admin.metadata.rename('CustomObject', 'Lead', 'Person__c')).toMatchObject({ success: false });
  expect(await admin.metadata.create('CustomObject', object as never)).toMatchObject({ success: true });
  expect(await admin.metadata.delete('CustomObject', ['Seat__c', 'Place__c'])).toMatchObject([
    { success: true },
    { success: true },
  ]);
});

test('is for administrators', async () => {
  await expect(api.connection.metadata.read('CustomField', 'Lead.X__c')).rejects.toMatchObject({
    errorCode: 'sf:INSUFFICIENT_ACCESS',
  });
});

test('what there is is described and listed, and a standard picklist is read with its values before 38.0', async () => {
  expect(await admin.metadata.describe('60.0')).toMatchObject({ partialSaveAllowed: true });
  const objects = await admin.metadata.list({ type: 'CustomObject' });
  expect(objects.find(({ fullName }) => fullName === 'Lead')).toMatchObject({
    type: 'CustomObject',
    fileName: 'objects/Lead.object',
    id: '',
  });
  const fields = await admin.metadata.list([{ type: 'CustomField' }]);
  expect(fields.map(({ fullName }) => fullName)).toContain('Lead.mkto71_Lead_Score__c');
  const older = await logIn(api.org, api.org.admin, '37.0');
  const status = (await older.metadata.read('CustomField', 'Lead.Status')) as unknown as {
    picklist: { picklistValues: object[] };
  };
  expect(status.picklist.picklistValues).toContainEqual(
    expect.objectContaining({ fullName: 'Closed - Converted', converted: 'true' }),
  );
  const newer = await admin.metadata.read('CustomField', 'Lead.Status');
  expect(newer).toMatchObject({ fullName: 'Lead.Status', type: 'Picklist' });
  expect(newer).not.toHaveProperty('picklist');
});

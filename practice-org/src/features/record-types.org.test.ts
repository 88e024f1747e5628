import type { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createField } from '../metadata/custom-fields.ts';
import { sendSoap } from '../soap/test-soap.ts';
import { logIn, startTestApi, type TestApi } from '../test-api.ts';

let api: TestApi;
let administrator: Connection;
const types: Record<string, string> = {};
const master = '012000000000000AAA';
beforeAll(async () => {
  api = await startTestApi();
  administrator = await logIn(api.org, api.org.admin);
  for (const [name, values] of [
    ['Shirt__c', ['S', 'M', 'L']],
    ['Shoe__c', ['38', '39']],
  ] as const)
    await createField(api.org.context, 'Lead', {
      name,
      label: name.replace('__c', ''),
      type: name === 'Shirt__c' ? 'Picklist' : 'MultiselectPicklist',
      restricted: true,
      picklistValues: values.map((value) => ({ value, default: value === 'L' })),
    });
});
afterAll(() => api[Symbol.asyncDispose]());

const leads = () => api.connection.sobject('Lead');
const create = async (values: Record<string, unknown>) =>
  String((await leads().create({ LastName: 'L', Company: 'C', ...values })).id);
const read = (id: string) => leads().retrieve(id);
const badShirt = (value: string) => ({
  errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  message: `Shirt: bad value for restricted picklist field: ${value}`,
});

async function metadata(method: string, path: string, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${api.org.url}/practice-org/metadata/objects/${path}`, {
    method,
    headers: { authorization: `Bearer ${administrator.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

test('without record types there is Master only, and no RecordTypeId', async () => {
  expect((await leads().describe()).recordTypeInfos).toMatchObject([{ master: true, defaultRecordTypeMapping: true }]);
  await expect(api.connection.query('SELECT RecordTypeId FROM Lead')).rejects.toMatchObject({
    errorCode: 'INVALID_FIELD',
  });
});

test('record types are made over JSON and with the Metadata API, and read back', async () => {
  const made = await metadata('POST', 'Lead/record-types', {
    name: 'Partner',
    label: 'Partner lead',
    picklistValues: [{ picklist: 'Shirt__c', values: ['S', 'M'], default: 'M' }],
  });
  expect(made).toMatchObject({ status: 201, body: { name: 'Partner', label: 'Partner lead', active: true } });
  const element = {
    fullName: 'Lead.Direct',
    label: 'Direct lead',
    active: true,
    picklistValues: [{ picklist: 'Shoe__c', values: [{ fullName: '38', default: false }] }],
  };
  expect(await administrator.metadata.create('RecordType', element as never)).toMatchObject({ success: true });
  expect(await administrator.metadata.read('RecordType', 'Lead.Direct')).toMatchObject({ label: 'Direct lead' });
  expect(await administrator.metadata.delete('RecordType', 'Lead.Direct')).toMatchObject({ success: false });
  const { records } = await api.connection.query(
    `SELECT Id, DeveloperName, IsActive FROM RecordType WHERE SobjectType = 'Lead' ORDER BY DeveloperName`,
  );
  expect(records).toMatchObject([
    { DeveloperName: 'Direct', IsActive: true },
    { DeveloperName: 'Partner', IsActive: true },
  ]);
  for (const { Id, DeveloperName } of records) types[DeveloperName] = String(Id);
  for (const wrong of [
    { name: 'Partner', label: 'P' },
    { name: 'Not valid', label: 'N' },
    { name: 'Other', label: 'O', picklistValues: [{ picklist: 'Shirt__c', values: ['XXL'] }] },
  ])
    expect(await metadata('POST', 'Lead/record-types', wrong)).toMatchObject({ status: 400 });
  expect(await metadata('POST', 'User/record-types', { name: 'Bot', label: 'Bot' })).toMatchObject({ status: 400 });
});

test('describes list them with their layouts, and the field is there', async () => {
  const { recordTypeInfos, fields } = await leads().describe();
  expect(fields.find(({ name }) => name === 'RecordTypeId')).toMatchObject({ referenceTo: ['RecordType'] });
  expect(recordTypeInfos).toEqual([
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: false,
      developerName: 'Direct',
      master: false,
      name: 'Direct lead',
      recordTypeId: types.Direct,
      urls: { layout: `/services/data/v60.0/sobjects/Lead/describe/layouts/${types.Direct}` },
    },
    expect.objectContaining({ developerName: 'Partner', defaultRecordTypeMapping: false }),
    expect.objectContaining({ developerName: 'Master', defaultRecordTypeMapping: true }),
  ]);
});

test('values that the type does not have are refused, on new records and on old ones; defaults are the type’s own', async () => {
  await expect(create({ RecordTypeId: types.Partner, Shirt__c: 'L' })).rejects.toMatchObject(badShirt('L'));
  const id = await create({ RecordTypeId: types.Partner });
  expect(await read(id)).toMatchObject({ RecordTypeId: types.Partner, Shirt__c: 'M' });
  await expect(leads().update({ Id: id, Shirt__c: 'L' })).rejects.toMatchObject(badShirt('L'));
  await leads().update({ Id: id, RecordTypeId: types.Direct, Shirt__c: 'L', Shoe__c: '38' });
  await expect(leads().update({ Id: id, Shoe__c: '38;39' })).rejects.toMatchObject({
    message: 'Shoe: bad value for restricted picklist field: 39',
  });
  await leads().update({ Id: id, RecordTypeId: types.Partner });
  expect(await read(id)).toMatchObject({ Shirt__c: 'L' });
  await leads().update({ Id: id, RecordTypeId: master });
  expect(await read(id)).toMatchObject({ RecordTypeId: null });
  const { records } = await api.connection.query(`SELECT Id FROM Lead WHERE RecordType.DeveloperName = 'Partner'`);
  expect(records).toEqual([]);
});

test('a Bulk job refuses the row and saves the others', async () => {
  const rows = ['L', 'S'].map((Shirt__c) => ({
    LastName: 'Bulk',
    Company: 'C',
    RecordTypeId: types.Partner,
    Shirt__c,
  }));
  const { failedResults, successfulResults } = await api.connection.bulk2.loadAndWaitForResults({
    object: 'Lead',
    operation: 'insert',
    input: rows as never,
  });
  expect(successfulResults).toHaveLength(1);
  expect(failedResults).toMatchObject([
    { sf__Error: expect.stringContaining('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:Shirt: bad value') },
  ]);
});

test('a profile has its default, and may not use types that it does not see', async () => {
  await metadata('PATCH', 'Lead/record-types/Direct', {
    profiles: [{ profile: 'Marketing Sync', visible: true, default: true }],
  });
  await metadata('PATCH', 'Lead/record-types/Partner', { profiles: [{ profile: 'Marketing Sync', visible: false }] });
  expect(await read(await create({}))).toMatchObject({ RecordTypeId: types.Direct });
  expect((await leads().describe()).recordTypeInfos).toMatchObject([
    { developerName: 'Direct', available: true, defaultRecordTypeMapping: true },
    { developerName: 'Partner', available: false },
    { developerName: 'Master', defaultRecordTypeMapping: false },
  ]);
  await expect(create({ RecordTypeId: types.Partner })).rejects.toMatchObject({
    errorCode: 'INVALID_CROSS_REFERENCE_KEY',
    message: `Record Type ID: this ID value isn't valid for the user: ${types.Partner}`,
  });
  const byAdministrator = await administrator.sobject('Lead').create({
    LastName: 'A',
    Company: 'C',
    RecordTypeId: types.Partner,
  });
  expect(byAdministrator).toMatchObject({ success: true });
  await metadata('PATCH', 'Lead/record-types/Direct', { active: false });
  await expect(create({ RecordTypeId: types.Direct })).rejects.toMatchObject({
    errorCode: 'INVALID_CROSS_REFERENCE_KEY',
  });
  await metadata('PATCH', 'Lead/record-types/Direct', { active: true });
});

test('layouts tell the picklist values of each type, in REST and in SOAP', async () => {
  const { body } = await api.call('GET', '/sobjects/Lead/describe/layouts');
  const partner = body.recordTypeMappings.find((mapping: { name: string }) => mapping.name === 'Partner lead');
  const shirts = partner.picklistsForRecordType.find(
    (list: { picklistName: string }) => list.picklistName === 'Shirt__c',
  );
  expect(shirts.picklistValues).toMatchObject([
    { value: 'S', defaultValue: false },
    { value: 'M', defaultValue: true },
  ]);
  expect((await api.call('GET', `/sobjects/Lead/describe/layouts/${types.Partner}`)).status).toBe(200);
  expect((await api.call('GET', '/sobjects/Lead/describe/layouts/012000000000001')).status).toBe(404);
  const { result } = await sendSoap(
    api,
    `<describeLayout><sObjectType>Lead</sObjectType><recordTypeIds>${types.Partner}</recordTypeIds></describeLayout>`,
  );
  expect(result.match(/<recordTypeMappings>/g)).toHaveLength(1);
  expect(result).toContain(
    '<picklistsForRecordType><picklistName>Shirt__c</picklistName><picklistValues><label>S</label>',
  );
});

test('the User Interface API tells an object and the picklist values of a record type', async () => {
  const info = await api.call('GET', '/ui-api/object-info/Lead');
  expect(info.body).toMatchObject({
    apiName: 'Lead',
    defaultRecordTypeId: types.Direct,
    nameFields: expect.arrayContaining(['FirstName', 'LastName']),
    fields: { Shirt__c: { dataType: 'Picklist', controllingFields: [] } },
    recordTypeInfos: { [types.Partner as string]: { available: false, name: 'Partner lead' } },
  });
  const all = await api.call('GET', `/ui-api/object-info/Lead/picklist-values/${types.Partner}`);
  expect(all.body.picklistFieldValues.Shirt__c).toEqual({
    controllerValues: {},
    defaultValue: { attributes: null, label: 'M', validFor: [], value: 'M' },
    eTag: expect.any(String),
    url: `/services/data/v60.0/ui-api/object-info/Lead/picklist-values/${types.Partner}/Shirt__c`,
    values: [
      { attributes: null, label: 'S', validFor: [], value: 'S' },
      { attributes: null, label: 'M', validFor: [], value: 'M' },
    ],
  });
  const one = await api.call('GET', `/ui-api/object-info/Lead/picklist-values/${master}/Shirt__c`);
  expect(one.body.values).toHaveLength(3);
  expect((await api.call('GET', `/ui-api/object-info/Lead/picklist-values/${master}/Company`)).status).toBe(404);
});

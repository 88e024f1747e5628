import type { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FieldDefinition } from '../schema/custom-field-describe.ts';
import { type Answer, logIn, startTestApi, type TestApi } from '../test-api.ts';
import { alterField, createField, deleteField } from './custom-fields.ts';

let api: TestApi;
let admin: Connection;
beforeAll(async () => {
  api = await startTestApi();
  admin = await logIn(api.org, api.org.admin);
});
afterAll(() => api[Symbol.asyncDispose]());

const make = (definition: FieldDefinition, object = 'Lead') => createField(api.org.context, object, definition);
const alter = (name: string, changes: Partial<FieldDefinition>) => alterField(api.org.context, 'Lead', name, changes);

async function described(name: string, object = 'Lead') {
  return (await api.connection.sobject(object).describe()).fields.find((field) => field.name === name);
}

async function create(values: Record<string, unknown>): Promise<string> {
  const { id } = await api.connection.sobject('Lead').create({ LastName: 'L', Company: 'C', ...values });
  return id as string;
}

const valuesOf = (id: string) => api.connection.sobject('Lead').retrieve(id);

async function overHttp(method: string, path: string, body?: unknown, connection = admin): Promise<Answer> {
  const response = await fetch(`${api.org.url}/practice-org/metadata${path}`, {
    method,
    headers: { authorization: `Bearer ${connection.accessToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : undefined };
}

const picklistValues = [{ value: 'Red' }, { value: 'Blue', label: 'Sky' }];

test.each([
  [{ type: 'Text', length: 20 }, 'string', 'short'],
  [{ type: 'TextArea' }, 'textarea', 'two\nlines'],
  [{ type: 'LongTextArea', length: 1000 }, 'textarea', 'x'.repeat(1000)],
  [{ type: 'Html' }, 'textarea', '<b>bold</b>'],
  [{ type: 'EncryptedText' }, 'encryptedstring', 'secret'],
  [{ type: 'Number', precision: 8, scale: 2 }, 'double', 1234.56],
  [{ type: 'Currency', precision: 18, scale: 2 }, 'currency', 99.5],
  [{ type: 'Percent', precision: 5, scale: 1 }, 'percent', 12.5],
  [{ type: 'Date' }, 'date', '2026-02-28'],
  [{ type: 'DateTime' }, 'datetime', '2026-02-28T10:11:12.000+0000'],
  [{ type: 'Time' }, 'time', '10:30:00.000Z'],
  [{ type: 'Checkbox' }, 'boolean', true],
  [{ type: 'Picklist', picklistValues }, 'picklist', 'Red'],
  [{ type: 'MultiselectPicklist', picklistValues, restricted: true }, 'multipicklist', 'Red;Blue'],
  [{ type: 'Email' }, 'email', 'a@b.example'],
  [{ type: 'Phone' }, 'phone', '+1 2'],
  [{ type: 'Url' }, 'url', 'https://x.example'],
] as const)('%o is described, saved and queried at once', async (definition, type, value) => {
  const name = `Kind_${definition.type}__c`;
  await make({ name, label: 'Kind', ...definition } as FieldDefinition);
  expect(await described(name)).toMatchObject({ type, custom: true, createable: true, label: 'Kind' });
  const id = await create({ [name]: value });
  const { records } = await api.connection.query(`SELECT ${name} FROM Lead WHERE Id = '${id}'`);
  expect(records[0]).toMatchObject({ [name]: value });
});

test('a restricted multi-select picklist and a time refuse what is none of theirs', async () => {
  await expect(create({ Kind_MultiselectPicklist__c: 'Red;Green' })).rejects.toMatchObject({
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  });
  await expect(create({ Kind_Time__c: '25:00' })).rejects.toMatchObject({ errorCode: 'JSON_PARSER_ERROR' });
});

test('auto-numbers count existing records and new ones; nobody writes them', async () => {
  await make({ name: 'No__c', label: 'No', type: 'AutoNumber', displayFormat: 'L-{0000}', startingNumber: 9990 });
  const numbers = await api.org.pool.query(`select "No__c" as no from org."Lead" order by "No__c" collate "C" limit 1`);
  expect(numbers.rows[0].no).toMatch(/^L-\d{4,}$/);
  const [first, second] = [await valuesOf(await create({})), await valuesOf(await create({}))];
  expect(Number(second.No__c.slice(2))).toBe(Number(first.No__c.slice(2)) + 1);
  await expect(create({ No__c: 'L-1' })).rejects.toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
});

test('external ids match upserts; required and unique hold', async () => {
  await make({ name: 'Key__c', label: 'Key', type: 'Text', length: 30, externalId: true, unique: true });
  const lead = { LastName: 'Up', Company: 'C', Key__c: 'k1' };
  expect(await api.connection.sobject('Lead').upsert(lead, 'Key__c')).toMatchObject({ created: true });
  expect(await api.connection.sobject('Lead').upsert(lead, 'Key__c')).toMatchObject({ created: false });
  await expect(create({ Key__c: 'K1' })).rejects.toMatchObject({ errorCode: 'DUPLICATE_VALUE' });
  await alter('Key__c', { required: true });
  await expect(create({})).rejects.toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
  await alter('Key__c', { required: false });
});

test('a location has two parts', async () => {
  await make({ name: 'Place__c', label: 'Place', type: 'Location' });
  const id = await create({ Place__Latitude__s: 1.5, Place__Longitude__s: -2 });
  expect(await valuesOf(id)).toMatchObject({ Place__c: { latitude: 1.5, longitude: -2 } });
});

describe('formulas', () => {
  test('work on the record and its parents, in selects, conditions and order', async () => {
    await make({ name: 'Double__c', label: 'D', type: 'Number', scale: 2, formula: 'AnnualRevenue * 2' });
    await make({
      name: 'Words__c',
      label: 'W',
      type: 'Text',
      formula: 'IF(ISBLANK(FirstName), "none", UPPER(FirstName)) & " of " & Company & " by " & Owner.LastName',
    });
    await make({ name: 'Quad__c', label: 'Q', type: 'Number', formula: 'Double__c * 2' });
    const id = await create({ FirstName: 'Ann', AnnualRevenue: 21 });
    const [owner] = (await api.connection.query('SELECT Owner.LastName FROM Lead ORDER BY CreatedDate DESC LIMIT 1'))
      .records;
    expect(await valuesOf(id)).toMatchObject({
      Double__c: 42,
      Quad__c: 84,
      Words__c: `ANN of C by ${(owner as { Owner: { LastName: string } }).Owner.LastName}`,
    });
    const found = await api.connection.query('SELECT Id FROM Lead WHERE Quad__c = 84 ORDER BY Double__c');
    expect(found.records).toMatchObject([{ Id: id }]);
    expect(await described('Double__c')).toMatchObject({ calculated: true, createable: false, type: 'double' });
    const before = await valuesOf(id);
    await alter('Double__c', { formula: 'AnnualRevenue * 3' });
    expect(await valuesOf(id)).toMatchObject({ Double__c: 63, SystemModstamp: before.SystemModstamp });
  });

  test('follow a renamed field, and keep what they use from being deleted', async () => {
    await make({ name: 'Base__c', label: 'B', type: 'Number' });
    await make({ name: 'Uses__c', label: 'U', type: 'Number', formula: 'Base__c + 1' });
    await alter('Base__c', { name: 'Basis__c' });
    expect(await described('Uses__c')).toMatchObject({ calculatedFormula: 'Basis__c + 1' });
    await expect(deleteField(api.org.context, 'Lead', 'Basis__c')).rejects.toThrow('Field Basis__c does not exist');
    await expect(make({ name: 'Bad__c', label: 'B', type: 'Number', formula: 'Nope__c + 1' })).rejects.toThrow(
      'Nope__c',
    );
    await expect(alter('Uses__c', { formula: 'Uses__c + 1' })).rejects.toThrow('refers to itself');
  });
});

describe('changes', () => {
  test('label, API name, type: values stay as far as they fit; permissions follow', async () => {
    await make({ name: 'Old__c', label: 'Old', type: 'Text' });
    const [good, bad] = [await create({ Old__c: '12.5' }), await create({ Old__c: 'much' })];
    expect(await alter('Old__c', { label: 'Fresh' })).toMatchObject({ name: 'Old__c', label: 'Fresh' });
    await api.org.pool.query(
      `insert into setup.field_permission select "Id", 'Lead', 'Old__c', true, false from org."Profile" where "Name" = 'Marketing Sync'`,
    );
    await alter('Old__c', { name: 'New__c' });
    expect(await described('Old__c')).toBeUndefined();
    expect(await described('New__c')).toMatchObject({ label: 'Fresh', updateable: false });
    await alter('New__c', { type: 'Number', precision: 10, scale: 2 });
    expect(await valuesOf(good)).toMatchObject({ New__c: 12.5 });
    expect(await valuesOf(bad)).toMatchObject({ New__c: null });
    await deleteField(api.org.context, 'Lead', 'New__c');
    await expect(api.connection.query('SELECT New__c FROM Lead')).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
  });

  test('of a standard field: label and picklist values', async () => {
    const before = await described('LeadSource');
    await alter('LeadSource', { label: 'Origin', picklistValues: [{ value: 'Web' }, { value: 'Radio' }] });
    const after = await described('LeadSource');
    expect(before?.picklistValues?.length).toBeGreaterThan(2);
    expect(after).toMatchObject({ label: 'Origin', picklistValues: [{ value: 'Web' }, { value: 'Radio' }] });
    await expect(alter('LeadSource', { type: 'Number' })).rejects.toThrow('standard field');
    await expect(deleteField(api.org.context, 'Lead', 'LeadSource')).rejects.toThrow('standard field');
  });
});

describe('over HTTP', () => {
  test('administrators only', async () => {
    expect((await overHttp('GET', '/objects', undefined, api.connection)).status).toBe(403);
    expect((await fetch(`${api.org.url}/practice-org/metadata/objects`)).status).toBe(401);
  });

  test('fields are made, changed, listed and deleted', async () => {
    const path = '/objects/Contact/fields';
    const made = await overHttp('POST', path, { name: 'Color__c', type: 'Picklist', picklistValues: ['Red'] });
    expect([made.status, made.body.label, made.body.picklistValues[0].value]).toEqual([201, 'Color', 'Red']);
    const changed = await overHttp('PATCH', `${path}/Color__c`, { picklistValues: ['Red', 'Green'], label: 'Colour' });
    expect([changed.status, changed.body.picklistValues.length]).toEqual([200, 2]);
    const listed = await overHttp('GET', path);
    expect(listed.body).toContainEqual(expect.objectContaining({ name: 'Color__c', label: 'Colour', custom: true }));
    expect((await overHttp('DELETE', `${path}/Color__c`)).status).toBe(204);
    expect(await described('Color__c', 'Contact')).toBeUndefined();
  });

  test.each([
    [{ name: 'x y__c', type: 'Text' }, 'INVALID_FULL_NAME'],
    [{ name: 'A__c', type: 'Blob' }, 'INVALID_TYPE'],
    [{ name: 'A__c', type: 'Text', length: '9' }, 'INVALID_FIELD'],
    [{ name: 'A__c', type: 'Text', colour: 'red' }, 'INVALID_FIELD'],
    [{ name: 'A__c', type: 'Lookup', referenceTo: 'Nope' }, 'INVALID_CROSS_REFERENCE_KEY'],
    [{ name: 'A__c', type: 'Picklist' }, 'FIELD_INTEGRITY_EXCEPTION'],
    [{ name: 'mkto71_Lead_Score__c', type: 'Text' }, 'DUPLICATE_DEVELOPER_NAME'],
  ])('refuses %o', async (body, errorCode) => {
    const answer = await overHttp('POST', '/objects/Lead/fields', body);
    expect([answer.status, answer.body[0].errorCode]).toEqual([400, errorCode]);
  });
});

test('the durable id of a custom field keeps through a change of its API name', async () => {
  const definitions = async () =>
    (
      await api.connection.query<{ DurableId: string; QualifiedApiName: string }>(
        `SELECT DurableId, QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead'`,
      )
    ).records;
  const idOf = async (name: string) => (await definitions()).find((f) => f.QualifiedApiName === name)?.DurableId;
  await make({ name: 'Before__c', label: 'Before', type: 'Text' });
  const before = await idOf('Before__c');
  expect(before).toMatch(/^Lead\.00N\w{12}$/);
  await alter('Before__c', { name: 'After__c' });
  expect(await idOf('After__c')).toBe(before);
  expect(await idOf('Before__c')).toBeUndefined();
  expect(await idOf('Company')).toBe('Lead.Company');
});

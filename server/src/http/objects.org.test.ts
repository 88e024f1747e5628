import { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enableMultiCurrency } from '../../../practice-org/src/features/multi-currency.ts';
import { createObject } from '../../../practice-org/src/metadata/custom-objects.ts';
import { startAppWithOrg } from './testing/app-with-org.ts';

/** Custom objects as the web page and the command line reach them (SYN-13). */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const { org, admin, lockstep, connect, cycle } = stack.use(await startAppWithOrg());

let person = 0;

beforeAll(async () => {
  const seat = { name: 'Holder__c', label: 'Holder', type: 'Lookup', referenceTo: 'Lead' } as const;
  const row = { name: 'Row__c', label: 'Row', type: 'Number', precision: 4 } as const;
  await createObject(org.context, { name: 'Seat__c', label: 'Seat', fields: [seat, row] });
  await createObject(org.context, { name: 'Bench__c', label: 'Bench', fields: [seat, row] });
  const salesforce = new Connection({ loginUrl: org.url });
  await salesforce.login(org.admin.username, org.admin.password + org.admin.securityToken);
  const { records } = await salesforce.query('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1');
  const lead = records[0]?.Id;
  await salesforce.sobject('Seat__c').create({ Name: 'A1', Holder__c: lead, Row__c: 7 });
  await connect();
  expect(await admin.send('PUT', '/admin/objects/Seat__c', {})).toMatchObject({ status: 200, body: { done: true } });
  expect(await cycle()).toMatchObject({ error: null });
  person = (await admin.send('GET', `/admin/people?field=sfdcId&value=${lead}`)).body.people[0].id;
});

test('objects are listed with their state, and a record is with its person', async () => {
  const { body } = await admin.send('GET', '/admin/objects');
  expect(body.objects).toMatchObject([
    { name: 'Bench__c', state: 'available', links: ['Holder__c → Lead'] },
    { name: 'Seat__c', state: 'synced', records: 1 },
  ]);
  const seat = { object: 'Seat__c', label: 'Seat', via: ['Holder__c → Lead'] };
  const detail = await admin.send('GET', `/admin/people/${person}`);
  expect(detail.body.objectRecords).toMatchObject([{ ...seat, values: { Name: 'A1', Row__c: '7' } }]);
  const explained = await admin.send('GET', `/admin/people/${person}/explain`);
  expect(explained.body.objectRecords).toMatchObject([seat]);
  const records = await admin.send('GET', '/admin/objects/Seat__c/records?search=a');
  expect(records.body).toMatchObject({ records: [{ values: { Name: 'A1' } }], next: null });
  expect(await admin.send('GET', '/admin/objects/Chair__c/records')).toMatchObject({ status: 404 });
});

test('the fields of an object are known before it is added', async () => {
  const { body } = await admin.send('GET', '/admin/objects/bench__c/fields');
  expect(body.fields).toContainEqual({ field: 'Row__c', label: 'Row', type: 'integer', synced: true, link: false });
  expect(body.fields).toContainEqual(expect.objectContaining({ field: 'Holder__c', synced: true, link: true }));
  expect(await admin.send('GET', '/admin/objects/Lead/fields')).toMatchObject({ status: 400 });
});

test('fields are hidden and shown; what was done is in the audit trail', async () => {
  const hidden = await admin.send('PATCH', '/admin/objects/Seat__c/fields', { hide: ['Row__c'] });
  expect(hidden.body.fields).toContainEqual({
    field: 'Row__c',
    label: 'Row',
    type: 'integer',
    synced: false,
    link: false,
  });
  const listed = await admin.send('GET', '/admin/objects/Seat__c/fields');
  expect(listed.body).toEqual(hidden.body);
  expect(await admin.send('PATCH', '/admin/objects/Seat__c/fields', { hide: ['Holder__c'] })).toMatchObject({
    status: 400,
    body: { error: { detail: 'Holder__c says whom a record belongs to (Holder__c → Lead).' } },
  });
  expect(await admin.send('PATCH', '/admin/objects/Seat__c/fields', { show: ['No__c'] })).toMatchObject({
    status: 404,
  });
  await admin.send('PATCH', '/admin/objects/Seat__c/fields', { show: ['Row__c'] });
  expect(await admin.send('DELETE', '/admin/objects/Seat__c')).toMatchObject({ status: 200 });
  const { body } = await admin.send('GET', '/admin/audit');
  const actions = body.entries.map((e: { action: string; target: string }) => `${e.action} ${e.target}`);
  expect(actions.filter((a: string) => a.includes('object'))).toEqual([
    'sync/object-disabled Seat__c',
    'sync/object-fields-chosen Seat__c',
    'sync/object-fields-chosen Seat__c',
    'sync/object-enabled Seat__c',
  ]);
});

test('the command line does the same', async () => {
  expect(await lockstep('objects', 'enable', 'Seat__c')).toMatchObject({ code: 0 });
  expect((await lockstep('objects', 'list')).out).toMatch(/^Seat__c {2,}Seat {2,}synced {2,}1 {2,}Holder__c → Lead/m);
  expect((await lockstep('objects', 'records', 'Seat__c')).out).toContain('A1');
  expect((await lockstep('objects', 'fields', 'Seat__c', '--hide', 'Row__c')).out).toMatch(/Row__c .*hidden/);
  expect((await lockstep('people', 'show', String(person))).out).toMatch(/Seat {2,}A1 {2,}Holder__c → Lead/);
  expect((await lockstep('explain', String(person))).out).toContain('Holder__c → Lead');
  expect((await lockstep('objects', 'disable', 'Seat__c')).out).toContain('Its records stay.');
  expect((await lockstep('objects', 'enable', 'Lead')).err).toContain('Lead is not a custom object.');
});

test('currencies and their rates (SYN-12)', async () => {
  expect((await lockstep('currencies')).out).toBe('The org has one currency.\n');
  const euro = { isoCode: 'EUR', conversionRate: 0.8 };
  await enableMultiCurrency(org.context, { corporate: 'USD', currencies: [euro], dated: false });
  expect(await cycle()).toMatchObject({ error: null });
  expect((await admin.send('GET', '/admin/currencies')).body).toEqual({
    currencies: [
      { isoCode: 'USD', rate: '1', isDefault: true, isActive: true, datedRates: 0 },
      { isoCode: 'EUR', rate: '0.8', isDefault: false, isActive: true, datedRates: 0 },
    ],
  });
  expect((await admin.send('GET', '/admin/currencies/EUR/rates')).body).toEqual({ rates: [], next: null });
  expect((await lockstep('currencies', '--rates', 'eur')).out).toBe('There are none.\n');
  expect((await lockstep('currencies')).out).toMatch(/^USD {2,}1 {2,}0 {2,}default/m);
  const { body } = await admin.send('GET', '/admin/opportunities?limit=1');
  expect(body.opportunities[0].values.currency).toBe('USD');
  expect(body.opportunities[0].inDefaultCurrency.amount).toMatch(/^[0-9.]+$/);
  expect((await admin.send('GET', '/admin/campaigns')).body.campaigns[0]).toMatchObject({ currency: 'USD' });
  expect((await lockstep('opportunities', 'list', '--limit', '1')).out).toContain('in default currency');
});

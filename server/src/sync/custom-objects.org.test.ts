import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alterField, createField, deleteField } from '../../../practice-org/src/metadata/custom-fields.ts';
import { createObject, deleteObject } from '../../../practice-org/src/metadata/custom-objects.ts';
import { listObjectRecords, listPersonObjects } from '../people/read-objects.ts';
import { chooseObjectFields, disableObject, enableObject, listObjects } from '../setup/objects.ts';
import { readCursors } from './cursor.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/** Custom objects, added while the sync runs (SYN-13, research/field.md 48). */

let sync: TestSync;
const ids = { contact: '', lead: '', account: '', opportunity: '' };

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0, bulkThresholdRows: 50, bulkPageRows: 40 } });
  const { context } = sync.org;
  await createObject(context, {
    name: 'Seat__c',
    label: 'Seat',
    fields: [
      { name: 'Holder__c', label: 'Holder', type: 'Lookup', referenceTo: 'Contact' },
      { name: 'Prospect__c', label: 'Prospect', type: 'Lookup', referenceTo: 'Lead' },
      { name: 'Row__c', label: 'Row', type: 'Number', precision: 4 },
      { name: 'Booked__c', label: 'Booked', type: 'DateTime' },
      { name: 'Worth__c', label: 'Worth', type: 'Currency', precision: 12, scale: 2 },
    ],
  });
  await createObject(context, {
    name: 'Order__c',
    label: 'Order',
    fields: [{ name: 'Account__c', label: 'Account', type: 'Lookup', referenceTo: 'Account' }],
  });
  await createObject(context, {
    name: 'Line__c',
    label: 'Line',
    fields: [{ name: 'Order__c', label: 'Order', type: 'MasterDetail', referenceTo: 'Order__c' }],
  });
  await createObject(context, {
    name: 'Quote__c',
    label: 'Quote',
    fields: [{ name: 'Deal__c', label: 'Deal', type: 'Lookup', referenceTo: 'Opportunity' }],
  });
  await createObject(context, { name: 'Lonely__c', label: 'Lonely' });
  await sync.connect();
  await sync.cycle();
  const first = async (object: string, where: string) => {
    const { records } = await sync.admin.query(
      `SELECT Id, AccountId FROM ${object} WHERE ${where} ORDER BY Id LIMIT 1`,
    );
    return { id: String(records[0]?.Id), account: String(records[0]?.AccountId) };
  };
  const contact = await first('Contact', `Email = 'rose@edge.com'`);
  ids.contact = contact.id;
  ids.account = contact.account;
  ids.lead = String((await sync.admin.query('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1')).records[0]?.Id);
  ids.opportunity = (await first('Opportunity', `AccountId = '${ids.account}'`)).id;
});
afterAll(() => sync[Symbol.asyncDispose]());

const current = () => sync.subscription();
const objects = async () => listObjects(sync.setup, await current());
const enable = async (name: string, hide: string[] = []) => enableObject(sync.setup, await current(), name, hide);
const create = async (object: string, values: Record<string, unknown>): Promise<string> =>
  String((await sync.admin.sobject(object).create(values)).id);
const healthy = async () => expect(await sync.cycle()).toMatchObject({ error: null });
const steps = async (object: string) =>
  (await sync.steps()).filter((s) => s.object === object).map((s) => `${s.operation}: ${s.status}`);
const counts = async (object: string, operation: string) =>
  (await sync.steps()).find((s) => s.object === object && s.operation === operation)?.counts;
const personOf = async (sfdcId: string) =>
  (await sync.rows<{ id: number }>(`select id from person where sfdc_id = '${sfdcId}'`))[0]?.id ?? 0;
const recordsOf = async (sfdcId: string) => {
  const person = await personOf(sfdcId);
  return (await sync.run((client) => listPersonObjects(client, person))).map((r) => [r.object, r.values.Name, r.via]);
};
const equal = async () =>
  expect(await verify(sync.engine, await current())).toMatchObject({ equal: true, samples: [] });

test('what leads to people is offered, with the way it does; what leads nowhere is not', async () => {
  expect((await objects()).map(({ name, state, links }) => [name, state, links])).toEqual([
    ['Line__c', 'available', ['Order__c → Order__c.Account__c → Account']],
    ['Order__c', 'available', ['Account__c → Account']],
    [
      'Quote__c',
      'available',
      ['Deal__c → OpportunityContactRole.ContactId → Contact', 'Deal__c → Opportunity.AccountId → Account'],
    ],
    ['Seat__c', 'available', ['Holder__c → Contact', 'Prospect__c → Lead']],
  ]);
  await expect(enable('Lonely__c')).rejects.toMatchObject({ code: 'request/invalid' });
  await expect(enable('Nothing__c')).rejects.toMatchObject({ code: 'sf/no-access' });
  await expect(enable('Contact')).rejects.toMatchObject({ code: 'request/invalid' });
  await expect(enable('Seat__c', ['Holder__c'])).rejects.toMatchObject({
    detail: 'Holder__c says whom a record belongs to (Holder__c → Contact).',
  });
});

test('added while the sync runs, an object is pulled by the next cycle; no other cursor falls back', async () => {
  const seat = await create('Seat__c', {
    Name: 'A1',
    Holder__c: ids.contact,
    Row__c: 7,
    Booked__c: '2026-03-01T09:30:00.000Z',
    Worth__c: 120.5,
  });
  await create('Seat__c', { Name: 'A2', Prospect__c: ids.lead });
  const before = await sync.run(readCursors);
  await enable('seat__C', ['Worth__c']);
  expect(await sync.run(readCursors)).toEqual(before);
  await healthy();
  expect(await counts('Seat__c', 'Pull updates')).toMatchObject({ new: 2, failed: 0 });
  expect(await counts('Lead', 'Pull updates')).toMatchObject({ new: 0, updated: 0 });
  const [row] = await sync.rows(`select * from seat__c where sfdc_id = '${seat}'`);
  expect(row).toMatchObject({
    name: 'A1',
    holder__c: ids.contact,
    row__c: 7,
    booked__c: '2026-03-01 09:30:00+00',
    sfdc_is_deleted: false,
  });
  expect(row).not.toHaveProperty('worth__c');
  expect(await recordsOf(ids.contact)).toEqual([['Seat__c', 'A1', ['Holder__c → Contact']]]);
  expect(await recordsOf(ids.lead)).toEqual([['Seat__c', 'A2', ['Prospect__c → Lead']]]);
  expect(await objects()).toContainEqual(expect.objectContaining({ name: 'Seat__c', state: 'synced', records: 2 }));
  await equal();
});

test('changes, deletions and undeletions follow; nothing of it is in the log of a person', async () => {
  const log = await sync.rows('select count(*) from activity');
  const [seat] = await sync.rows<{ sfdc_id: string }>(`select sfdc_id from seat__c where name = 'A1'`);
  const id = seat?.sfdc_id ?? '';
  await sync.admin.sobject('Seat__c').update({ Id: id, Row__c: 8 });
  await healthy();
  expect(await counts('Seat__c', 'Pull updates')).toMatchObject({ updated: 1 });
  await sync.admin.sobject('Seat__c').destroy(id);
  await healthy();
  expect(await counts('Seat__c', 'Pull deletes')).toMatchObject({ deleted: 1 });
  expect(await recordsOf(ids.contact)).toEqual([]);
  await sync.admin.soap.undelete([id]);
  await healthy();
  expect(await recordsOf(ids.contact)).toEqual([['Seat__c', 'A1', ['Holder__c → Contact']]]);
  expect(await sync.rows('select count(*) from activity')).toEqual(log);
  await equal();
});

test('through one more object: it is pulled too, and records find their people whatever came first (SYN-1)', async () => {
  const account = await create('Account', { Name: 'Late Ltd' });
  const order = await create('Order__c', { Name: 'O1', Account__c: account });
  await create('Line__c', { Name: 'L1', Order__c: order });
  await enable('Line__c');
  await healthy();
  expect(await objects()).toContainEqual(
    expect.objectContaining({ name: 'Order__c', state: 'leads-on', leadsOn: ['Line__c'], records: 1 }),
  );
  const contact = await create('Contact', { LastName: 'Late', AccountId: account });
  await healthy();
  expect(await recordsOf(contact)).toEqual([['Line__c', 'L1', ['Order__c → Order__c.Account__c → Account']]]);
  await enable('Order__c');
  expect(await recordsOf(contact)).toEqual([
    ['Line__c', 'L1', ['Order__c → Order__c.Account__c → Account']],
    ['Order__c', 'O1', ['Account__c → Account']],
  ]);
  await equal();
});

test('through opportunities, by contact role and by account; many records come by Bulk', async () => {
  await create('OpportunityContactRole', { OpportunityId: ids.opportunity, ContactId: ids.contact, Role: 'Evaluator' });
  const names = Array.from({ length: 90 }, (_, n) => ({ Name: `Q${n}`, Deal__c: n ? null : ids.opportunity }));
  await sync.admin.bulk2.loadAndWaitForResults({ object: 'Quote__c', operation: 'insert', input: names });
  await enable('Quote__c');
  await healthy();
  expect(await counts('Quote__c', 'Pull updates')).toMatchObject({ new: 90 });
  expect(await recordsOf(ids.contact)).toContainEqual([
    'Quote__c',
    'Q0',
    ['Deal__c → Opportunity.AccountId → Account', 'Deal__c → OpportunityContactRole.ContactId → Contact'],
  ]);
  const page = await sync.run((client) => listObjectRecords(client, 'Quote__c', { search: 'q1', limit: 5 }));
  expect(page.records.map((r) => r.values.Name)).toEqual(['Q1', 'Q10', 'Q11', 'Q12', 'Q13']);
  expect(page.next).not.toBeNull();
  await equal();
});

test('a cycle with nothing to do costs at most ten calls with four objects added (PER-2)', async () => {
  await sync.cycle();
  expect((await sync.cycle()).apiCalls).toBeLessThanOrEqual(10);
});

describe('fields', () => {
  test('a new one takes part and is filled in, a shown one too; a hidden one keeps its data (FLD-6)', async () => {
    await createField(sync.org.context, 'Seat__c', { name: 'Color__c', label: 'Color', type: 'Text', length: 20 });
    await sync.org.pool.query(`update org."Seat__c" set "Color__c" = 'red' where "Name" = 'A1'`);
    const chosen = await chooseObjectFields(sync.setup, await current(), 'Seat__c', {
      show: ['Worth__c'],
      hide: ['Row__c'],
    });
    expect(chosen).toContainEqual({ field: 'Row__c', label: 'Row', type: 'integer', link: false, synced: false });
    await healthy();
    expect(await steps('Seat__c')).toContain('Fill fields: Succeeded');
    const seats = () => sync.rows(`select color__c, worth__c, row__c from seat__c where name = 'A1'`);
    expect(await seats()).toEqual([{ color__c: 'red', worth__c: '120.5', row__c: 8 }]);
    await equal();
    await deleteField(sync.org.context, 'Seat__c', 'Color__c');
    await healthy();
    expect(await seats()).toEqual([{ color__c: 'red', worth__c: '120.5', row__c: 8 }]);
    await equal();
  });

  test('one whose type changed keeps its data and does not sync (FLD-6)', async () => {
    await alterField(sync.org.context, 'Seat__c', 'Booked__c', { type: 'Text', length: 40 });
    await healthy();
    expect((await sync.steps()).find((s) => s.object === 'Schema')?.message).toContain(
      'Seat__c.Booked__c held datetime values',
    );
    expect(await sync.rows(`select booked__c from seat__c where name = 'A1'`)).toEqual([
      { booked__c: '2026-03-01 09:30:00+00' },
    ]);
    await equal();
  });
});

test('a stopped object is left alone and goes on where it was; its middle stops with it', async () => {
  await disableObject(sync.setup, await current(), 'Order__c');
  await disableObject(sync.setup, await current(), 'Line__c');
  await create('Order__c', { Name: 'O2', Account__c: ids.account });
  await healthy();
  expect(await steps('Order__c')).toEqual([]);
  expect(await objects()).toContainEqual(expect.objectContaining({ name: 'Order__c', state: 'stopped', records: 1 }));
  await enable('Order__c');
  await healthy();
  expect(await recordsOf(ids.contact)).toContainEqual(['Order__c', 'O2', ['Account__c → Account']]);
  await equal();
});

test('one that vanishes or is hidden stops with a message and keeps its data', async () => {
  await deleteObject(sync.org.context, 'Quote__c');
  await healthy();
  const step = (await sync.steps()).find((s) => s.object === 'Quote__c');
  expect(step?.message).toContain('Grant the sync user Read access to the object Quote__c');
  expect(await objects()).toContainEqual(
    expect.objectContaining({ name: 'Quote__c', state: 'not-visible', records: 90 }),
  );
  expect(await recordsOf(ids.contact)).toContainEqual(['Quote__c', 'Q0', expect.any(Array)]);
  await equal();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { alterField, createField } from '../../../practice-org/src/metadata/custom-fields.ts';
import { startAppWithOrg } from './testing/app-with-org.ts';

/** Field management, schema changes, opt-outs and notifications as the web page and the command line reach them. */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const { org, app, admin, lockstep, connect, cycle } = stack.use(await startAppWithOrg());
const get = async (path: string) => (await admin.send('GET', path)).body;

const healthy = async () => expect((await cycle()).error).toBeNull();

beforeAll(async () => {
  for (const name of ['Area__c', 'Grade__c'])
    await createField(org.context, 'Lead', { name, label: name, type: 'Text' });
  await connect();
  await healthy();
  await alterField(org.context, 'Lead', 'Area__c', { name: 'Zone__c' });
  await alterField(org.context, 'Lead', 'Grade__c', { type: 'Number', precision: 3, scale: 0 });
  await healthy();
});

test('a field is shown with what uses it, and changed; what is not named stays (FLD-9)', async () => {
  const source = await get('/admin/field-management/leadSource');
  expect(source).toMatchObject({
    entity: 'person',
    blocked: [],
    blanks: 'sync',
    picklist: { common: expect.any(Array) },
  });
  expect(source.mappedTo.map((m: { object: string }) => m.object).sort()).toEqual(['Contact', 'Lead']);
  const changed = await admin.send('PATCH', '/admin/field-management/leadSource', {
    label: 'Where from',
    blocked: ['form'],
  });
  expect(changed).toMatchObject({ status: 200, body: { label: 'Where from', blocked: ['form'], hidden: false } });
  const stuck = await admin.send('PATCH', '/admin/field-management/leadSource', { blocked: ['salesforce'] });
  expect(stuck).toMatchObject({ status: 400, body: { error: { detail: expect.stringContaining('would be stuck') } } });
  expect((await get('/admin/field-management/leadSource')).blocked).toEqual(['form']);
  expect(
    await admin.send('PATCH', '/admin/field-management/leadSource', { blocked: ['carrier pigeon'] }),
  ).toMatchObject({ status: 400 });
  expect(await admin.send('PATCH', '/admin/field-management/email', { hidden: true })).toMatchObject({ status: 400 });
  expect((await get('/admin/audit')).entries[0]).toMatchObject({ action: 'fields/changed', target: 'leadSource' });
});

test('an edit says which values a blocked source could not change (FLD-9)', async () => {
  const [person] = (await get('/admin/people?limit=1')).people;
  await admin.send('PATCH', '/admin/people', { people: [{ id: person.id, values: { rating: 'Hot', city: 'Ghent' } }] });
  await admin.send('PATCH', '/admin/field-management/rating', { blocked: ['api', 'command line'] });
  const values = { rating: 'Cold', city: 'Oslo' };
  const edited = await admin.send('PATCH', '/admin/people', { people: [{ id: person.id, values }] });
  expect(edited.body).toEqual({
    changed: 1,
    ignored: [{ personId: person.id, field: 'rating', blockedSource: 'api', kept: 'Hot' }],
  });
  const { out } = await lockstep('people', 'edit', String(person.id), 'rating=Warm');
  expect(out).toContain('Left as it is: rating, with the value Hot. The source "command line" may not change it');
  await admin.send('PATCH', '/admin/field-management/rating', { blocked: [] });
});

test('fields are exported as CSV (FLD-9)', async () => {
  const { out, code } = await lockstep('fields', '--csv');
  expect(code).toBe(0);
  expect(out).toContain('"person","leadSource","Where from","string"');
  const answer = await app.inject({
    url: '/admin/field-management.csv',
    cookies: {},
    headers: { cookie: admin.cookie ?? '' },
  });
  expect(answer.headers['content-type']).toContain('text/csv');
  expect(answer.body.trim()).toBe(out.trim());
});

test('the command line changes fields too, and says what is wrong (FLD-9)', async () => {
  const changed = await lockstep('fields', 'grade__c', '--hide', '--volatile', 'yes', '--json');
  expect(JSON.parse(changed.out).fields).toMatchObject([{ name: 'Grade__c', hidden: true, volatile: true }]);
  expect((await lockstep('fields', 'Grade__c', '--unhide')).out).toMatch(/hidden +no/);
  expect(await lockstep('fields', 'nope')).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no field nope'),
  });
  expect(await lockstep('fields', 'title', '--blanks', 'maybe')).toMatchObject({
    code: 1,
    err: expect.stringContaining('--help'),
  });
});

test('a rename and a change of type wait for a decision, and take it from either (FLD-6)', async () => {
  expect(await get('/admin/schema-changes')).toMatchObject({
    renames: [{ oldField: 'Area__c', newField: 'Zone__c', evidence: 'durable-id' }],
    types: [{ sfField: 'Grade__c', oldType: 'string', newType: 'integer', cannotConvert: null }],
  });
  const { out } = await lockstep('schema');
  expect(out).toContain('lockstep schema accept|decline Lead.Zone__c');
  const accepted = await admin.send('POST', '/admin/schema-changes/renames', {
    field: 'Lead.Zone__c',
    decision: 'accept',
  });
  expect(accepted).toMatchObject({ status: 200, body: { renames: [] } });
  expect((await get('/admin/field-management/Area__c')).mappedTo).toMatchObject([{ sfField: 'Zone__c' }]);
  expect(await get('/admin/schema-changes/types/preview?field=Lead.Grade__c')).toEqual({
    values: 0,
    misfits: 0,
    samples: [],
  });
  expect(JSON.parse((await lockstep('schema', 'convert', 'Lead.Grade__c', '--json')).out)).toMatchObject({
    renames: [],
    types: [],
    conversions: [{ field: 'Grade__c', how: 'convert', oldType: 'string', newType: 'integer' }],
  });
  const undone = await admin.send('POST', '/admin/schema-changes/types', { field: 'Grade__c', decision: 'undo' });
  expect(undone).toMatchObject({ status: 200, body: { conversions: [] } });
  expect(await lockstep('schema', 'accept', 'Lead.Zone__c')).toMatchObject({
    code: 1,
    err: expect.stringContaining('No rename'),
  });
});

test('notifications are listed, read and dismissed (OPS-4)', async () => {
  const { notifications } = await get('/admin/notifications');
  const type = notifications.find((n: { kind: string }) => n.kind === 'field-type');
  expect(type).toMatchObject({ subject: 'Lead.Grade__c', times: 1, readAt: null, resolvedAt: null });
  expect((await admin.send('POST', `/admin/notifications/${type.id}/read`)).status).toBe(200);
  expect((await lockstep('notifications')).out).toMatch(/field-type Lead\.Grade__c\n/);
  expect((await admin.send('POST', `/admin/notifications/${type.id}/dismiss`)).status).toBe(200);
  expect((await lockstep('notifications')).out).not.toContain('Lead.Grade__c');
  expect((await lockstep('notifications', '--all')).out).toContain('Lead.Grade__c');
  expect((await admin.send('POST', '/admin/notifications/9999/read')).status).toBe(404);
});

test('opt-outs are listed by address (FLD-9)', async () => {
  const person = { email: 'Gone@Away.example', lastName: 'Away', unsubscribed: true };
  await admin.send('POST', '/admin/people', { people: [person] });
  expect(await get('/admin/opt-outs?email=gone@away.example')).toMatchObject({
    optOuts: [{ email: 'gone@away.example', optedOut: true, source: 'api' }],
  });
  expect((await lockstep('opt-outs', 'GONE@away.example')).out).toMatch(/gone@away\.example +unsubscribed/);
});

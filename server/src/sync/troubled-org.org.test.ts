import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { editPeople } from '../people/write-people.ts';
import { readBacklog } from './backlog.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/** Cycles while the org misbehaves, by its fault switch, or does things of its own (SYN-3, SYN-6, SYN-14, FLD-6, FLD-8). */

let sync: TestSync;

beforeAll(async () => {
  sync = await startTestSync({ leads: 250, settings: { overlapSeconds: 30 } });
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);

const leads = () =>
  sync.rows<{ id: number; sfdc_id: string; city: string | null }>(
    `select * from person where sfdc_type = 'Lead' order by id`,
  );
const edit = (id: number, values: Record<string, unknown>) =>
  sync.run((client) => editPeople(client, [{ id, values }], 'test'));
const cursor = async () =>
  (await sync.rows(`select covered_until from sync_cursor where object = 'Lead' and operation = 'Pull updates'`))[0];
const steps = async () => (await sync.steps()).map((s) => `${s.object} ${s.operation}: ${s.status}`);
const equal = async () => expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });

test('an answer that ends early moves no cursor; the next cycle reads it again (SYN-3)', async () => {
  const [lead] = await leads();
  await sync.admin.sobject('Lead').update({ Id: lead?.sfdc_id ?? '', City: 'Truncated' });
  // So many that they are read by a query of their own, not together with the other small windows.
  await sync.org.pool.query('update org."Lead" set "SystemModstamp" = now()');
  const before = await cursor();
  await faults({ truncatedBody: { probability: 1, path: '/services/data/v66.0/query' } });
  const { error } = await sync.cycle();
  expect(error).toMatchObject({ code: 'sf/incomplete-answer' });
  expect(await steps()).toContain('Lead Pull updates: Incomplete');
  expect(await cursor()).toEqual(before);
  expect((await leads())[0]?.city).not.toBe('Truncated');

  await faults({});
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect((await leads())[0]?.city).toBe('Truncated');
});

test('an expired session and passing server errors are not noticed at all', async () => {
  await faults({
    expiredSession: { probability: 1, times: 1 },
    serverError: { probability: 0.5, times: 2, status: 503, path: '/services/data' },
  });
  expect(await sync.cycle()).toMatchObject({ error: null });
});

test('a locked row is tried again with back-off and ends well; others are not held up (SYN-14)', async () => {
  const [locked, fine] = await leads();
  // The second time is the repetition within the call, one record after the other.
  await faults({ rowLock: { probability: 1, times: 2 } });
  await edit(locked?.id ?? 0, { city: 'Locked' });
  await sync.cycle();
  expect(
    await sync.rows('select code, class, retry_at > now() as later from record_error where resolved_at is null'),
  ).toEqual([{ code: 'UNABLE_TO_LOCK_ROW', class: 'retry-later', later: true }]);
  await edit(fine?.id ?? 0, { city: 'Fine' });
  await sync.cycle();
  expect(await sync.admin.sobject('Lead').retrieve(fine?.sfdc_id ?? '')).toMatchObject({ City: 'Fine' });

  await sync.rows('update record_error set retry_at = now()');
  await sync.cycle();
  expect(await sync.rows('select from record_error where resolved_at is null')).toEqual([]);
  expect(await sync.admin.sobject('Lead').retrieve(locked?.sfdc_id ?? '')).toMatchObject({ City: 'Locked' });
});

test('a value that Salesforce changes while saving is taken over (SYN-6)', async () => {
  const [lead] = await leads();
  await sync.org.pool.query(
    `insert into setup.before_save_rule (object, field, action) values ('Lead', 'City', 'upper')`,
  );
  await edit(lead?.id ?? 0, { city: 'loud' });
  await sync.cycle();
  await sync.cycle();
  expect((await leads())[0]?.city).toBe('LOUD');
  expect(await sync.rows('select from pending_change')).toEqual([]);
  await equal();
});

test('a record that is committed late carries an earlier stamp, and still arrives (SYN-3)', async () => {
  await faults({ lateCommit: { probability: 1, times: 1, minMs: 1500, maxMs: 1500 } });
  const saved = sync.admin.sobject('Lead').create({ LastName: 'Late', Company: 'Late Ltd' });
  await pause(200);
  await sync.cycle(); // Looks while the record is stamped and not visible yet.
  await saved;
  await sync.cycle();
  await sync.cycle();
  expect(await sync.rows(`select last_name from person where last_name = 'Late'`)).toEqual([{ last_name: 'Late' }]);
  await equal();
});

test('a validation rule of the org is one error row with its own words, tried again once the field list changes', async () => {
  const [lead] = await leads();
  await sync.org.pool.query(`
    insert into setup.validation_rule (object, name, active, field, condition, message)
    values ('Lead', 'No_Blocked_Title', true, 'Title', '{"field":"Title","op":"equals","value":"Blocked"}', 'Titles may not be Blocked.')`);
  await edit(lead?.id ?? 0, { title: 'Blocked' });
  await sync.cycle();
  expect(await sync.rows('select code, message, fields from record_error where resolved_at is null')).toEqual([
    { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Titles may not be Blocked.', fields: ['Title'] },
  ]);
  await sync.org.pool.query(`delete from setup.validation_rule where name = 'No_Blocked_Title'`);
  await edit(lead?.id ?? 0, { phone: '1' }); // A change of the record is a reason to try again.
  await sync.cycle();
  expect(await sync.rows('select from record_error where resolved_at is null')).toEqual([]);
  expect(await sync.admin.sobject('Lead').retrieve(lead?.sfdc_id ?? '')).toMatchObject({
    Title: 'Blocked',
    Phone: '1',
  });
});

test('a field that is hidden from the sync user stops syncing and keeps its data (FLD-6)', async () => {
  const titles = () => sync.rows(`select id, title from person where sfdc_type = 'Lead' order by id`);
  const before = await titles();
  await hide('Lead', 'Title');
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await titles()).toEqual(before);
  await show('Lead', 'Title');
});

test('an edit of a hidden field is kept until it is visible again, and no backlog counts it meanwhile (OPS-3, FLD-6)', async () => {
  await hide('Lead', 'Title');
  await sync.cycle();
  const [lead] = await leads();
  const backlog = async () =>
    (await sync.run(readBacklog)).objects.find(({ object }) => object === 'Lead')?.toSalesforce;
  const before = await backlog();
  await edit(lead?.id ?? 0, { title: 'Kept', city: 'Counts' });
  expect(await backlog()).toBe(Number(before) + 1);
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await sync.admin.sobject('Lead').retrieve(lead?.sfdc_id ?? '')).not.toMatchObject({ Title: 'Kept' });
  expect(await backlog()).toBe(before);
  await show('Lead', 'Title');
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await sync.admin.sobject('Lead').retrieve(lead?.sfdc_id ?? '')).toMatchObject({ Title: 'Kept' });
});

test('a required field that is hidden fails its object alone, in cycle and proof, naming the permission to grant (FLD-8)', async () => {
  await hide('Lead', 'Email');
  const [contact] = await sync.rows<{ sfdc_id: string }>(
    `select sfdc_id from person where sfdc_type = 'Contact' limit 1`,
  );
  await sync.admin.sobject('Contact').update({ Id: contact?.sfdc_id ?? '', Title: 'Goes on' });
  const { error } = await sync.cycle();
  expect(error).toMatchObject({
    code: 'sf/no-access',
    detail: expect.stringContaining('Read access to these fields of Lead'),
  });
  expect(await steps()).toEqual(
    expect.arrayContaining(['Lead Pull updates: Failed', 'Contact Pull updates: Succeeded']),
  );
  expect(await sync.rows(`select title from person where sfdc_id = '${contact?.sfdc_id}'`)).toEqual([
    { title: 'Goes on' },
  ]);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({
    equal: false,
    differences: 0,
    objects: expect.arrayContaining([expect.objectContaining({ object: 'Contact', inSalesforce: 125 })]),
    notCompared: [{ object: 'Lead', code: 'sf/no-access', detail: expect.stringContaining('Email') }],
  });
  await show('Lead', 'Email');
  expect(await sync.cycle()).toMatchObject({ error: null });
  await equal();
});

test('an object whose read fails is not compared; the others are, and it is no defect (SYN-18)', async () => {
  // As often as the call is made.
  await faults({ truncatedBody: { probability: 1, times: 3, path: '/services/data/v66.0/query' } });
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({
    equal: false,
    differences: 0,
    notCompared: [{ code: 'sf/incomplete-answer' }],
  });
});

const profile = `(select "ProfileId" from org."User" where "Username" = '${'sync.user@practice.example'}')`;
const hide = (object: string, field: string) =>
  sync.org.pool.query(`
    insert into setup.field_permission (profile_id, object, field, readable, editable)
    values (${profile}, '${object}', '${field}', false, false)
    on conflict (profile_id, object, field) do update set readable = false, editable = false`);
const show = (object: string, field: string) =>
  sync.org.pool.query(`delete from setup.field_permission where object = '${object}' and field = '${field}'`);

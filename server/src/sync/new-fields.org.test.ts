import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/** FLD-6: the schema of the org changes while the sync runs. */

let sync: TestSync;

const profile = `(select "ProfileId" from org."User" where "Username" = 'sync.user@practice.example')`;
const hide = (object: string, field: string) =>
  sync.org.pool.query(`
    insert into setup.field_permission (profile_id, object, field, readable, editable)
    values (${profile}, '${object}', '${field}', false, false)
    on conflict (profile_id, object, field) do update set readable = false, editable = false`);
const show = (object: string, field: string) =>
  sync.org.pool.query(`delete from setup.field_permission where object = '${object}' and field = '${field}'`);
const steps = async () => (await sync.steps()).map((s) => `${s.object} ${s.operation}: ${s.status}`);

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0 } });
  await hide('Lead', 'ProductInterest__c');
  await hide('Contact', 'Level__c');
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

test('a field that becomes visible takes part by itself, and its existing values are filled in without a word in the logs', async () => {
  expect(await sync.rows(`select from field where name = 'ProductInterest__c'`)).toEqual([]);
  const log = await sync.rows('select count(*) from activity');
  await show('Lead', 'ProductInterest__c');
  await show('Contact', 'Level__c');
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await steps()).toEqual(
    expect.arrayContaining(['Lead Fill fields: Succeeded', 'Contact Fill fields: Succeeded']),
  );
  const interested = await sync.admin.query('SELECT COUNT() FROM Lead WHERE ProductInterest__c != null');
  const [filled] = await sync.rows<{ people: number }>('select count(productinterest__c)::int as people from person');
  expect(filled?.people).toBe(interested.totalSize);
  expect(filled?.people).toBeGreaterThan(0);
  expect(await sync.rows('select count(*) from activity')).toEqual(log);
  expect(await sync.rows('select from field_fill')).toEqual([]);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });

  await sync.cycle();
  expect((await steps()).join()).not.toContain('Fill fields');
});

test('from then on the new field syncs both ways', async () => {
  const [lead] = await sync.rows<{ id: number; sfdc_id: string }>(
    `select id, sfdc_id from person where sfdc_type = 'Lead' order by id limit 1`,
  );
  await sync.admin.sobject('Lead').update({ Id: lead?.sfdc_id ?? '', ProductInterest__c: 'GC1000 series' });
  await sync.cycle();
  expect(await sync.rows(`select productinterest__c as value from person where id = ${lead?.id}`)).toEqual([
    { value: 'GC1000 series' },
  ]);
});

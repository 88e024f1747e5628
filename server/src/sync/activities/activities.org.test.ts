import type { ActivityReport } from '@lockstep/contract/activities.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { reportActivities } from '../../people/report-activities.ts';
import { createPeople } from '../../people/write-people.ts';
import { changeOptions } from '../options.ts';
import { startTestSync, type TestSync } from '../testing/test-sync.ts';
import { verify } from '../verify/verify.ts';
import { queueTasks } from './queue-tasks.ts';

/** Chosen activities become completed tasks in Salesforce, once each (SYN-15, ACT), on the sample org. */

let sync: TestSync;
let person: { id: number; sfdc_id: string; owner: string };

beforeAll(async () => {
  sync = await startTestSync();
  await sync.connect();
  await sync.cycle();
  [person] = (await sync.rows(
    `select id, sfdc_id, sfdc_owner_id as owner from person where sfdc_type = 'Lead' order by id limit 1`,
  )) as [typeof person];
  // Long enough in Salesforce for a history.
  const longAgo = daysAgo(365).replace(/\.\d+Z/, 'Z');
  await sync.org.pool.query('update org."Lead" set "CreatedDate" = $1', [longAgo]);
  await sync.rows(`update person set sfdc_created_date = '${longAgo}' where sfdc_type = 'Lead'`);
});
afterAll(() => sync[Symbol.asyncDispose]());
afterEach(() => faults({}));

const faults = (plan: Record<string, unknown>) => sync.faults(plan);

const report = (...reports: Partial<ActivityReport>[]) =>
  sync.run(async (client) => {
    const whole = reports.map((r) => ({
      personId: person.id,
      type: 'form-filled' as const,
      asset: 'Newsletter',
      ...r,
    }));
    const added = await reportActivities(client, whole, 'test');
    return { added: added.length, queued: await queueTasks(client, added) };
  });
const choose = (...activitiesToSalesforce: ActivityReport['type'][]) =>
  sync.run((client) => changeOptions(client, { activitiesToSalesforce }));
const tasks = async () =>
  (
    await sync.org.pool.query(`
      select "Subject" as subject, "WhoId" as who, "Status" as status, "OwnerId" as owner, "ActivityDate"::text as day
        from org."Task" where "CallObject" like 'lockstep.%' order by "Id"`)
  ).rows;
const waiting = () => sync.rows(`select status from activity_task where status <> 'created'`);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

test('what other programs report is in the log, once for each key, and goes nowhere unless chosen (ACT)', async () => {
  expect(await report({ key: 'a' }, { type: 'email-opened', at: daysAgo(120) }, { at: daysAgo(10) })).toEqual({
    added: 3,
    queued: 0,
  });
  expect(await report({ key: 'a' })).toEqual({ added: 0, queued: 0 });
  await expect(report({ personId: 999_999 })).rejects.toMatchObject({ code: 'request/not-found' });
  await sync.cycle();
  expect(await tasks()).toEqual([]);
});

test('a chosen type brings three months of history, as completed tasks of the owner on their days', async () => {
  await choose('form-filled', 'email-opened');
  expect(await sync.cycle()).toMatchObject({ error: null });
  const common = { who: person.sfdc_id, status: 'Completed', owner: person.owner };
  expect(await tasks()).toEqual([
    { ...common, subject: 'Filled Out Form: Newsletter', day: daysAgo(0).slice(0, 10) },
    { ...common, subject: 'Filled Out Form: Newsletter', day: daysAgo(10).slice(0, 10) },
  ]);
  expect((await sync.steps()).find((s) => s.operation === 'Update activities')).toMatchObject({ counts: { new: 2 } });
});

test('the task does not come back as an activity that somebody logged; both sides are equal', async () => {
  await sync.cycle();
  expect(
    await sync.rows(
      `select from activity where type_id = 26 and person_id = ${person.id} and new_value like 'Filled%'`,
    ),
  ).toEqual([]);
  expect(await sync.rows(`select from sfdc_activity where subject like 'Filled%'`)).toHaveLength(2);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
});

test('nothing from before a person was in Salesforce, and nothing of a person who is not', async () => {
  const [id = 0] = await sync.run((client) => createPeople(client, [{ email: 'nobody@there.example' }], 'test'));
  expect(await report({ at: daysAgo(1000) }, { personId: id })).toEqual({ added: 2, queued: 0 });
});

test('an answer that is lost makes no second task: it is found by its key', async () => {
  const before = (await tasks()).length;
  await report({ asset: 'Lost' });
  await faults({ droppedConnection: { probability: 1, times: 1, path: '/services/data/v66.0/composite/sobjects' } });
  await sync.cycle();
  expect(await waiting()).toEqual([{ status: 'sent' }]);
  await sync.cycle();
  expect(await waiting()).toEqual([]);
  expect(await tasks()).toHaveLength(before + 1);
  expect(
    await sync.rows(`select from activity where type_id = 26 and person_id = ${person.id} and new_value like '%Lost'`),
  ).toEqual([]);
});

test('a call that was never carried out is made again', async () => {
  const before = (await tasks()).length;
  await report({ asset: 'Again' });
  await faults({
    serverError: { probability: 1, times: 1, status: 500, path: '/services/data/v66.0/composite/sobjects' },
  });
  await sync.cycle();
  await sync.rows(`update task_batch set started_at = started_at - interval '2 minutes'`);
  await sync.cycle();
  expect(await waiting()).toEqual([]);
  expect(await tasks()).toHaveLength(before + 1);
});

test('a task that Salesforce refuses is an error of its person and stops no other; a lock is tried again', async () => {
  const before = (await tasks()).length;
  await sync.org.pool.query(`
    insert into setup.validation_rule (object, name, active, field, condition, message)
    values ('Task', 'No_Forbidden', true, 'Subject', '{"field":"Subject","op":"contains","value":"Forbidden"}', 'Forbidden.')`);
  await report({ asset: 'Forbidden' }, { asset: 'Fine' });
  await sync.cycle();
  expect(await tasks()).toHaveLength(before + 1);
  expect(
    await sync.rows(`select code, message from record_error where object = 'Task' and resolved_at is null`),
  ).toEqual([{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Forbidden.' }]);
  expect(await waiting()).toEqual([{ status: 'refused' }]);
  await faults({ rowLock: { probability: 1, times: 2, objects: ['Task'] } });
  await report({ asset: 'Locked' });
  await sync.cycle();
  expect(await waiting()).toEqual([{ status: 'refused' }, { status: 'waiting' }]);
  await sync.rows(`update activity_task set retry_at = now()`);
  await sync.cycle();
  expect(await tasks()).toHaveLength(before + 2);
});

test('many become tasks by one Bulk job; killed before its results are read, none is made twice', async () => {
  const before = (await tasks()).length;
  Object.assign(sync.engine.settings, { bulkThresholdRows: 3 });
  await report(...['One', 'Two, "quoted"', 'Three', 'Four', 'Forbidden'].map((asset) => ({ asset, detail: 'A\nB' })));
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect((await sync.steps()).find((s) => s.operation === 'Update activities')).toMatchObject({
    counts: { new: 4, failed: 1 },
  });
  expect((await tasks()).slice(before).map(({ subject }) => subject)).toContain('Filled Out Form: Two, "quoted"');
  expect(await sync.rows('select from open_job')).toEqual([]);

  const made = await sync.org.pool.query(`select "CallObject" as key from org."Task" order by "Id" desc limit 1`);
  const [, token] = made.rows[0].key.split('.');
  const job = await sync.org.pool.query(`select id from bulk.job where object = 'Task' order by id desc limit 1`);
  await sync.rows(`
    with batch as (insert into task_batch (token, started_at) values ('${token}', now() - interval '2 minutes') returning id),
         job as (insert into open_job values ('${job.rows[0].id}', 'Task'))
    update activity_task set status = 'sent', sfdc_task_id = null, batch_id = (select id from batch)
     where activity_id in (select activity_id from activity_task where status = 'created' order by 1 desc limit 4)`);
  await sync.cycle();
  expect(await tasks()).toHaveLength(before + 4);
  expect(await waiting()).toEqual([{ status: 'refused' }, { status: 'refused' }]);
  expect(await sync.rows('select from open_job')).toEqual([]);
});

test('a type that is not chosen any more takes back what waits', async () => {
  await report({ type: 'email-opened', asset: 'Taken back' });
  await choose('form-filled');
  expect(await sync.rows(`select from activity_task where status = 'waiting'`)).toEqual([]);
});

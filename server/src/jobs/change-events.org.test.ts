import type { JobHelpers } from 'graphile-worker';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { editPeople } from '../people/write-people.ts';
import { withLock } from '../postgres/advisory-lock.ts';
import { cycleLock } from '../sync/cycle.ts';
import { readChangeEvents } from '../sync/events/event-state.ts';
import { changeOptions } from '../sync/options.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { earlyCycle, earlyCycleTask, listenInBackground } from './change-events.ts';
import { syncCycleTask } from './sync-cycle.ts';

/** No cycle rests and none is due: whatever arrives here came by events. */
let sync: TestSync;
let lead: { id: number; sfdc_id: string };
const stop = new AbortController();
let listening: Promise<void>;
const jobs: string[] = [];
let underWay: Promise<void> = Promise.resolve();

beforeAll(async () => {
  sync = await startTestSync({ changeEvents: ['Lead', 'Contact', 'Account', 'Opportunity'] });
  await sync.connect();
  await sync.cycle();
  [lead] = (await sync.rows<{ id: number; sfdc_id: string }>(
    `select id, sfdc_id from person where email = 'bertha@fcof.net'`,
  )) as [typeof lead];
  // The jobs run one after the other, as they come.
  const queue = {
    addJob: async (name: string, payload?: unknown) => {
      jobs.push(name);
      underWay = underWay.then(async () => {
        if (name === syncCycleTask) await sync.cycle();
        else await earlyCycle(sync.engine, queue as never)(payload, { abortSignal: stop.signal } as JobHelpers);
      });
      return {} as never;
    },
  };
  listening = listenInBackground(sync.engine, queue as never, new Registry(), stop.signal);
  await until(async () => (await state()).state === 'listening');
});
afterAll(async () => {
  stop.abort();
  await listening;
  await underWay;
  await sync[Symbol.asyncDispose]();
});

const state = () => sync.run(readChangeEvents);
const until = (check: () => Promise<boolean>) =>
  vi.waitFor(async () => expect(await check()).toBe(true), { timeout: 50_000, interval: 50 });
const person = async (id = lead.id) =>
  (
    await sync.rows<{ title: string; sfdc_is_deleted: boolean }>(
      `select title, sfdc_is_deleted from person where id = ${id}`,
    )
  )[0];
const inSalesforce = async (id: string) => (await sync.admin.sobject('Lead').retrieve(id)) as { Title: string };
const early = () => jobs.filter((name) => name === earlyCycleTask).length;

test('PER-3: what changes in Salesforce is here without a cycle: changed, created, deleted', async () => {
  await sync.admin.sobject('Lead').update({ Id: lead.sfdc_id, Title: 'Heard' } as never);
  await until(async () => (await person())?.title === 'Heard');
  const { id } = await sync.admin.sobject('Lead').create({ LastName: 'Eventful', Company: 'Acme' });
  const arrived = () => sync.rows<{ id: number }>(`select id from person where sfdc_id = '${id}'`);
  await until(async () => (await arrived()).length === 1);
  await sync.admin.sobject('Lead').delete(id as string);
  const [created] = await arrived();
  await until(async () => (await person(created?.id))?.sfdc_is_deleted === true);
});

test('an early cycle reads only what changed: three API calls, and no schema', async () => {
  await underWay;
  const opportunity = await sync.admin
    .sobject('Opportunity')
    .create({ Name: 'Early', StageName: 'Prospecting', CloseDate: '2030-01-01' });
  await until(
    async () => (await sync.rows(`select from opportunity where sfdc_id = '${opportunity.id}'`)).length === 1,
  );
  await underWay;
  const steps = await sync.steps();
  expect(steps.map(({ object }) => object)).not.toContain('Schema');
  expect(steps.map(({ object }) => object)).not.toContain('Campaign');
  const [cycle] = await sync.rows<{ api_calls: number; early: boolean }>(
    'select api_calls, early from sync_cycle order by id desc limit 1',
  );
  expect(cycle).toMatchObject({ early: true });
  expect(cycle?.api_calls).toBeLessThanOrEqual(3);
});

test('an edit here is in Salesforce without a cycle, and the event that tells of it wakes nobody', async () => {
  await underWay;
  const before = { jobs: early(), own: (await state()).own };
  await sync.run((client) => editPeople(client, [{ id: lead.id, values: { title: 'Edited here' } }], 'a form'));
  await until(async () => (await inSalesforce(lead.sfdc_id)).Title === 'Edited here');
  await until(async () => (await state()).own > before.own);
  await underWay;
  expect(early()).toBe(before.jobs + 1);
});

test('an edit on both sides is a conflict: the push that an edit wakes comes after a pull (SYN-5)', async () => {
  await underWay;
  // While the lock is held no early cycle can begin: the edit meets a change that nobody has pulled.
  await withLock(sync.engine.pool, cycleLock(await sync.subscription()), async () => {
    await sync.admin.sobject('Lead').update({ Id: lead.sfdc_id, Phone: '1' } as never);
    await sync.run((client) => editPeople(client, [{ id: lead.id, values: { phone: '2', title: 'Both' } }], 'a form'));
  });
  await until(async () => (await inSalesforce(lead.sfdc_id)).Title === 'Both');
  await underWay;
  expect(
    await sync.rows(`select f.name from conflict c join field f on f.id = c.field_id where c.person_id = ${lead.id}`),
  ).toEqual([{ name: 'phone' }]);
});

test('a gap or an overflow names only the object: it is pulled like after any event (field.md 20)', async () => {
  await underWay;
  await sync.org.pool.query(`
    alter table org."Lead" disable trigger change_update;
    update org."Lead" set "Title" = 'Behind a gap', "SystemModstamp" = now() where "Id" = '${lead.sfdc_id}';
    alter table org."Lead" enable trigger change_update`);
  await sync.org.pool.query(`
    insert into events.captured (statement, object, change_type, record_id) values (0, 'Lead', 'GAP_OVERFLOW', '000000000000000AAA');
    select pg_notify('practice_org_events', '')`);
  await until(async () => (await person())?.title === 'Behind a gap');
});

test('a replay id that Salesforce has forgotten leads to a whole cycle, and events are heard again (field.md 20)', async () => {
  await underWay;
  const whole = jobs.filter((name) => name === syncCycleTask).length;
  await listenAgain(async () => {
    await sync.run((client) => client.query(`update change_events set replay_id = '0000000000000001'`));
    await sync.org.pool.query(`
      alter table org."Lead" disable trigger change_update;
      update org."Lead" set "Title" = 'While nobody listened', "SystemModstamp" = now() where "Id" = '${lead.sfdc_id}';
      alter table org."Lead" enable trigger change_update`);
  });
  await until(async () => (await person())?.title === 'While nobody listened');
  expect(jobs.filter((name) => name === syncCycleTask).length).toBeGreaterThan(whole);
  await sync.admin.sobject('Lead').update({ Id: lead.sfdc_id, Title: 'Heard again' } as never);
  await until(async () => (await person())?.title === 'Heard again');
});

test('what happened while nobody listened is heard from the stored replay id on; the option says why nobody does', async () => {
  await underWay;
  await listenAgain(async () => {
    expect(await state()).toMatchObject({ state: 'off', reason: 'Turned off in the sync options.' });
    await sync.admin.sobject('Lead').update({ Id: lead.sfdc_id, Title: 'Missed' } as never);
  });
  await until(async () => (await person())?.title === 'Missed');
});

/** Turns the option off, does something once the stream is closed, and turns it on again. */
async function listenAgain(meanwhile: () => Promise<void>): Promise<void> {
  await sync.run((client) => changeOptions(client, { changeEvents: false }));
  await until(async () => (await sync.rows(`select from change_events where state = 'off'`)).length === 1);
  await meanwhile();
  await sync.run((client) => changeOptions(client, { changeEvents: true }));
}

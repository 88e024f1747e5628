import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPeople } from '../people/write-people.ts';
import { startCommand } from '../sync/testing/command.ts';
import { struckFaults } from '../sync/testing/faults.ts';
import { startTestSync, type TestSync } from '../sync/testing/test-sync.ts';
import { syncPeople } from './sync-person.ts';

/** REL-1 for a flow action: `lockstep people sync` is killed with SIGKILL while Salesforce creates its lead. */

let sync: TestSync;
beforeAll(async () => {
  sync = await startTestSync();
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

test('killed while its lead is created, the person is linked to that lead by the next cycles, and exists once', async () => {
  const ids = await sync.run((client) =>
    createPeople(client, [{ lastName: 'Killed', company: 'Lost Ltd', email: 'killed@flow.example' }], 'test'),
  );
  await delayCreates(2500);
  const child = startCommand(sync, 'people', 'sync', String(ids[0]));
  const exited = once(child, 'exit');
  while (!(await isCreating())) await pause(20);
  child.kill('SIGKILL');
  await exited;

  // Nobody can tell yet: asked again at once, the person is not created a second time.
  expect(await syncPeople(sync.engine, await sync.subscription(), { ids }, 'test')).toMatchObject([
    { outcome: 'failed', code: 'sync/lead-in-doubt' },
  ]);
  while ((await leads()) === 0) await pause(50);
  expect((await sync.cycle()).error).toBeNull();
  expect(await leads()).toBe(1);
  expect(await sync.rows(`select id, sfdc_type from person where last_name = 'Killed'`)).toEqual([
    { id: ids[0], sfdc_type: 'Lead' },
  ]);
  expect(await sync.rows('select from create_intent')).toEqual([]);
});

const leads = () => sync.admin.sobject('Lead').count({ LastName: 'Killed' });

/** Salesforce has the call and takes its time. */
const isCreating = async () => ((await struckFaults(sync.org)).lateCommit ?? 0) > 0;

const delayCreates = (milliseconds: number) =>
  sync.faults({ lateCommit: { probability: 1, times: 1, minMs: milliseconds, maxMs: milliseconds } });

import { afterAll, beforeAll, expect, test } from 'vitest';
import { listNotifications } from '../subscription/notifications.ts';
import { tasksAtOnce } from './in-order.ts';
import { changeOptions } from './options.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/** SYN-16: the sync never makes the org run dry, slows down by priority before that, and says so. */

let sync: TestSync;

beforeAll(async () => {
  sync = await startTestSync({ dailyApiRequests: 1000 });
  await sync.connect();
});
afterAll(() => sync[Symbol.asyncDispose]());

const allow = (apiBudgetPercent: number) => sync.run((client) => changeOptions(client, { apiBudgetPercent }));
const told = async () =>
  (await sync.run((client) => listNotifications(client)))
    .filter(({ kind }) => kind === 'api-limit')
    .map(({ subject, times, readAt }) => ({ subject, times, isNew: readAt === null }));
const readAll = () => sync.rows('update notification set read_at = now()');
const objects = async () => [...new Set((await sync.steps()).map((s) => s.object))];

/** Somebody else's requests count too. */
async function useUpTo(requests: number): Promise<void> {
  do await sync.admin.request('/services/data/v66.0/limits');
  while ((sync.admin.limitInfo.apiUsage?.used ?? 0) < requests);
}

test('a cycle that reaches the budget stops there; what is read stays, and the next one with room goes on (SYN-16)', async () => {
  await useUpTo(25);
  await allow(3);
  const { error, apiCalls } = await sync.cycle();
  expect(error).toMatchObject({ code: 'sync/api-budget' });
  expect(apiCalls).toBeGreaterThan(3);
  // The call that shows it counts too, and those that were under way come to their end.
  await useUpTo(0);
  expect(sync.admin.limitInfo.apiUsage?.used).toBeLessThanOrEqual(31 + tasksAtOnce);
  await allow(80);
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true });
});

test('near its budget the sync keeps to people and companies, and says so', async () => {
  await useUpTo(91);
  await allow(10);
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await objects()).toEqual(expect.arrayContaining(['Account', 'Lead', 'Contact']));
  expect(await objects()).not.toEqual(expect.arrayContaining(['Task']));
  const said = (await sync.steps()).map((s) => s.message).join();
  expect(said).toMatch(/of 1000 requests .* the budget is 10 %\. Until there is room again, only people/);
});

test('that the budget is tight, and that it is spent, is told once each, until there is room again (OPS-4)', async () => {
  expect(await told()).toEqual([{ subject: 'API budget', times: 1, isNew: true }]);
  await readAll();
  await useUpTo(101);
  await sync.cycle();
  await sync.cycle();
  expect(await told()).toMatchObject([{ subject: 'sync/api-budget', times: 2, isNew: true }, { isNew: false }]);
  await readAll();
  await sync.cycle();
  expect((await told()).filter(({ isNew }) => isNew)).toEqual([]);
  await allow(12); // Not tight any more, and soon again.
  await sync.cycle();
  expect(await told()).toHaveLength(2);
  await allow(80);
  await sync.cycle();
  expect(await told()).toEqual([]);
  await allow(10);
});

test('at its budget it pauses, loses nothing, and goes on when there is room', async () => {
  const { error, apiCalls } = await sync.cycle();
  expect(error).toMatchObject({ code: 'sync/api-budget', detail: expect.stringContaining('of 1000 requests') });
  expect(apiCalls).toBe(1);
  expect(await objects()).toEqual(['Schema']);
  await allow(80);
  expect(await sync.cycle()).toMatchObject({ error: null });
  expect(await objects()).toEqual(expect.arrayContaining(['Task', 'Campaign']));
});

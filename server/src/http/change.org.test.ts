import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAppWithOrg } from './testing/app-with-org.ts';

/** Filters, reported activities, proofs and costs, as the web page and the command line reach them (SYN-15, SYN-16, SYN-18). */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const { app, admin, lockstep, connect, cycle } = stack.use(await startAppWithOrg());
const send = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => admin.send(method, path, body);

beforeAll(async () => {
  await connect();
  expect((await cycle()).error).toBeNull();
});

test('a filter is checked, set, listed, audited and cleared (SYN-15)', async () => {
  const question = { object: 'Lead', condition: "Rating = 'Hot'" };
  const check = await send('POST', '/admin/sync/filters/check', question);
  expect(check.body).toMatchObject({ ...question, total: 22, matching: expect.any(Number) });
  expect(await send('PUT', '/admin/sync/filters', { object: 'Lead', condition: 'Rating = ' })).toMatchObject({
    status: 422,
    body: { error: { code: 'setup/filter-refused', detail: expect.stringContaining('Salesforce says of Lead') } },
  });
  const set = await send('PUT', '/admin/sync/filters', { ...question, onExit: 'flag' });
  expect(set.body.filters).toEqual([{ ...question, onExit: 'flag', applied: false, outside: 0 }]);
  expect(JSON.stringify((await send('GET', '/admin/audit')).body)).toContain('sync/filter-set');
  await cycle();
  expect((await lockstep('filters')).out).toContain("Rating = 'Hot'");
  expect(await lockstep('filters', 'check', 'Lead', "Rating = 'x')")).toMatchObject({ code: 1 });
  expect((await lockstep('filters', 'set', 'Lead', "Rating != 'Cold'")).out).toContain(
    'of 22 records of Lead meet it.',
  );
  expect((await lockstep('filters', 'clear', 'Lead')).code).toBe(0);
  await cycle();
  expect((await send('GET', '/admin/sync/filters')).body).toEqual({ filters: [] });
});

test('activities are reported, known by their keys, and named in the log (ACT)', async () => {
  const [person] = (await send('GET', '/admin/people?limit=1')).body.people;
  const activity = { personId: person.id, type: 'form-filled', asset: 'Newsletter', key: 'k1' };
  const report = { activities: [activity] };
  expect((await send('POST', '/admin/activities', report)).body).toEqual({ reported: 1, known: 0, queued: 0 });
  expect((await send('POST', '/admin/activities', report)).body).toEqual({ reported: 0, known: 1, queued: 0 });
  expect((await lockstep('sync-options', '--activities-to-salesforce', 'email-opened')).out).toContain('email-opened');
  expect((await lockstep('activities', 'report', String(person.id), 'email-opened', 'Newsletter')).out).toMatch(
    /^1 activities reported/,
  );
  expect(await lockstep('activities', 'report', String(person.id), 'no-such-type', 'x')).toMatchObject({ code: 1 });
  const { activities } = (await send('GET', `/admin/people/${person.id}`)).body;
  expect(activities.map((a: { type: string }) => a.type)).toEqual(
    expect.arrayContaining(['Fill Out Form', 'Open Email']),
  );
});

test('a proof is made, repaired, kept and measured (SYN-18)', async () => {
  await cycle();
  expect((await send('POST', '/admin/verify?repair=true')).body).toMatchObject({ equal: true });
  expect((await send('GET', '/admin/verify')).body.proof).toMatchObject({ equal: true, scheduled: false });
  expect((await send('GET', '/admin/status')).body.proof).toMatchObject({ equal: true, defects: 0 });
  expect((await lockstep('verify', '--last')).out).toContain('are the same on both sides');
  const metrics = (await app.inject({ url: '/metrics' })).body;
  expect(metrics).toContain('lockstep_verify_differences{reason="defect"} 0');
});

test('the cost of 24 hours, and the pause between cycles (SYN-16)', async () => {
  const cost = (await send('GET', '/admin/sync/cost')).body;
  expect(cost).toMatchObject({ state: 'free', usage: { max: 15_000 } });
  expect(cost.objects.map((o: { object: string }) => o.object)).toContain('Lead');
  const ofSteps = cost.operations.map((o: { calls: number }) => o.calls).reduce((a: number, b: number) => a + b);
  expect(cost.operations[0]).toMatchObject({ object: expect.any(String), steps: expect.any(Number) });
  expect(ofSteps).toBe(cost.objects.map((o: { calls: number }) => o.calls).reduce((a: number, b: number) => a + b));
  const hours: { calls: number; cycles: number; used: number }[] = cost.hours;
  expect(hours.reduce((sum, { calls }) => sum + calls, 0)).toBe(cost.ours);
  expect(hours.at(-1)).toMatchObject({ used: expect.any(Number), cycles: expect.any(Number) });
  expect((await lockstep('cost')).out).toContain('The budget is 12000');
  expect((await send('PUT', '/admin/sync/options', { cyclePauseSeconds: 60 })).body).toMatchObject({
    cyclePauseSeconds: 60,
  });
  expect(await send('PUT', '/admin/sync/options', { cyclePauseSeconds: 1 })).toMatchObject({ status: 400 });
  expect((await lockstep('sync-options', '--cycle-pause-seconds', 'default')).out).toContain('cyclePauseSeconds');
});

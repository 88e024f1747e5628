import { PassThrough, Readable } from 'node:stream';
import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeOrg } from '../../../practice-org/src/practice-org.ts';
import type { Terminal } from '../cli/cli.ts';
import { runCommandLine } from '../cli/command-line.ts';
import { enterCredentials } from '../setup/credentials.ts';
import { finishMappings, syncFields } from '../setup/fields.ts';
import { confirmCredentials, startSync } from '../setup/start.ts';
import { openSubscription } from '../subscription/subscription.ts';
import { runCycle } from '../sync/cycle.ts';
import { makeTestContext } from '../test-context.ts';
import { allRoutes } from './all-routes.ts';
import { buildApp } from './app.ts';
import { Visitor } from './test-visitor.ts';

/** Filters, reported activities, proofs and costs, as the web page and the command line reach them (SYN-15, SYN-16, SYN-18). */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const orgDatabase = stack.use(await makeTestDatabase());
const org = await startPracticeOrg({ databaseUrl: orgDatabase.url });
stack.defer(() => org.stop());
const secretKey = Buffer.alloc(32, 9).toString('base64');
const environment = { LOCKSTEP_ALLOWED_HOSTS: new URL(org.url).host, LOCKSTEP_SECRET_KEY: secretKey };
const context = stack.use(await makeTestContext(environment));
const app = await buildApp(context, allRoutes);
stack.defer(() => app.close());
const admin = await new Visitor(app).becomeFirstAdmin();
const send = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => admin.send(method, path, body);
const cycle = async () => runCycle(context.engine, await openSubscription(context.pool));

async function lockstep(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { ...environment, DATABASE_URL: context.databaseUrl, LOCKSTEP_LOG_LEVEL: 'warn' };
  const terminal = { environment: env, stdin: Readable.from(['']), stdout, stderr } as unknown as Terminal;
  const code = await runCommandLine(args, terminal);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

beforeAll(async () => {
  const subscription = () => openSubscription(context.pool);
  const { setup } = context;
  const credentials = { method: 'password', loginUrl: org.url, ...org.syncUser } as const;
  const identity = await enterCredentials(setup, await subscription(), credentials);
  await syncFields(setup, await subscription(), []);
  await confirmCredentials(setup, await subscription(), identity.organizationId);
  await finishMappings(setup, await subscription());
  await startSync(setup, await subscription());
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
  expect((await lockstep('cost')).out).toContain('The budget is 12000');
  expect((await send('PUT', '/admin/sync/options', { cyclePauseSeconds: 60 })).body).toMatchObject({
    cyclePauseSeconds: 60,
  });
  expect(await send('PUT', '/admin/sync/options', { cyclePauseSeconds: 1 })).toMatchObject({ status: 400 });
  expect((await lockstep('sync-options', '--cycle-pause-seconds', 'default')).out).toContain('cyclePauseSeconds');
});

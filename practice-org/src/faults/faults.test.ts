import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../identity/caller.ts';
import { authenticate } from '../identity/session.ts';
import { registerErrors } from '../rest/errors.ts';
import { type FaultPlan, readFaultPlan } from './fault-plan.ts';
import { faultSwitchOf, lateCommitMs, registerFaults, rowFault } from './faults.ts';

const org = {};
let app: FastifyInstance;
let url: string;
let live: Set<string>;

beforeEach(async () => {
  app = Fastify({ forceCloseConnections: true });
  live = new Set(['one', 'other']);
  registerErrors(app);
  registerFaults(app, org);
  app.decorate('sessions', {
    find: async (id: string) => (live.has(id) ? { caller: {} as Caller } : undefined),
    end: async (id: string) => live.delete(id),
  } as never);
  app.get('/services/data/text', async () => 'x'.repeat(1000));
  app.get('/services/data/empty', (_request, reply) => reply.code(204).send());
  app.get('/services/data/stream', (_request, reply) => reply.send(Readable.from(bytes())));
  app.get('/services/data/mine', async (request) => authenticate(request));
  app.get('/elsewhere', async () => 'whole');
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  faultSwitchOf(org).set(readFaultPlan({}));
  await app.close();
});

function* bytes(): Generator<Buffer> {
  for (let i = 0; i < 100; i++) yield Buffer.alloc(10_000, 'x');
}

const set = (plan: object) =>
  fetch(`${url}/practice-org/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan),
  });

async function get(path: string, token?: string): Promise<string> {
  const response = await fetch(url + path, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  return `${response.status} ${await response.text()}`;
}

describe('the switch', () => {
  test('is off at first, says what it holds, takes what it said, and counts', async () => {
    const state = await (await fetch(`${url}/practice-org/faults`)).json();
    expect(state).toMatchObject({ seed: 1, latency: { probability: 0 }, struck: { serverError: 0 } });
    expect(await (await set(state as object)).json()).toEqual(state);
    expect(await (await set({ serverError: { probability: 1, times: 2 } })).json()).toMatchObject({
      serverError: { probability: 1, times: 2, status: 503 },
    });
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push((await get('/services/data/text')).slice(0, 3));
    expect(answers).toEqual(['503', '503', '200', '200']);
    expect(await (await fetch(`${url}/practice-org/faults`)).json()).toMatchObject({ struck: { serverError: 2 } });
    await fetch(`${url}/practice-org/faults`, { method: 'DELETE' });
    expect(await (await fetch(`${url}/practice-org/faults`)).json()).toMatchObject({ serverError: { probability: 0 } });
  });

  test('says what is wrong with a plan, and keeps the old one', async () => {
    for (const [plan, message] of [
      [[], 'A fault plan is a JSON object.'],
      [{ flood: {} }, /^There is no fault named "flood"/],
      [{ latency: { probability: 2 } }, '"probability" is a number from 0 to 1.'],
      [{ latency: { often: true } }, '"latency" has no attribute "often".'],
      [{ serverError: { status: 404 } }, '"status" is 500 or 503.'],
      [{ rowLock: { objects: 'Lead' } }, '"objects" is a list of object names.'],
    ] as const) {
      const response = await set(plan);
      expect(response.status).toBe(400);
      expect(((await response.json()) as { error: string }).error).toMatch(message);
    }
  });

  test('the same seed gives the same faults, and no fault disturbs another', async () => {
    const run = (plan: Partial<FaultPlan>) => {
      const faults = faultSwitchOf(org);
      faults.set(readFaultPlan(plan));
      return Array.from({ length: 200 }, () => [faults.strikes('rowLock'), faults.strikes('latency')]);
    };
    const rowLock = { probability: 0.3 };
    const one = run({ seed: 7, rowLock });
    expect(run({ seed: 7, rowLock })).toEqual(one);
    expect(run({ seed: 8, rowLock })).not.toEqual(one);
    const alone = one.map(([lock]) => lock);
    expect(run({ seed: 7, rowLock, latency: { probability: 0.5, minMs: 0, maxMs: 0 } }).map(([lock]) => lock)).toEqual(
      alone,
    );
    expect(alone.filter(Boolean).length).toBeGreaterThan(40);
    expect(alone.filter(Boolean).length).toBeLessThan(80);
  });

  test('only paths of the API, and only those that the rule names', async () => {
    await set({ serverError: { probability: 1, path: '/services/data/empty' } });
    expect(await get('/services/data/text')).toMatch(/^200/);
    expect(await get('/services/data/empty')).toMatch(/^503/);
    await set({ serverError: { probability: 1 } });
    expect(await get('/elsewhere')).toBe('200 whole');
  });
});

describe('faults of a request', () => {
  test('server errors and the request limit, as Salesforce words them', async () => {
    await set({ serverError: { probability: 1, status: 500 } });
    expect(await get('/services/data/text')).toMatch(
      /^500 \[\{"message":"An unexpected error occurred\. Please include this ErrorId if you contact support: \d+-\d+ \(\d+\)","errorCode":"UNKNOWN_EXCEPTION"\}\]$/,
    );
    await set({ requestLimit: { probability: 1 } });
    expect(await get('/services/data/text')).toBe(
      '403 [{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]',
    );
  });

  test('latency', async () => {
    await set({ latency: { probability: 1, minMs: 80, maxMs: 90 } });
    const start = performance.now();
    await get('/services/data/text');
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  test('an expired session is over for good, others live on', async () => {
    await set({ expiredSession: { probability: 1, times: 1 } });
    const expired = '401 [{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]';
    expect(await get('/services/data/mine', 'one')).toBe(expired);
    expect(await get('/services/data/mine', 'one')).toBe(expired);
    expect(await get('/services/data/mine', 'other')).toMatch(/^200/);
  });

  test('a truncated answer ends cleanly and too early', async () => {
    await set({ truncatedBody: { probability: 1 } });
    const text = await get('/services/data/text');
    expect(text).toMatch(/^200 x+$/);
    expect(text.length).toBeLessThan(1004);
    expect((await get('/services/data/stream')).length).toBeLessThan(65_600);
    expect(await get('/services/data/empty')).toBe('204 ');
  });

  test('a dropped connection breaks in the middle', async () => {
    await set({ droppedConnection: { probability: 1 } });
    await expect(get('/services/data/text')).rejects.toThrow();
    await expect(get('/services/data/stream')).rejects.toThrow();
  });
});

describe('faults of a record', () => {
  test('by sentinel: always, a few times, or as a trigger', () => {
    const save = (LastName: string, Id?: string) => rowFault(org, 'Lead', { LastName, Id })?.statusCode;
    expect([save('FAIL_ROW_LOCK'), save('FAIL_ROW_LOCK')]).toEqual(['UNABLE_TO_LOCK_ROW', 'UNABLE_TO_LOCK_ROW']);
    expect([save('FAIL_ROW_LOCK_2', 'a'), save('FAIL_ROW_LOCK_2', 'a'), save('FAIL_ROW_LOCK_2', 'a')]).toEqual([
      'UNABLE_TO_LOCK_ROW',
      'UNABLE_TO_LOCK_ROW',
      undefined,
    ]);
    expect(save('FAIL_ROW_LOCK_2', 'b')).toBe('UNABLE_TO_LOCK_ROW');
    expect(rowFault(org, 'Account', { Name: 'FAIL_TRIGGER' })).toEqual({
      statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message:
        'Account_Trigger: execution of BeforeInsert\n\ncaused by: System.NullPointerException: Attempt to de-reference a null object\n\nTrigger.Account_Trigger: line 3, column 1',
      fields: [],
    });
    expect(save('Smith')).toBeUndefined();
  });

  test('by the switch: some objects, some of the time; late commits', async () => {
    await set({
      rowLock: { probability: 1, objects: ['Contact'] },
      lateCommit: { probability: 1, minMs: 10, maxMs: 20 },
    });
    expect(rowFault(org, 'Lead', {})).toBeUndefined();
    expect(rowFault(org, 'Contact', { Id: '003000000000001AAA' })).toEqual({
      statusCode: 'UNABLE_TO_LOCK_ROW',
      message: 'unable to obtain exclusive access to this record or 1 records: 003000000000001AAA',
      fields: [],
    });
    expect(lateCommitMs(org)).toBeGreaterThanOrEqual(10);
    expect(lateCommitMs({})).toBe(0);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeTestContext } from '../test-context.ts';
import { openPresence, presenceKey } from './presence.ts';
import { reapOnce } from './reaper.ts';
import { startWorker } from './worker.ts';

const stack = new AsyncDisposableStack();
const context = stack.use(await makeTestContext({ LOCKSTEP_WORKERS: '2' }));
const { pool, log } = context;
afterAll(() => stack.disposeAsync());

const addJob = (name: string) => pool.query(`select graphile_worker.add_job($1, '{"n": 1}')`, [name]);

test('jobs are worked on, and stopping lets a running one finish', async () => {
  const finished: string[] = [];
  const started = Promise.withResolvers<void>();
  const worker = await startWorker(context, {
    tasks: {
      quick: async (payload) => void finished.push(`quick ${JSON.stringify(payload)}`),
      slow: async () => {
        started.resolve();
        await new Promise((resolve) => setTimeout(resolve, 300));
        finished.push('slow');
      },
    },
  });
  await addJob('quick');
  await addJob('slow');
  await started.promise;
  await worker[Symbol.asyncDispose]();
  await worker.stopped;
  expect(finished.sort()).toEqual(['quick {"n":1}', 'slow']);
});

test('a job that ignores the time hears that it must stop, and is done again later', async () => {
  const started = Promise.withResolvers<void>();
  const worker = await startWorker(context, {
    tasks: {
      endless: async (_payload, { abortSignal }) => {
        started.resolve();
        await once(abortSignal as unknown as EventTarget, 'abort');
        throw new Error('stopped half-way');
      },
    },
  });
  await addJob('endless');
  await started.promise;
  await worker[Symbol.asyncDispose]();
  const { rows } = await pool.query(
    `select locked_by, attempts from graphile_worker.jobs where task_identifier = 'endless'`,
  );
  expect(rows).toEqual([{ locked_by: null, attempts: 1 }]);
  await pool.query(`delete from graphile_worker._private_jobs`);
});

test('the job of a worker that is killed is finished by another within seconds', async () => {
  await addJob('doomed');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-worker.fixture.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: context.databaseUrl,
      LOCKSTEP_SECRET_KEY: context.config.secretKey?.toString('base64'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  using _killed = { [Symbol.dispose]: () => child.kill('SIGKILL') };
  await once(child.stdout, 'data');

  const finished = Promise.withResolvers<void>();
  let runs = 0;
  await using _worker = await startWorker(context, {
    tasks: {
      doomed: async () => {
        runs++;
        finished.resolve();
      },
    },
  });
  expect(await reapOnce(pool, log, 100)).toEqual([]); // while its owner lives, the job is left to it
  const killedAt = Date.now();
  child.kill('SIGKILL');
  await finished.promise;
  expect(Date.now() - killedAt).toBeLessThan(20_000);
  expect(runs).toBe(1);
});

test('a worker whose connection breaks shows itself again before it is taken for dead', async () => {
  await using presence = await openPresence(pool, log);
  await presence.announce('worker-1');
  const key = presenceKey('worker-1');
  const heldBy = async () => {
    const { rows } = await pool.query<{ pid: number }>({
      text: `select pid from pg_locks where locktype = 'advisory' and granted
                and (classid::bigint << 32 | objid::bigint) = ${key.text}`,
      values: key.values,
    });
    return rows[0]?.pid;
  };
  const before = await heldBy();
  expect(before).toBeGreaterThan(0);
  await pool.query('select pg_terminate_backend($1)', [before]);
  await expect.poll(heldBy, { timeout: 1500 }).toSatisfy((pid) => pid !== undefined && pid !== before);
});

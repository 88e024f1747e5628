import { Logger, makeWorkerUtils, type WorkerUtils } from 'graphile-worker';
import pg from 'pg';
import type { Log } from '../log.ts';

/** graphile-worker reads times as JavaScript dates, so it has a pool with pg's own conversions. */
export function makeQueuePool(databaseUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, application_name: 'lockstep jobs', max, keepAlive: true });
  // graphile-worker reports and retries; without listeners, a connection that breaks would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export interface Queue extends AsyncDisposable {
  readonly addJob: WorkerUtils['addJob'];
  readonly utils: WorkerUtils;
}

/**
 * Opens the job queue for adding jobs, making its tables (schema graphile_worker) when they are missing. A job that must
 * exist exactly when a transaction commits is added in it: `select graphile_worker.add_job('name', payload)`.
 */
export async function openQueue(databaseUrl: string, log: Log): Promise<Queue> {
  const pool = makeQueuePool(databaseUrl, 2);
  try {
    const utils = await makeWorkerUtils({ pgPool: pool, logger: jobLogger(log) });
    await utils.migrate();
    return {
      addJob: utils.addJob,
      utils,
      async [Symbol.asyncDispose]() {
        await utils.release();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** What graphile-worker says, in our log. Its everyday news (one line a job) is for debugging here. */
export function jobLogger(log: Log): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const error = meta?.error;
    log[levels[level]]({ ...scope, ...(error instanceof Error ? { err: error } : {}) }, message);
  });
}

import { EventEmitter } from 'node:events';
import { type ParsedCronItem, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Context } from '../context.ts';
import { openPresence } from './presence.ts';
import { jobLogger, makeQueuePool } from './queue.ts';
import { reapUntil } from './reaper.ts';

/** How long a job may go on after the process was told to stop, before its `abortSignal` tells it too. */
const patienceMs = 1000;

export interface Work {
  /** What to do for each name of a job. */
  readonly tasks: TaskList;
  /** Jobs that are added by the clock; made with graphile-worker's parseCronItems. */
  readonly schedule?: ParsedCronItem[];
}

export interface AllWork extends Work {
  /** What goes on beside the jobs until the worker stops. */
  readonly background?: (stop: AbortSignal) => Promise<void>;
}

export interface RunningWorker extends AsyncDisposable {
  /** Settles when the worker has stopped; rejects when it stopped by itself because of an error. */
  readonly stopped: Promise<void>;
}

/**
 * Works on jobs in this process, as many at a time as configured, until it is disposed. Disposing lets running jobs
 * finish; a long one should watch its `helpers.abortSignal`. Several processes can work on one database.
 */
export async function startWorker(context: Context, work: AllWork): Promise<RunningWorker> {
  const { config, pool, databaseUrl } = context;
  const log = context.log.child({ part: 'jobs' });
  await using opened = new AsyncDisposableStack();
  const presence = opened.use(await openPresence(pool, log));
  const queuePool = makeQueuePool(databaseUrl, config.workers + 2);
  opened.defer(() => queuePool.end());

  const stopReaper = new AbortController();
  const reaper = reapUntil(stopReaper.signal, pool, log);
  opened.defer(async () => {
    stopReaper.abort();
    await reaper;
  });

  const events = new EventEmitter() as WorkerEvents;
  // graphile-worker notes this id, not that of a single worker in it, as the owner of each job it takes.
  events.on('pool:create', ({ workerPool }) => {
    presence.announce(workerPool.id).catch((error) => log.warn({ err: error }, 'could not announce the worker'));
  });
  const runner = await run({
    pgPool: queuePool,
    taskList: work.tasks,
    parsedCronItems: work.schedule ?? [],
    concurrency: config.workers,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: jobLogger(log),
    events,
    // With batches (of whatever is there at once), stopping waits until the end of each job is on record; without, the
    // pool could be closed before graphile-worker wrote it, and the job would stay taken until a reaper came by.
    preset: { worker: { gracefulShutdownAbortTimeout: patienceMs, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  let stopping = false;
  opened.defer(async () => {
    stopping = true;
    await runner.stop().catch(() => {}); // It may have stopped by itself; then `stopped` tells.
    await runner.promise.catch(() => {});
  });

  const stopBackground = new AbortController();
  const background = work.background?.(stopBackground.signal);
  background?.catch((error) => log.error({ err: error }, 'what goes on beside the jobs ended'));
  opened.defer(async () => {
    stopBackground.abort();
    await background?.catch(() => {});
  });

  const owned = opened.move();
  const stopped = runner.promise.then(() => {
    if (!stopping) throw new Error('The job worker stopped by itself.');
  });
  stopped.catch(() => {});
  return { stopped, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

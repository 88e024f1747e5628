import { LockstepError, wordsOf } from '../../errors.ts';
import { salesforceErrors } from '../../salesforce/request.ts';
import type { ResultPage, Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import { type BulkLoad, forgetBulkLoad, moveCursor, saveBulkLoad } from '../cursor.ts';
import type { Engine } from '../engine.ts';
import type { StepProgress } from '../step.ts';
import { mustBeComplete, tellMoved } from './complete.ts';
import { type PageLoader, storePage } from './store-page.ts';
import { earlier, selectQuery, type Window } from './window.ts';

/** A window on its way into its table. */
export interface Load {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  window: Window;
  loader: PageLoader;
  progress: StepProgress;
}

/**
 * By a Bulk query, a page a transaction, each with the place where the next page begins: killed anywhere, it goes on there.
 * While a page is stored, PostgreSQL takes in the rows of the next one, and Salesforce prepares the one after that.
 */
export async function loadByBulk(load: Load): Promise<'done' | 'not possible'> {
  const { salesforce, engine } = load;
  const ready = await readyJob(load);
  if (!ready) return 'not possible';
  const { job, numberRecordsProcessed } = ready;
  await load.progress.report(job.rows, job.total);
  const open = (locator: string | null) =>
    salesforce.readQueryResults(job.id, { locator, maxRecords: engine.settings.bulkPageRows });
  let stored = Promise.resolve(job);
  let reported = Promise.resolve();
  let ahead: Promise<ResultPage> | null = open(job.locator);
  try {
    for (let locator = job.locator; ahead; ) {
      const page: ResultPage = await ahead;
      ahead = page.locator === null ? null : open(page.locator);
      ahead?.catch(() => {}); // It may fail before anybody waits for it; whoever waits hears of it all the same.
      const arrival = Promise.withResolvers<void>();
      const turn = { job, locator, page, before: stored, arrived: arrival.resolve };
      stored = storeBulkPage(load, turn, numberRecordsProcessed);
      await Promise.race([arrival.promise, stored]);
      await reported;
      reported = stored.then((reached) => load.progress.report(reached.rows, reached.total));
      reported.catch(() => {});
      locator = page.locator;
    }
    await reported;
  } catch (error) {
    ahead?.then(({ body }) => body.destroy()).catch(() => {});
    // Nobody may take this load for ended while one of its pages is still being stored.
    await stored.catch(() => {});
    throw error;
  }
  const { afterFirstLoad } = load.loader;
  if (load.window.first && afterFirstLoad) {
    await inSubscription(engine.pool, load.subscription, (client) => client.query(afterFirstLoad));
  }
  await salesforce.deleteQueryJob(job.id).catch(() => undefined); // Salesforce deletes it by itself after seven days.
  return 'done';
}

/** The job, complete; null when Bulk has no more jobs for today or this one hangs: then queries read the window (field.md 26). */
async function readyJob(load: Load): Promise<{ job: BulkLoad; numberRecordsProcessed: number } | null> {
  const { engine, subscription, salesforce, window, progress } = load;
  let job: BulkLoad | null = null;
  try {
    job = await openJob(load);
    return {
      job,
      numberRecordsProcessed: (await salesforce.waitForQueryJob(job.id, { rows: window.count })).numberRecordsProcessed,
    };
  } catch (error) {
    if (!isNoBulk(error)) throw error;
    if (job) await salesforce.abortQueryJob(job.id);
    await inSubscription(engine.pool, subscription, (client) =>
      forgetBulkLoad(client, window.object, window.operation),
    );
    progress.note(...wordsOf(error as LockstepError), told`The records are read by queries instead.`);
    return null;
  }
}

function isNoBulk(error: unknown): boolean {
  if (!(error instanceof LockstepError)) return false;
  return error.code === 'sf/job-stuck' || salesforceErrors(error).some(({ errorCode }) => /QUOTA/i.test(errorCode));
}

/** The job that an earlier run left, if Salesforce still has it and it has the columns that are wanted; otherwise a new one from the start of the window. */
async function openJob({ engine, subscription, salesforce, window, loader }: Load): Promise<BulkLoad> {
  const { object, operation } = window;
  if (window.job) {
    const hasColumns = !window.job.fields || window.job.fields.join() === loader.fields.join();
    const known = hasColumns ? await salesforce.getQueryJob(window.job.id) : null;
    if (known && known.state !== 'Failed' && known.state !== 'Aborted') return window.job;
    await inSubscription(engine.pool, subscription, (client) => forgetBulkLoad(client, object, operation));
  }
  const created = await salesforce.createQueryJob(selectQuery(window, loader.fields.join(', ')), { all: window.all });
  const job: BulkLoad = {
    id: created.id,
    coversUntil: window.coversUntil,
    locator: null,
    rows: 0,
    settled: 0,
    total: window.count,
    fields: loader.fields,
  };
  await inSubscription(engine.pool, subscription, (client) => saveBulkLoad(client, object, operation, job));
  return job;
}

/** A page and its place among the others. */
interface Turn {
  job: BulkLoad;
  /** Where the page begins. */
  locator: string | null;
  page: ResultPage;
  /** Where the load stands once the pages before it are stored. */
  before: Promise<BulkLoad>;
  /** Its rows are in the database, and wait for their turn. */
  arrived(): void;
}

/** Returns where the load stands after the page. The last one moves the cursor, if nothing is missing. */
async function storeBulkPage(load: Load, turn: Turn, announced: number): Promise<BulkLoad> {
  const { engine, subscription, salesforce, window, loader, progress } = load;
  const { job, locator, page, before, arrived } = turn;
  let first: ResultPage | null = page;
  let next = job;
  await storePage(engine, subscription, loader, progress, {
    open: async () => {
      const opened =
        first ?? (await salesforce.readQueryResults(job.id, { locator, maxRecords: engine.settings.bulkPageRows }));
      first = null;
      return { source: opened.body, rows: opened.records };
    },
    arrived,
    turn: before,
    async store(client, { rows, settled }) {
      const reached = await before;
      next = { ...reached, locator: page.locator, rows: reached.rows + rows, settled: reached.settled + settled };
      if (page.locator !== null) return saveBulkLoad(client, window.object, window.operation, next);
      await mustBeWhole(load, next, announced);
      await moveCursor(client, window.object, window.operation, job.coversUntil);
    },
    first: window.first,
    settledBefore: settledBefore(job, window),
  });
  return next;
}

const settledBefore = (job: BulkLoad, window: Window) => earlier(job.coversUntil, window.overlapSeconds);

/** A job that lacks rows is of no more use: the window is read again from its start. */
async function mustBeWhole(load: Load, { rows, settled, ...job }: BulkLoad, announced: number): Promise<void> {
  const { engine, subscription, salesforce, window, progress } = load;
  try {
    if (rows !== announced) {
      throw new LockstepError('sf/incomplete-answer', told`The job found ${announced} rows, and ${rows} came.`);
    }
    await mustBeComplete(salesforce, window, settledBefore({ rows, settled, ...job }, window), {
      rows,
      settled,
      inParts: true,
    });
    tellMoved(progress, job.total, rows);
  } catch (error) {
    await inSubscription(engine.pool, subscription, (client) =>
      forgetBulkLoad(client, window.object, window.operation),
    );
    throw error;
  }
}

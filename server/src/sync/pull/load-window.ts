import { LockstepError } from '../../errors.ts';
import { copyIn } from '../../postgres/copy.ts';
import type { Client } from '../../postgres/pool.ts';
import { salesforceErrors } from '../../salesforce/request.ts';
import type { ResultPage, Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { type BulkLoad, forgetBulkLoad, moveCursor, saveBulkLoad } from '../cursor.ts';
import type { Engine } from '../engine.ts';
import type { Counts, StepProgress } from '../step.ts';
import { mustBeComplete } from './complete.ts';
import type { DirectLoader, DirectPage } from './direct-load.ts';
import { pagesAsCsv } from './salesforce-csv.ts';
import { earlier, selectQuery, type Window } from './window.ts';

/** How the rows of a window get into a table: statements of a plan, and what merges a staged page. */
export interface PageLoader {
  /** Select list and CSV header. */
  fields: readonly string[];
  /** Makes the staging table (gone at commit). */
  createStaging: string;
  copyIn: string;
  /** The short way of a first load, where there is one. */
  direct?: DirectLoader;
  /** Takes a page whose typed COPY failed on a value; undefined where every column is text. */
  tolerant?: TolerantLoader;
  /** Run once when an object was loaded for the first time by Bulk: what the planner needs to know before autovacuum comes. */
  afterFirstLoad?: string;
  /** Merges the staged rows; runs in the transaction that stores the cursor. */
  merge(client: Client, rows: number): Promise<Partial<Counts>>;
}

export interface TolerantLoader {
  createStaging: string;
  copyIn: string;
  /** Moves what fits into the staging table, makes record errors of the rest; returns how many rows were refused. */
  split(client: Client): Promise<number>;
  /** Ends the record errors of rows that fit now. */
  resolve: string;
}

/**
 * Reads one window and stores it. Small windows come by REST in one transaction; large ones by a Bulk query, a page a
 * transaction, each with the place where the next page begins: killed anywhere, it goes on there.
 */
export async function loadWindow(
  engine: Engine,
  subscription: Subscription,
  salesforce: Salesforce,
  window: Window,
  loader: PageLoader,
  progress: StepProgress,
): Promise<void> {
  const load: Load = { engine, subscription, salesforce, window, loader, progress };
  const isLarge = window.job || window.count > engine.settings.bulkThresholdRows;
  if (!isLarge || (await loadByBulk(load)) === 'not possible') await loadByRest(load);
}

interface Load {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  window: Window;
  loader: PageLoader;
  progress: StepProgress;
}

async function loadByRest({ engine, subscription, salesforce, window, loader, progress }: Load): Promise<void> {
  const settledBefore = earlier(window.coversUntil, window.overlapSeconds);
  const read = () => {
    if (window.rows) return pagesAsCsv([{ totalSize: window.rows.length, records: window.rows }], loader.fields);
    const pages = salesforce.query(selectQuery(window, loader.fields.join(', ')), { all: window.all });
    return pagesAsCsv(pages, loader.fields);
  };
  await storePage(engine, subscription, loader, progress, {
    open: async () => ({ source: read(), rows: null }),
    async store(client, stored) {
      const inParts = stored.rows > restPageRows;
      await mustBeComplete(salesforce, window, settledBefore, { ...stored, inParts });
      tellMoved(progress, window.count, stored.rows);
      await moveCursor(client, window.object, window.operation, window.coversUntil);
    },
    first: window.first,
    skip: window.count === 0,
    settledBefore,
  });
  await progress.report(window.count, window.count);
}

/** What one answer to a query can hold. */
const restPageRows = 2_000;

function tellMoved(progress: StepProgress, announced: number, rows: number): void {
  if (rows >= announced) return;
  progress.note(`${announced - rows} of ${announced} records changed while they were read; the next cycle reads them.`);
}

async function loadByBulk(load: Load): Promise<'done' | 'not possible'> {
  const { salesforce, engine, progress } = load;
  const ready = await readyJob(load);
  if (!ready) return 'not possible';
  let job: BulkLoad = ready.job;
  const { numberRecordsProcessed } = ready;
  await progress.report(job.rows, job.total);
  const open = (locator: string | null) =>
    salesforce.readQueryResults(job.id, { locator, maxRecords: engine.settings.bulkPageRows });
  let page: Promise<ResultPage> | null = open(job.locator);
  while (page) {
    const current: ResultPage = await page;
    // Salesforce prepares the next page while PostgreSQL stores this one.
    const ahead = current.locator === null ? null : open(current.locator);
    ahead?.catch(() => {}); // It may fail before anybody waits for it; whoever waits hears of it all the same.
    job = await storeBulkPage(load, job, current, numberRecordsProcessed).catch((error) => discard(ahead, error));
    page = ahead;
    await progress.report(job.rows, job.total).catch((error) => discard(ahead, error));
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
    return { job, numberRecordsProcessed: (await salesforce.waitForQueryJob(job.id)).numberRecordsProcessed };
  } catch (error) {
    if (!isNoBulk(error)) throw error;
    if (job) await salesforce.abortQueryJob(job.id);
    await inSubscription(engine.pool, subscription, (client) =>
      forgetBulkLoad(client, window.object, window.operation),
    );
    progress.note(`${(error as LockstepError).message} The records are read by queries instead.`);
    return null;
  }
}

function isNoBulk(error: unknown): boolean {
  if (!(error instanceof LockstepError)) return false;
  return error.code === 'sf/job-stuck' || salesforceErrors(error).some(({ errorCode }) => /QUOTA/i.test(errorCode));
}

/** Ends the download that was begun ahead, so that its connection is free again, and goes on with the error. */
async function discard(ahead: Promise<ResultPage> | null, error: unknown): Promise<never> {
  ahead?.then(({ body }) => body.destroy()).catch(() => {});
  throw error;
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

/** Returns where the load stands after the page. The last one moves the cursor, if nothing is missing. */
async function storeBulkPage(load: Load, job: BulkLoad, page: ResultPage, announced: number): Promise<BulkLoad> {
  const { engine, subscription, salesforce, window, loader, progress } = load;
  let first: ResultPage | null = page;
  let next = job;
  await storePage(engine, subscription, loader, progress, {
    open: async () => {
      const opened =
        first ??
        (await salesforce.readQueryResults(job.id, { locator: job.locator, maxRecords: engine.settings.bulkPageRows }));
      first = null;
      return { source: opened.body, rows: opened.records };
    },
    async store(client, { rows, settled }) {
      next = { ...job, locator: page.locator, rows: job.rows + rows, settled: job.settled + settled };
      if (page.locator !== null) return saveBulkLoad(client, window.object, window.operation, next);
      await mustBeWhole(load, next, announced);
      await moveCursor(client, window.object, window.operation, job.coversUntil);
    },
    first: window.first,
    skip: false,
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
      throw new LockstepError('sf/incomplete-answer', `The job found ${announced} rows, and ${rows} came.`);
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

interface Page {
  /** Opens the rows; called again when they have to be read a second time. `rows` is what was announced, if anything was. */
  open(): Promise<{ source: AsyncIterable<Uint8Array | string>; rows: number | null }>;
  /** Moves the cursor. */
  store(client: Client, stored: StoredRows): Promise<void>;
  /** Nothing was read of this object before. */
  first: boolean;
  /** Nothing to read: only the cursor moves. */
  skip: boolean;
  /** Rows with an earlier SystemModstamp are counted; null where nobody asks. */
  settledBefore: string | null;
}

/** Rows of a page, those that became record errors included. */
interface StoredRows {
  rows: number;
  settled: number;
}

/** Stores a page and moves the cursor, in one transaction: straight into the table, or staged and merged. */
export async function storePage(
  engine: Pick<Engine, 'pool'>,
  subscription: Subscription,
  loader: PageLoader,
  progress: StepProgress,
  page: Page,
): Promise<void> {
  const store = (way: Way) => storeOnce(engine, subscription, loader, page, way);
  if (page.skip) {
    await inSubscription(engine.pool, subscription, (client) => page.store(client, { rows: 0, settled: 0 }));
    return;
  }
  try {
    progress.count(await store(page.first && loader.direct ? 'direct' : 'staged'));
  } catch (error) {
    if (isDuplicate(error)) progress.count(await store('staged'));
    else if (loader.tolerant && isMisfit(error)) progress.count(await store('tolerant'));
    else throw error;
  }
}

type Way = 'direct' | 'staged' | 'tolerant';

function storeOnce(
  engine: Pick<Engine, 'pool'>,
  subscription: Subscription,
  loader: PageLoader,
  page: Page,
  way: Way,
): Promise<Partial<Counts>> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const direct = way === 'direct' ? ((await loader.direct?.begin(client)) ?? null) : null;
    if (!direct) await client.query(loader.createStaging);
    const { source, rows: announced } = await page.open();
    const store = direct ? copyDirectly(direct, source) : stage(client, loader, source, way === 'tolerant');
    const { rows, counts } = await store;
    if (announced !== null && rows !== announced) {
      throw new LockstepError('sf/incomplete-answer', `Salesforce announced ${announced} rows and sent ${rows}.`);
    }
    const { settled, ...result } = await counts(page.settledBefore);
    await page.store(client, { rows, settled });
    return result;
  });
}

/** Rows that have arrived, and what is still to be done with them once it is known that they are all. */
interface Arrived {
  rows: number;
  counts(settledBefore: string | null): Promise<Partial<Counts> & { settled: number }>;
}

/** The stamps are gone with the rows that need no merge: all count as settled, and the comparison of ids has the last word. */
async function copyDirectly(page: DirectPage, source: AsyncIterable<Uint8Array | string>): Promise<Arrived> {
  const rows = await page.copy(source);
  return {
    rows,
    async counts() {
      await page.finish();
      return { new: rows, settled: rows };
    },
  };
}

async function stage(
  client: Client,
  loader: PageLoader,
  source: AsyncIterable<Uint8Array | string>,
  tolerant: boolean,
): Promise<Arrived> {
  let rows: number;
  let failed = 0;
  if (tolerant && loader.tolerant) {
    await client.query(loader.tolerant.createStaging);
    rows = await copyIn(client, loader.tolerant.copyIn, source);
    failed = await loader.tolerant.split(client);
  } else {
    rows = await copyIn(client, loader.copyIn, source);
  }
  return {
    rows,
    async counts(settledBefore) {
      const settled = settledBefore ? await countSettled(client, tolerant, settledBefore) : 0;
      const counts = await loader.merge(client, rows - failed);
      if (loader.tolerant) await client.query(loader.tolerant.resolve);
      return { ...counts, failed: (counts.failed ?? 0) + failed, settled };
    },
  };
}

async function countSettled(client: Client, tolerant: boolean, before: string): Promise<number> {
  const { rows } = await client.query<{ rows: number }>(
    `select count(*)::int as rows from ${tolerant ? 'pull_text' : 'pull_staging'} where "SystemModstamp"::timestamptz < $1`,
    [before],
  );
  return rows[0]?.rows ?? 0;
}

/** SQLSTATE class 22, data exception: a value that its column can't hold. */
function isMisfit(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('22');
}

/** unique_violation: a record that is here already was copied straight into its table. */
function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown }).code === '23505';
}

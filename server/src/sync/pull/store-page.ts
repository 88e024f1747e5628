import { LockstepError } from '../../errors.ts';
import { copyIn } from '../../postgres/copy.ts';
import type { Client } from '../../postgres/pool.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { told } from '../../told.ts';
import type { Engine } from '../engine.ts';
import type { Counts, StepProgress } from '../step.ts';
import type { DirectLoader, DirectPage } from './direct-load.ts';

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

interface Page {
  /** Opens the rows; called again when they have to be read a second time. `rows` is what was announced, if anything was. */
  open(): Promise<{ source: AsyncIterable<Uint8Array | string>; rows: number | null }>;
  /** All rows are in the database, in a transaction that has not ended; nothing but this page's own turn is left to wait for. */
  arrived?(): void;
  /** Resolves when the pages before this one are stored; rejects when one of them can't be. */
  turn?: Promise<unknown>;
  /** Moves the cursor. */
  store(client: Client, stored: StoredRows): Promise<void>;
  /** Nothing was read of this object before. */
  first: boolean;
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
  try {
    progress.count(await store(page.first && loader.direct ? 'direct' : 'staged'));
  } catch (error) {
    await page.turn;
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
      throw new LockstepError('sf/incomplete-answer', told`Salesforce announced ${announced} rows and sent ${rows}.`);
    }
    page.arrived?.();
    await page.turn;
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

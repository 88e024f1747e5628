import { asLockstepError } from '../../errors.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Engine } from '../engine.ts';
import type { PageLoader } from './store-page.ts';
import { countApart, type ObjectWindows, selectQuery, type Window } from './window.ts';

/** Below it, the rows of five objects with a hundred fields each are a few megabytes: one answer, held until it is stored. */
const smallWindowRows = 200;

/**
 * Reads what changed a little, of all objects together: five queries are one API call, and one query brings an object's
 * deleted and its living records (PER-2). What changed a lot is counted by itself and read by its own step. A call that
 * fails is no failure of the cycle: the steps then read for themselves, so that one object can't fail the others.
 */
export async function readSmallWindows(
  engine: Engine,
  salesforce: Salesforce,
  objects: readonly ObjectWindows[],
  loaderOf: (window: Window) => PageLoader,
): Promise<void> {
  const most = Math.min(smallWindowRows, engine.settings.bulkThresholdRows);
  await countApart(
    salesforce,
    objects.filter(({ both }) => both && both.count > most),
  );
  const reads = objects.flatMap((object) => readsOf(object, most, loaderOf));
  try {
    const answers = await salesforce.smallQueries(reads.map(({ query }) => query));
    reads.forEach(({ windows }, index) => {
      share(windows, answers[index] ?? []);
    });
  } catch (error) {
    engine.log.warn({ err: asLockstepError(error) }, 'small windows could not be read together');
  }
}

interface Read {
  windows: Window[];
  query: { soql: string; all: boolean };
}

function readsOf(
  { object, windows, both }: ObjectWindows,
  most: number,
  loaderOf: (window: Window) => PageLoader,
): Read[] {
  const isSmall = (count: number) => count > 0 && count <= most;
  if (both && isSmall(both.count)) {
    const fields = new Set([...windows.flatMap((w) => loaderOf(w).fields), 'IsDeleted']);
    const soql = selectQuery({ object, condition: both.condition }, [...fields].join(', '));
    return [{ windows, query: { soql, all: true } }];
  }
  if (both) return [];
  return windows
    .filter((window) => !window.job && !window.first && isSmall(window.count))
    .map((window) => {
      const soql = selectQuery(window, loaderOf(window).fields.join(', '));
      return { windows: [window], query: { soql, all: window.all } };
    });
}

function share(windows: Window[], rows: Record<string, unknown>[]): void {
  const wanted = (window: Window, row: Record<string, unknown>) =>
    windows.length === 1 || (row.IsDeleted === true) === (window.operation === 'Pull deletes');
  for (const window of windows) {
    window.rows = rows.filter((row) => wanted(window, row));
    window.count = window.rows.length;
  }
}

import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { moveCursor } from '../cursor.ts';
import type { Engine } from '../engine.ts';
import type { StepProgress } from '../step.ts';
import { mustBeComplete, tellMoved } from './complete.ts';
import { type Load, loadByBulk } from './load-by-bulk.ts';
import { pagesAsCsv } from './salesforce-csv.ts';
import { type PageLoader, storePage } from './store-page.ts';
import { earlier, selectQuery, type Window } from './window.ts';

/** Reads one window and stores it. Small windows come by REST in one transaction, large ones by a Bulk query. */
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
    settledBefore,
  });
  await progress.report(window.count, window.count);
}

/** What one answer to a query can hold. */
const restPageRows = 2_000;

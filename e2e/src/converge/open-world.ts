import { startTestSync } from '../../../server/src/sync/testing/test-sync.ts';
import { prepareFields } from './custom-fields.ts';
import { prepareObject } from './custom-object.ts';
import { Ledger } from './ledger.ts';
import type { World } from './world.ts';

/** Thresholds are low, so that small worlds go through Bulk too; thousands of histories do not reach the day's limit. */
const settings = { overlapSeconds: 60, bulkThresholdRows: 30, bulkPageRows: 15 };

/** The sample org, connected, with everything pulled. */
export async function openWorld(): Promise<World> {
  const sync = await startTestSync({ settings, dailyApiRequests: 100_000_000 });
  await prepareObject(sync);
  await prepareFields(sync);
  await sync.connect();
  await sync.cycle();
  return {
    sync,
    ledger: new Ledger(),
    born: new Set(),
    tasks: new Set(),
    linked: new Set(),
    websites: new Map(),
    underWay: [],
    serial: 0,
    [Symbol.asyncDispose]: () => sync[Symbol.asyncDispose](),
  };
}

import { withLock } from '../../postgres/advisory-lock.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { clockNow } from '../clock.ts';
import type { Engine } from '../engine.ts';

import { endMerge } from './end-merge.ts';
import { mergeLock, readIntents } from './merge-intent.ts';
import { readMerged } from './merge-records.ts';

export interface Merging {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
}

/** A call that Salesforce still works on is done by then. Until it is over, a merge that is not there yet may still come. */
const settlingMs = 60_000;

/**
 * Ends merges that were interrupted, by a lost answer or because the process was killed: what Salesforce has done is done here, with
 * the rules of a merge made here; what it has not is given up. Returns the number of people merged.
 */
export async function resumeMerges(work: Merging): Promise<number> {
  const ended = await withLock(work.engine.pool, mergeLock(work.subscription), () => endInterrupted(work));
  return ended.length;
}

/** Only under the lock of merges. Returns the people who became part of others. */
export async function endInterrupted(work: Merging): Promise<number[]> {
  const { engine, subscription, salesforce } = work;
  const ended: number[] = [];
  for (const intent of await inSubscription(engine.pool, subscription, readIntents)) {
    const age = Date.parse(await clockNow(salesforce)) - Date.parse(intent.startedAt);
    const merged = await readMerged(salesforce, intent);
    ended.push(...(await endMerge(work, intent, { merged, final: age >= settlingMs })));
  }
  return ended;
}

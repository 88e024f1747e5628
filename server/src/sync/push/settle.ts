import { pushResult, settlePush } from '../../mapping/render-push.ts';
import type { Client } from '../../postgres/pool.ts';
import { classifyRecordError } from '../../salesforce/classify.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Push } from './push.ts';

/** What Salesforce said of one record of a batch. */
export interface RecordResult {
  id: string;
  ok: boolean;
  code: string | null;
  message: string | null;
  fields: string[];
  /** Ids of fields that were refused, though the rest was saved. */
  dropped: number[];
}

/** Wait before a temporary error is tried again; doubled with each attempt (settlePush.recordErrors). */
const firstRetrySeconds = 30;

export async function settleResults(push: Push, batchId: number, results: RecordResult[]): Promise<number> {
  return settle(push, batchId, async (client) => {
    await client.query(pushResult.fromJson, [JSON.stringify(results)]);
  });
}

/**
 * Settles a batch in one transaction: `gather` fills push_result, then successes end their pending changes, refusals
 * become record errors, and whatever no result named is free to be pushed again. Returns the number of results.
 */
export async function settle(push: Push, batchId: number, gather: (client: Client) => Promise<void>): Promise<number> {
  const { engine, subscription, plan, progress } = push;
  const counts = await inSubscription(engine.pool, subscription, async (client) => {
    await client.query(pushResult.staging);
    await gather(client);
    const { rows } = await client.query<{ ok: boolean; trimmed: boolean; records: number }>(`
      select ok, dropped <> '{}' as trimmed, count(*)::int as records from push_result group by 1, 2`);
    if (push.beganAt) await client.query(settlePush.notePushed, [push.beganAt]);
    await client.query(settlePush.succeed, [batchId]);
    await client.query(settlePush.moveBase, [batchId]);
    await client.query(settlePush.resolveErrors);
    if (rows.some((r) => !r.ok || r.trimmed)) {
      await classify(client);
      await client.query(settlePush.recordErrors, [firstRetrySeconds, plan.object, batchId]);
      await client.query(settlePush.logErrors);
      await client.query(settlePush.release, [batchId]);
    }
    await client.query(settlePush.orphan, [batchId]);
    await client.query(settlePush.endBatch, [batchId]);
    const sum = (ok: boolean) => rows.filter((r) => r.ok === ok).reduce((total, r) => total + r.records, 0);
    return { updated: sum(true), failed: sum(false) };
  });
  progress.count(counts);
  return counts.updated + counts.failed;
}

/** Sets the class of each refusal; thousands of records usually share a few messages. */
async function classify(client: Client): Promise<void> {
  const { rows } = await client.query<{ code: string; message: string }>(`
    select distinct coalesce(code, '') as code, coalesce(message, '') as message from push_result where not ok or dropped <> '{}'`);
  const classes = rows.map(({ code, message }) => ({ code, message, class: classifyRecordError(code, message) }));
  await client.query(pushResult.classify, [JSON.stringify(classes)]);
}

/** Gives a batch up whose outcome is unknown: its changes can be pushed again, and keep the mark of what was sent. */
export async function releaseBatch(
  { engine, subscription }: Pick<Push, 'engine' | 'subscription'>,
  batchId: number,
): Promise<void> {
  await inSubscription(engine.pool, subscription, async (client) => {
    await client.query(settlePush.orphan, [batchId]);
    await client.query(settlePush.endBatch, [batchId]);
  });
}

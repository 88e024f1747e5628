import { renderJsonRecords } from '../../mapping/render-push.ts';
import type { SaveResult } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../subscription-schema.ts';
import type { Batch, Push } from './push-changes.ts';
import { releaseBatch, type RecordResult, settleResults } from './settle.ts';

/** Sends a batch by sObject Collections, settles it, and returns how many records got a result. A call that fails as a whole leaves its records to a later push. */
export async function sendByCollections(push: Push, batch: Batch): Promise<number> {
  const records = await readRecords(push, batch);
  let results: SaveResult[];
  try {
    results = await push.salesforce.updateRecords(push.plan.object, records);
  } catch (error) {
    await releaseBatch(push, batch.id);
    throw error;
  }
  return settleResults(
    push,
    batch.id,
    results.map((result, index) => asRecordResult(result, String(records[index]?.Id))),
  );
}

async function readRecords({ engine, subscription, plan }: Push, batch: Batch): Promise<Record<string, unknown>[]> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<{ record: Record<string, unknown> }>(renderJsonRecords(plan), [batch.id]);
    return rows.map((row) => row.record);
  });
}

function asRecordResult(result: SaveResult, sfdcId: string): RecordResult {
  const error = result.errors[0];
  return {
    id: sfdcId,
    ok: result.success,
    code: error?.statusCode ?? null,
    message: error ? result.errors.map((e) => e.message).join(' ') : null,
    fields: result.errors.flatMap((e) => e.fields ?? []),
  };
}

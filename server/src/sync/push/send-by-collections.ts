import { renderJsonRecords } from '../../mapping/render-push.ts';
import { SaveInterrupted, type SaveOutcome, type SaveResult } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Batch, Push } from './push.ts';
import { type RecordResult, releaseBatch, settleResults } from './settle.ts';

/**
 * Sends a batch by sObject Collections, settles it, and returns how many records got a result. When a call fails as a
 * whole, what the other calls answered is settled all the same, and its own records are left to a later push.
 */
export async function sendByCollections(push: Push, batch: Batch): Promise<number> {
  const records = await readRecords(push, batch);
  try {
    return await settleOutcomes(push, batch, records, await update(push, records));
  } catch (error) {
    if (error instanceof SaveInterrupted) await settleOutcomes(push, batch, records, error.outcomes);
    else await releaseBatch(push, batch.id);
    throw error;
  }
}

/** An update by the sync is no reason to give a lead another owner. */
const keepOwner = { 'Sforce-Auto-Assign': 'FALSE' };

const update = ({ salesforce, plan }: Push, records: Record<string, unknown>[]) =>
  salesforce.updateRecords(plan.object, records, keepOwner);

function settleOutcomes(
  push: Push,
  batch: Batch,
  records: readonly Record<string, unknown>[],
  outcomes: readonly SaveOutcome[],
): Promise<number> {
  const results = outcomes.flatMap((outcome, index) =>
    typeof outcome === 'string' ? [] : [asRecordResult(outcome, String(records[index]?.Id))],
  );
  return settleResults(push, batch.id, results);
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

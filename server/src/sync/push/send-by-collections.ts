import { LockstepError } from '../../errors.ts';
import { renderJsonRecords } from '../../mapping/render-push.ts';
import { SaveInterrupted, type SaveOutcome, type SaveResult } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { fieldsToDrop, withoutFields } from '../dropped-fields.ts';
import type { Batch, Push } from './push.ts';
import { type RecordResult, releaseBatch, settleResults } from './settle.ts';

/**
 * Sends a batch by sObject Collections, settles it, and returns how many records got a result. When a call fails as a
 * whole, what the other calls answered is settled all the same, and its own records are left to a later push.
 */
export async function sendByCollections(push: Push, batch: Batch): Promise<number> {
  const changes = await readChanges(push, batch);
  const records = changes.map(({ record }) => record);
  try {
    const results = await update(push, changes);
    const trimmed = await updateOthers(push, changes, results);
    return await settleOutcomes(push, batch, records, results, trimmed);
  } catch (error) {
    if (error instanceof SaveInterrupted) await settleOutcomes(push, batch, records, error.outcomes);
    else await releaseBatch(push, batch.id);
    throw error;
  }
}

/** An update by the sync is no reason to give a lead another owner. */
const keepOwner = { 'Sforce-Auto-Assign': 'FALSE' };

/** A second save that fails as a whole leaves the refusals of the first. */
function tellNothing(error: unknown): null {
  if (error instanceof LockstepError) return null;
  throw error;
}

interface Change {
  record: Record<string, unknown>;
  /** The account, which Salesforce locks while it saves one of its contacts. */
  parent: string | null;
}

const update = ({ salesforce, plan }: Push, changes: readonly Change[]) =>
  salesforce.updateRecords(
    plan.object,
    changes.map(({ record }) => record),
    { headers: keepOwner, parents: changes.map(({ parent }) => parent) },
  );

/** What was saved only without some of its fields, and why. */
interface Trimmed {
  dropped: string[];
  refusal: SaveResult;
}

/**
 * Saves again, without the fields that were refused, the records of which others can be saved. A country that is refused may take
 * its state with it, so there are some rounds.
 */
async function updateOthers(
  push: Push,
  changes: readonly Change[],
  results: SaveResult[],
): Promise<Map<number, Trimmed>> {
  const trimmed = new Map<number, Trimmed>();
  for (let round = 0; round < 3; round++) {
    const again = results.flatMap((result, index) => {
      const { record: whole, parent } = changes[index] as Change;
      const before = trimmed.get(index)?.dropped ?? [];
      const dropped = [...before, ...fieldsToDrop(withoutFields(whole, before), result)];
      const record = withoutFields(whole, dropped);
      const isLess = dropped.length > before.length && Object.keys(record).length > 1;
      return isLess ? [{ index, dropped, record, parent }] : [];
    });
    if (again.length === 0) break;
    const saved = await update(push, again).catch(tellNothing);
    if (!saved) break;
    for (const [at, { index, dropped }] of again.entries()) {
      const refusal = trimmed.get(index)?.refusal ?? (results[index] as SaveResult);
      trimmed.set(index, { dropped, refusal });
      results[index] = saved[at] as SaveResult;
    }
  }
  return trimmed;
}

function settleOutcomes(
  push: Push,
  batch: Batch,
  records: readonly Record<string, unknown>[],
  outcomes: readonly SaveOutcome[],
  trimmed: ReadonlyMap<number, Trimmed> = new Map(),
): Promise<number> {
  const results = outcomes.flatMap((outcome, index) => {
    if (typeof outcome === 'string') return [];
    const sfdcId = String(records[index]?.Id);
    const part = outcome.success ? trimmed.get(index) : undefined;
    if (!part) return [asRecordResult(outcome, sfdcId)];
    return [{ ...asRecordResult(part.refusal, sfdcId), ok: true, dropped: fieldIds(push, part.dropped) }];
  });
  return settleResults(push, batch.id, results);
}

function fieldIds({ plan }: Push, sources: readonly string[]): number[] {
  return plan.columns.flatMap((c) => (c.field && sources.includes(c.source) ? [c.field.id] : []));
}

async function readChanges({ engine, subscription, plan }: Push, batch: Batch): Promise<Change[]> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<Change>(renderJsonRecords(plan), [batch.id]);
    return rows;
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
    dropped: [],
  };
}

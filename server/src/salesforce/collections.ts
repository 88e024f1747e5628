import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { chunk } from './composite.ts';
import { inSeries } from './in-series.ts';
import { type Call, outcomeIsUnknown, type Requester, salesforceErrors } from './request.ts';
import {
  type SaveHeaders,
  SaveInterrupted,
  type SaveOutcome,
  type SaveResult,
  type UpdateOptions,
} from './salesforce.ts';

type SaveRecord = Record<string, unknown>;

/** What all calls of one save have in common. */
interface Save {
  method: 'POST' | 'PATCH';
  object: string;
  headers: SaveHeaders;
  parents?: UpdateOptions['parents'];
}

/** sObject Collections take 200 records a call (resources_composite_sobjects_collections). */
const batchSize = 200;

/** Enough to hide the latency; more calls in parallel lock each other out. */
const parallelCalls = 3;

export function createRecords(
  requester: Requester,
  object: string,
  records: SaveRecord[],
  headers: SaveHeaders = {},
): Promise<SaveResult[]> {
  return saveRecords(requester, { method: 'POST', object, headers }, records);
}

export function updateRecords(
  requester: Requester,
  object: string,
  records: SaveRecord[],
  { headers = {}, parents }: UpdateOptions = {},
): Promise<SaveResult[]> {
  return saveRecords(requester, { method: 'PATCH', object, headers, parents }, records);
}

export function deleteRecords(requester: Requester, ids: string[]): Promise<SaveResult[]> {
  const path = (batch: string[]) =>
    `/composite/sobjects?ids=${batch.map(encodeURIComponent).join(',')}&allOrNone=false`;
  return saveAll(ids, (batch) => callCollection(requester, { method: 'DELETE', path: path(batch) }, batch.length));
}

/**
 * Calls side by side may lock each other out, of a campaign or of what a trigger writes. What was refused for a lock is saved once more: after
 * a pause, fewer records a call, one call after the other. What is locked even then is somebody else's work, and takes longer.
 */
async function saveRecords(requester: Requester, save: Save, records: SaveRecord[]): Promise<SaveResult[]> {
  const results = await saveAll(records, (batch) => saveBatch(requester, save, batch), save.parents);
  const isLocked = (index: number) => results[index]?.errors[0]?.statusCode === 'UNABLE_TO_LOCK_ROW';
  const locked = [...records.keys()].filter(isLocked);
  if (locked.length === 0) return results;
  await requester.pause();
  for (const some of chunk(locked, lockedSize)) {
    const batch = some.map((index) => records[index] as SaveRecord);
    try {
      const again = (await saveBatch(requester, save, batch)) as SaveResult[];
      for (const [at, index] of some.entries()) results[index] = again[at] as SaveResult;
    } catch (error) {
      if (!(error instanceof LockstepError)) throw error;
      const after = error instanceof SaveInterrupted ? error.outcomes : outcomesAfter(error, some.length);
      throw new SaveInterrupted(
        error,
        results.map((result, index) => after[some.indexOf(index)] ?? result),
      );
    }
  }
  return results;
}

const lockedSize = 20;

/** Saves in batches of 200. After the first failed call no new one starts, and those under way are waited for. */
export async function saveAll<T>(
  items: T[],
  save: (batch: T[]) => Promise<SaveOutcome[]>,
  parents: UpdateOptions['parents'] = items.map(() => null),
): Promise<SaveResult[]> {
  const outcomes: SaveOutcome[] = items.map(() => 'not-done');
  const waiting = inSeries(parents, batchSize);
  let failure: LockstepError | null = null;
  const work = async () => {
    for (let series = waiting.shift(); series; series = waiting.shift()) {
      for (const { from, to } of series) {
        if (failure) return;
        const done = await save(items.slice(from, to)).catch((error: unknown) => {
          if (!(error instanceof LockstepError)) throw error;
          failure ??= error;
          return error instanceof SaveInterrupted ? error.outcomes : outcomesAfter(error, to - from);
        });
        outcomes.splice(from, to - from, ...done);
      }
    }
  };
  await Promise.all(Array.from({ length: parallelCalls }, work));
  if (failure) throw new SaveInterrupted(failure, outcomes);
  return outcomes as SaveResult[];
}

/**
 * One value that does not parse (a date such as "tomorrow") makes Salesforce refuse the whole call with JSON_PARSER_ERROR,
 * and nothing of it is saved. Halving finds the record, so that it holds up no other (SPEC SYN-14).
 */
async function saveBatch(requester: Requester, save: Save, batch: SaveRecord[]): Promise<SaveOutcome[]> {
  const { method, object, headers } = save;
  const records = batch.map((record) => ({ attributes: { type: object }, ...record }));
  const call = { method, headers, path: '/composite/sobjects', body: { allOrNone: false, records } };
  try {
    return await callCollection(requester, call, batch.length);
  } catch (error) {
    const unreadable = salesforceErrors(error).find(({ errorCode }) => errorCode === 'JSON_PARSER_ERROR');
    if (!unreadable) throw error;
    if (batch.length === 1) {
      const { errorCode, message, fields } = unreadable;
      return [{ id: null, success: false, errors: [{ statusCode: errorCode, message, fields }] }];
    }
    return saveHalves(batch, (half) => saveBatch(requester, save, half));
  }
}

/** One half after the other, keeping the outcome of the first when the second fails. */
async function saveHalves(
  batch: SaveRecord[],
  save: (half: SaveRecord[]) => Promise<SaveOutcome[]>,
): Promise<SaveOutcome[]> {
  const middle = Math.ceil(batch.length / 2);
  const first = await save(batch.slice(0, middle)).catch((error: unknown) => {
    throw interrupted(error, [], middle, batch.length - middle);
  });
  const second = await save(batch.slice(middle)).catch((error: unknown) => {
    throw interrupted(error, first, batch.length - middle, 0);
  });
  return [...first, ...second];
}

function interrupted(error: unknown, before: SaveOutcome[], failed: number, after: number): unknown {
  if (!(error instanceof LockstepError)) return error;
  const own = error instanceof SaveInterrupted ? error.outcomes : outcomesAfter(error, failed);
  return new SaveInterrupted(error, [...before, ...own, ...Array<SaveOutcome>(after).fill('not-done')]);
}

function outcomesAfter(error: LockstepError, count: number): SaveOutcome[] {
  return Array<SaveOutcome>(count).fill(outcomeIsUnknown(error) ? 'unknown' : 'not-done');
}

async function callCollection(requester: Requester, call: Call, count: number): Promise<SaveResult[]> {
  const { body } = await requester.json<Partial<SaveResult>[]>(call);
  if (!Array.isArray(body) || body.length !== count) {
    throw new LockstepError('sf/incomplete-answer', told`${body?.length ?? 0} results for ${count} records.`);
  }
  return body.map(toSaveResult);
}

/** A failed create has no `id`; `fields` may be missing. */
function toSaveResult(result: Partial<SaveResult>): SaveResult {
  return {
    id: result.id ?? null,
    success: result.success === true,
    errors: (result.errors ?? []).map(({ statusCode, message, fields }) => ({
      statusCode,
      message,
      fields: fields ?? [],
    })),
  };
}

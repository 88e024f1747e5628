import { Readable } from 'node:stream';
import { asLockstepError, LockstepError } from '../errors.ts';
import { renderJobOutcomes } from '../mapping/render-push.ts';
import { sql } from '../postgres/sql.ts';
import { classifyJobFailure } from '../salesforce/classify.ts';
import { chunk } from '../salesforce/composite.ts';
import { type Salesforce, SaveInterrupted, type SaveOutcome, type SaveResult } from '../salesforce/salesforce.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { told } from '../told.ts';
import { endOfJob, loadJobResults, readJobResults } from './bulk-job.ts';
import type { Engine } from './engine.ts';
import { pagesAsCsv } from './pull/salesforce-csv.ts';

export interface Saving {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
}

export interface Save {
  object: string;
  operation: 'insert' | 'update' | 'delete';
  records: readonly Record<string, unknown>[];
  /** Fields that together tell each record from the others. */
  key: readonly string[];
}

/** As many records as one save should have: 20,000 are a hundred calls, or one job of about eight. */
export const mostAtOnce = 20_000;

/** Beyond this a Bulk job costs fewer calls, and is faster. */
const mostByCollections = 2_000;

/** A Bulk job takes 100 MB of CSV. */
const jobBytes = 80_000_000;

export function bulkFrom({ settings }: Engine): number {
  return Math.min(mostByCollections, settings.bulkThresholdRows);
}

/**
 * Saves records of any number and gives each its outcome, in order: few by collections, many by a Bulk job. When it fails as a whole:
 * SaveInterrupted. What is unknown then may be at work still: see open-jobs.ts.
 */
export async function saveMany(saving: Saving, save: Save): Promise<SaveResult[]> {
  const isLarge = save.records.length > bulkFrom(saving.engine);
  return isLarge && bytesOf(save.records) < jobBytes ? saveByBulk(saving, save) : saveByCollections(saving, save);
}

function saveByCollections({ salesforce }: Saving, { object, operation, records }: Save): Promise<SaveResult[]> {
  if (operation === 'insert') return salesforce.createRecords(object, [...records]);
  if (operation === 'update') return salesforce.updateRecords(object, [...records]);
  return salesforce.deleteRecords(records.map(({ Id }) => String(Id)));
}

async function saveByBulk(saving: Saving, save: Save): Promise<SaveResult[]> {
  const { salesforce } = saving;
  const columns = [...new Set(save.records.flatMap((record) => Object.keys(record)))];
  let fallback: SaveOutcome = 'not-done';
  let outcomes: SaveOutcome[] = [];
  try {
    const { id } = await salesforce.createIngestJob(save.object, save.operation);
    await within(saving, sql`insert into open_job (job_id, object) values (${id}, ${save.object})`);
    await salesforce.uploadIngestData(id, Readable.from(csvOf(save, columns)));
    fallback = 'unknown';
    await salesforce.closeIngestJob(id);
    const job = await endOfJob(salesforce, id, { rows: save.records.length });
    outcomes = await readOutcomes(saving, save, columns, id);
    await within(saving, sql`delete from open_job where job_id = ${id}`);
    if (job.state !== 'JobComplete') {
      const reason = job.errorMessage ?? `The job ended as ${job.state}.`;
      throw new LockstepError(job.state === 'Aborted' ? 'sf/job-stuck' : classifyJobFailure(reason), reason);
    }
    if (outcomes.includes('not-done'))
      throw new LockstepError('sf/incomplete-answer', told`A row of a job has no result.`);
    return outcomes as SaveResult[];
  } catch (error) {
    const known = save.records.map((_, at) => outcomes[at] ?? fallback);
    throw new SaveInterrupted(asLockstepError(error), known);
  }
}

/** An empty cell says nothing; #N/A makes a field null (datafiles_prepare_csv.htm). */
function csvOf({ records, operation }: Save, columns: readonly string[]): AsyncGenerator<string> {
  const blank = operation === 'update' ? '#N/A' : null;
  const told = (record: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value ?? blank]));
  const pages = chunk(records, 1000).map((some) => ({ totalSize: records.length, records: some.map(told) }));
  return pagesAsCsv(pages, columns);
}

interface Row {
  key: string[];
  id: string | null;
  code: string | null;
  message: string | null;
  fields: string[] | null;
}

async function readOutcomes(
  { engine, subscription, salesforce }: Saving,
  { records, key }: Save,
  columns: readonly string[],
  jobId: string,
): Promise<SaveOutcome[]> {
  const ownKey = key.filter((column) => columns.includes(column));
  const results = await readJobResults(salesforce, jobId);
  const rows = await inSubscription(engine.pool, subscription, async (client) => {
    await loadJobResults(client, columns, results);
    return (await client.query<Row>(renderJobOutcomes(ownKey))).rows;
  });
  const byKey = new Map(rows.map((row) => [JSON.stringify(row.key), toResult(row)]));
  const keyOf = (record: Record<string, unknown>) => JSON.stringify(ownKey.map((name) => String(record[name] ?? '')));
  return records.map((record) => byKey.get(keyOf(record)) ?? 'not-done');
}

function toResult({ id, code, message, fields }: Row): SaveResult {
  if (code === null) return { id, success: true, errors: [] };
  return { id: null, success: false, errors: [{ statusCode: code, message: message ?? '', fields: fields ?? [] }] };
}

const bytesOf = (records: readonly object[]): number =>
  records.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)), 0);

const within = ({ engine, subscription }: Saving, statement: ReturnType<typeof sql>) =>
  inSubscription(engine.pool, subscription, (client) => client.query(statement));

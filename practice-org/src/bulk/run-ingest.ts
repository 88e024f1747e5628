import { ApiError, type Problem } from '../api-error.ts';
import { inTransaction, type Queryable } from '../database.ts';
import { leavesJob } from '../faults/faults.ts';
import type { Caller } from '../identity/caller.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { deleteRecords } from '../records/delete.ts';
import { externalIdField } from '../records/external-ids.ts';
import type { InputRecord } from '../records/prepare.ts';
import { hardDeleteRecords } from '../records/recycle-bin.ts';
import { createRecords, updateRecords } from '../records/save.ts';
import { refused, type SaveContext, type SaveResult } from '../records/save-context.ts';
import { upsertRecords } from '../records/upsert.ts';
import { rowReader, wrongColumns } from './ingest-columns.ts';
import { changeJob, currentJob, isOver, type Job, jobTable, outcomeTable } from './jobs.ts';
import { mostRowsTogether, rowsTogether } from './saved-together.ts';

/** Works through the uploaded rows in chunks, each in its own transaction, and writes every row's outcome beside it. */
export async function runIngestJob(org: OrgContext, given: Job, caller: Caller): Promise<void> {
  if (leavesJob(org)) return;
  const started = performance.now();
  const job = await currentJob(org.pool, given.id);
  const object = (await org.metadata.viewFor(caller.profileId)).object(job.object);
  const failure = !object
    ? `InvalidEntity : Entity not found : ${job.object}`
    : (job.error_message ?? wrongColumns(job, object));
  if (failure) {
    await changeJob(org.pool, job.id, { state: 'Failed', error_message: failure });
    return;
  }
  await changeJob(org.pool, job.id, { state: 'InProgress' });
  try {
    if (job.uploaded) await runChunks(org, job, caller, started);
    await finish(org, job.id, started);
  } catch (error) {
    org.log.error({ err: error, job: job.id }, 'bulk ingest failed');
    await changeJob(org.pool, job.id, { state: 'Failed', error_message: (error as Error).message });
  }
}

async function runChunks(org: OrgContext, job: Job, caller: Caller, started: number): Promise<void> {
  for (let after = await lastDone(org, job); ; ) {
    if (isOver(await currentJob(org.pool, job.id))) return;
    const last = await inTransaction(org.pool, (database) => runChunk(org, job, caller, database, after, started));
    if (last === undefined) return;
    after = last;
  }
}

/** A job that a stop interrupted goes on behind the last row that has an outcome. */
async function lastDone(org: OrgContext, job: Job): Promise<number> {
  const { rows } = await org.pool.query(`select coalesce(max(n), 0) as last from ${outcomeTable(job)}`);
  return rows[0].last;
}

/** Saves the next rows; returns the number of the last one, undefined when there is none left. */
async function runChunk(
  org: OrgContext,
  job: Job,
  caller: Caller,
  database: Queryable,
  after: number,
  started: number,
): Promise<number | undefined> {
  const view = await org.metadata.viewFor(caller.profileId);
  const object = view.object(job.object) as ObjectView;
  const read = await readRows(database, job, after, mostRowsTogether(job, object));
  if (read.length === 0) return undefined;
  const inputs = read.slice(0, rowsTogether(job, read));
  const context: SaveContext = { org, caller, view, object, database, options: optionsOf(job) };
  const results = await save(context, job, inputs);
  await recordOutcomes(database, job, after, results, started);
  return after + inputs.length;
}

/** Numbers of rows have no gaps: one COPY gave them. */
async function readRows(database: Queryable, job: Job, after: number, most: number): Promise<InputRecord[]> {
  const names = job.columns ?? [];
  const { rows } = await database.query<(string | null)[]>({
    text: `select ${names.map((_, i) => `c${i}`).join(', ')} from ${jobTable(job)} where n > $1 and n <= $2 order by n`,
    values: [after, after + most],
    rowMode: 'array',
  });
  return rows.map(rowReader(names));
}

async function recordOutcomes(
  database: Queryable,
  job: Job,
  after: number,
  results: SaveResult[],
  started: number,
): Promise<void> {
  await database.query(
    `insert into ${outcomeTable(job)} (n, id, created, error)
     select $1 + v.n, v.id, v.created, v.error
       from unnest($2::text[], $3::boolean[], $4::text[]) with ordinality v(id, created, error, n)`,
    [
      after,
      results.map(({ id }) => id),
      results.map(({ created }) => created ?? job.operation === 'insert'),
      results.map(({ errors }) => (errors.length > 0 ? errors.map(errorText).join(';') : null)),
    ],
  );
  const failed = results.filter(({ success }) => !success).length;
  await database.query(
    'update bulk.job set rows_processed = rows_processed + $2, rows_failed = rows_failed + $3, milliseconds = $4 where id = $1',
    [job.id, results.length, failed, Math.round(performance.now() - started)],
  );
}

function optionsOf({ assignment_rule }: Job): SaveContext['options'] {
  const assignment = assignment_rule ? { ruleId: assignment_rule } : undefined;
  return { source: 'csv', truncate: false, assignment };
}

async function save(context: SaveContext, job: Job, inputs: InputRecord[]): Promise<SaveResult[]> {
  try {
    switch (job.operation) {
      case 'insert':
        return await createRecords(context, inputs);
      case 'update':
        return await updateRecords(context, inputs);
      case 'upsert':
        return await upsertRecords(context, externalIdField(context.object, job.external_id_field as string), inputs);
      case 'hardDelete':
        return await hardDeleteRecords(context, idsOf(inputs));
      default:
        return await deleteRecords(context, idsOf(inputs));
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return inputs.map(() =>
      refused(null, { statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] }),
    );
  }
}

const idsOf = (inputs: InputRecord[]) => inputs.map(({ Id }) => Id);

function errorText({ statusCode, message, fields }: Problem): string {
  return `${statusCode}:${message}:${fields.join(', ')} --`;
}

/** Complete unless somebody aborted it meanwhile. */
async function finish(org: OrgContext, id: string, started: number): Promise<void> {
  await org.pool.query(
    `update bulk.job set state = 'JobComplete', milliseconds = $2, changed_at = setup.clock() where id = $1 and state = 'InProgress'`,
    [id, Math.round(performance.now() - started)],
  );
}

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
import { createRecords, refused, updateRecords } from '../records/save.ts';
import type { SaveContext, SaveResult } from '../records/save-context.ts';
import { upsertRecords } from '../records/upsert.ts';
import { changeJob, currentJob, isOver, type Job, jobTable } from './jobs.ts';

const chunkSize = 2000;
const explicitNull = '#N/A';

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
  for (let after = 0; ; ) {
    if (isOver(await currentJob(org.pool, job.id))) return;
    const last = await inTransaction(org.pool, (database) => runChunk(org, job, caller, database, after, started));
    if (last === undefined) return;
    after = last;
  }
}

/** The next rows without an outcome; returns the number of the last one, undefined when there is none left. */
async function runChunk(
  org: OrgContext,
  job: Job,
  caller: Caller,
  database: Queryable,
  after: number,
  started: number,
): Promise<number | undefined> {
  const { rows } = await database.query({
    text: `select * from ${jobTable(job)} where n > $1 and sf_id is null and sf_error is null order by n limit ${chunkSize}`,
    values: [after],
    rowMode: 'array',
  });
  if (rows.length === 0) return undefined;
  const view = await org.metadata.viewFor(caller.profileId);
  const object = view.object(job.object) as ObjectView;
  const context: SaveContext = { org, caller, view, object, database, options: optionsOf(job) };
  const results = await save(
    context,
    job,
    rows.map((row) => toInput(job, row as unknown[])),
  );
  await database.query(
    `update ${jobTable(job)} t set sf_id = v.id, sf_created = v.created, sf_error = v.error
       from unnest($1::bigint[], $2::text[], $3::boolean[], $4::text[]) v(n, id, created, error) where t.n = v.n`,
    [
      rows.map((row) => (row as unknown[])[0]),
      results.map(({ id }) => id),
      results.map(({ created }) => created ?? job.operation === 'insert'),
      results.map(({ errors }) => (errors.length > 0 ? errors.map(errorText).join(';') : null)),
    ],
  );
  const failed = results.filter(({ success }) => !success).length;
  await database.query(
    'update bulk.job set rows_processed = rows_processed + $2, rows_failed = rows_failed + $3, milliseconds = $4 where id = $1',
    [job.id, rows.length, failed, Math.round(performance.now() - started)],
  );
  return (rows.at(-1) as unknown as unknown[])[0] as number;
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

/** An empty cell changes nothing, `#N/A` empties the field; `Account.Number__c` names a parent by its key. */
function toInput(job: Job, row: unknown[]): InputRecord {
  const input: InputRecord = {};
  for (const [i, name] of (job.columns ?? []).entries()) {
    const cell = row[i + 1];
    if (cell === null || cell === '') continue;
    const value = cell === explicitNull ? null : cell;
    const parent = parentColumn(name);
    if (!parent) input[name.toLowerCase() === 'id' ? 'Id' : name] = value;
    else input[parent.relationship] = { ...parent.attributes, [parent.key]: value };
  }
  return input;
}

/** `Owner:User.Number__c`: the object stands after the relationship that can lead to several. */
function parentColumn(name: string): { relationship: string; attributes: object; key: string } | undefined {
  const [, relationship, type, key] = /^(\w+)(?:[:-](\w+))?\.(\w+)$/.exec(name) ?? [];
  if (!relationship || !key) return undefined;
  return { relationship, attributes: type ? { attributes: { type } } : {}, key };
}

function isColumn(object: ObjectView, name: string): boolean {
  const parent = parentColumn(name);
  return Boolean(parent ? object.relationship(parent.relationship) : object.field(name));
}

function wrongColumns(job: Job, object: ObjectView): string | undefined {
  const unknown = job.columns?.find((name) => !isColumn(object, name));
  if (unknown !== undefined) return `InvalidBatch : Field name not found : ${unknown}`;
  const hasId = job.columns?.some((name) => name.toLowerCase() === 'id');
  if (job.columns && ['update', 'delete', 'hardDelete'].includes(job.operation) && !hasId)
    return `InvalidBatch : Id not specified for ${job.operation} operation`;
  return undefined;
}

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

import { ApiError } from '../../api-error.ts';
import type { Queryable } from '../../database.ts';
import type { Caller } from '../../identity/caller.ts';
import { toId18 } from '../../ids.ts';
import type { ProfileView } from '../../metadata/profile-view.ts';
import type { OrgContext } from '../../org-context.ts';
import { externalIdField } from '../../records/external-ids.ts';
import { mayHardDelete } from '../../records/recycle-bin.ts';
import { changeJob, dropJob, type Job } from '../jobs.ts';
import { AsyncError } from './async-error.ts';

/** A row of bulk.async_job. */
export interface AsyncJob {
  id: string;
  operation: string;
  object: string;
  state: 'Open' | 'Closed' | 'Aborted' | 'Failed';
  created_by: string;
  created_at: Date;
  changed_at: Date;
  api_version: number;
  content_type: 'CSV' | 'XML' | 'JSON';
  concurrency_mode: string;
  external_id_field: string | null;
  assignment_rule: string | null;
  chunk_size: number | null;
}

/** What a client says of a job, in XML or JSON. */
export interface AsyncJobInput {
  operation?: string;
  object?: string;
  contentType?: string;
  concurrencyMode?: string;
  externalIdFieldName?: string;
  assignmentRuleId?: string;
  state?: string;
}

const operations = ['insert', 'update', 'upsert', 'delete', 'hardDelete', 'query', 'queryAll'];

export function isQuery({ operation }: Pick<AsyncJob, 'operation'>): boolean {
  return operation === 'query' || operation === 'queryAll';
}

export async function openAsyncJob(
  org: OrgContext,
  view: ProfileView,
  input: AsyncJobInput,
  given: { caller: Caller; apiVersion: string; chunkSize: number | null },
): Promise<AsyncJob> {
  const { operation = '', object: name = '', contentType = 'XML', concurrencyMode = 'Parallel' } = input;
  if (!operations.includes(operation)) throw new AsyncError('InvalidJob', `Unknown operation: ${operation}`);
  if (operation === 'hardDelete' && !mayHardDelete(org, given.caller))
    throw new AsyncError(
      'FeatureNotEnabled',
      'hardDelete operation requires special user profile permission, please contact your system administrator',
    );
  if (!['CSV', 'XML', 'JSON'].includes(contentType))
    throw new AsyncError('InvalidJob', `Unsupported content type: ${contentType}`);
  const object = view.object(name);
  if (!object) throw new AsyncError('InvalidEntity', `Unable to find object: ${name}`);
  if (operation === 'upsert') checkKey(() => externalIdField(object, input.externalIdFieldName ?? ''), input);
  const now = org.clock.now();
  const { rows } = await org.pool.query(
    `insert into bulk.async_job (operation, object, created_by, created_at, changed_at, api_version, content_type, concurrency_mode, external_id_field, assignment_rule, chunk_size)
     values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10) returning *`,
    [
      operation,
      object.name,
      given.caller.userId,
      now,
      Number(given.apiVersion),
      contentType,
      concurrencyMode,
      input.externalIdFieldName ?? null,
      input.assignmentRuleId ?? null,
      given.chunkSize,
    ],
  );
  return rows[0];
}

function checkKey(find: () => unknown, { externalIdFieldName }: AsyncJobInput): void {
  if (!externalIdFieldName) throw new AsyncError('InvalidJob', 'External ID was blank for upsert operation');
  try {
    find();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new AsyncError('InvalidJob', `Field name provided, ${externalIdFieldName} does not match an External ID`);
  }
}

export async function findAsyncJob(database: Queryable, id: string): Promise<AsyncJob> {
  const { rows } = await database.query('select * from bulk.async_job where id = $1', [toId18(id) ?? '']);
  if (!rows[0]) throw new AsyncError('InvalidJob', `Unable to find job with id: ${id}`);
  return rows[0];
}

export async function batchesOf(database: Queryable, job: AsyncJob): Promise<Job[]> {
  const { rows } = await database.query('select * from bulk.job where parent = $1 order by id', [job.id]);
  return rows;
}

export async function findBatch(database: Queryable, job: AsyncJob, id: string): Promise<Job> {
  const { rows } = await database.query('select * from bulk.job where parent = $1 and id = $2', [
    job.id,
    toId18(id) ?? '',
  ]);
  if (!rows[0]) throw new AsyncError('InvalidBatch', `Unable to find batch with id: ${id}`);
  return rows[0];
}

/** Closes a job, or aborts it: batches that have not begun are not processed then. */
export async function changeAsyncJob(database: Queryable, job: AsyncJob, state: string | undefined): Promise<AsyncJob> {
  if (state !== 'Closed' && state !== 'Aborted') throw new AsyncError('InvalidJob', `Invalid state: ${state}`);
  if (job.state === 'Aborted') throw new AsyncError('InvalidJobState', 'Aborted job can not be changed');
  if (state === 'Aborted')
    for (const batch of await batchesOf(database, job))
      if (batch.state === 'UploadComplete' || batch.state === 'InProgress')
        await changeJob(database, batch.id, { state: 'NotProcessed', error_message: 'Aborted' });
  const { rows } = await database.query(
    `update bulk.async_job set state = $2, changed_at = setup.clock() where id = $1 returning *`,
    [job.id, state],
  );
  return rows[0];
}

/** Jobs and their results are kept for seven days. */
export async function dropOldAsyncJobs(org: OrgContext): Promise<void> {
  const { rows } = await org.pool.query(
    `select * from bulk.async_job j where changed_at < setup.now() - interval '7 days'
        and not exists (select from bulk.job where parent = j.id and state = 'InProgress')`,
  );
  for (const job of rows as AsyncJob[]) {
    for (const batch of await batchesOf(org.pool, job)) await dropJob(org.pool, batch);
    await org.pool.query('delete from bulk.async_job where id = $1', [job.id]);
  }
}

import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Caller } from '../../identity/caller.ts';
import type { OrgContext } from '../../org-context.ts';
import { tableName } from '../../schema/object-tables.ts';
import { changeJob, createJob, type Job } from '../jobs.ts';
import { planFlat, runQueryJob } from '../query-jobs.ts';
import { runIngestJob } from '../run-ingest.ts';
import { takeUpload } from '../upload.ts';
import { AsyncError } from './async-error.ts';
import { type AsyncJob, isQuery } from './async-jobs.ts';
import { csvFromJson, csvFromXml } from './batch-content.ts';

const mostRecords = 10_000;

/** Takes a batch and begins to work on it at once. */
export async function addBatch(org: OrgContext, caller: Caller, job: AsyncJob, body: Readable): Promise<Job> {
  if (job.state !== 'Open') throw new AsyncError('InvalidJobState', `Can't add a batch to a job in state ${job.state}`);
  return isQuery(job) ? addQuery(org, caller, job, await text(body)) : addRecords(org, caller, job, body);
}

async function addRecords(org: OrgContext, caller: Caller, job: AsyncJob, body: Readable): Promise<Job> {
  const csv = job.content_type === 'CSV' ? body : Readable.from([Buffer.from(await converted(job, body))]);
  const batch = await createBatch(org, job, 'ingest', null, 'Open');
  await takeUpload(org, batch, csv, mostRecords);
  return start(org, await changeJob(org.pool, batch.id, { state: 'UploadComplete' }), caller);
}

async function converted(job: AsyncJob, body: Readable): Promise<string> {
  return job.content_type === 'JSON' ? csvFromJson(await text(body)) : csvFromXml(await text(body));
}

/** Without PK chunking a query is one batch; with it, the first batch stands for the query and others do the work. */
async function addQuery(org: OrgContext, caller: Caller, job: AsyncJob, soql: string): Promise<Job> {
  const { plan } = await planFlat(org, caller, soql, job.operation === 'queryAll');
  if (plan.object.name !== job.object)
    throw new AsyncError(
      'InvalidBatch',
      `Failed to process query: the job is for ${job.object}, the query for ${plan.object.name}`,
    );
  const batch = await createBatch(org, job, 'query', soql, 'UploadComplete');
  if (job.chunk_size === null) return start(org, batch, caller);
  for (const part of await chunks(org, job, job.chunk_size, soql))
    start(org, await createBatch(org, job, 'query', part, 'UploadComplete'), caller);
  return changeJob(org.pool, batch.id, { state: 'NotProcessed' });
}

function createBatch(org: OrgContext, job: AsyncJob, kind: Job['kind'], soql: string | null, state: Job['state']) {
  return createJob(
    org.pool,
    {
      kind,
      operation: job.operation,
      object: job.object,
      state,
      created_by: job.created_by,
      api_version: job.api_version,
      column_delimiter: 'COMMA',
      line_ending: 'LF',
      external_id_field: job.external_id_field,
      soql,
      parent: job.id,
      assignment_rule: job.assignment_rule,
    },
    org.clock.now(),
  );
}

function start(org: OrgContext, batch: Job, caller: Caller): Job {
  const run = batch.kind === 'query' ? runQueryJob(org, batch, caller.profileId) : runIngestJob(org, batch, caller);
  run.catch((error) => org.log.error({ err: error, batch: batch.id }, 'a batch failed'));
  return batch;
}

/**
 * The query in spans of ids, so many records of the object to each.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/async_api_headers_enable_pk_chunking.htm
 */
async function chunks(org: OrgContext, job: AsyncJob, size: number, soql: string): Promise<string[]> {
  const [, head = soql, where] = /^(\s*select\s.+?\sfrom\s+\w+)(?:\s+where\s+(.+))?\s*$/is.exec(soql) ?? [];
  const { rows } = await org.pool.query(
    `select "Id" as id from (select "Id", row_number() over (order by "Id") as n from ${tableName(job.object)}) numbered where (n - 1) % $1 = 0 order by 1`,
    [size],
  );
  const starts: string[] = rows.map(({ id }) => id);
  return starts.map((from, i) => {
    const until = starts[i + 1];
    const span = [`Id >= '${from}'`, ...(until ? [`Id < '${until}'`] : []), ...(where ? [`(${where})`] : [])];
    return `${head} WHERE ${span.join(' AND ')}`;
  });
}

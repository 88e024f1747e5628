import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { keepsRowBack, leavesJob } from '../faults/faults.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { sendJson } from '../rest/request.ts';
import type { SoqlQuery } from '../soql/ast.ts';
import { parseSoql } from '../soql/parser.ts';
import { type Plan, planQuery } from '../soql/plan.ts';
import { openRun, statement } from '../soql/run.ts';
import type { RecordShape } from '../soql/shape.ts';
import {
  changedAnswer,
  changeJob,
  createdAnswer,
  createJob,
  currentJob,
  delimiters,
  dropJob,
  findJob,
  infoAnswer,
  isOver,
  type Job,
  jobTable,
} from './jobs.ts';
import { listJobs } from './list-jobs.ts';

type ById = { Params: { id: string } };
interface NewQuery {
  operation?: string;
  query?: string;
  columnDelimiter?: string;
  lineEnding?: string;
}

export function registerQueryJobs(routes: FastifyInstance, org: OrgContext): void {
  routes.post<{ Body: NewQuery }>('/jobs/query', async (request, reply) => {
    const job = await openQueryJob(org, request, request.body ?? {});
    setImmediate(() =>
      runQueryJob(org, job, request.caller.profileId).catch((error) =>
        org.log.error({ err: error }, 'bulk query failed'),
      ),
    );
    return sendJson(reply, 200, createdAnswer(job));
  });

  routes.get('/jobs/query', async (request, reply) => sendJson(reply, 200, await listJobs(org, 'query', request)));

  routes.get<ById>('/jobs/query/:id', async (request, reply) =>
    sendJson(reply, 200, infoAnswer(await findJob(org.pool, 'query', request.params.id))),
  );

  routes.patch<ById & { Body: { state?: string } }>('/jobs/query/:id', async (request, reply) => {
    const job = await findJob(org.pool, 'query', request.params.id);
    if (request.body?.state !== 'Aborted')
      throw new ApiError(400, 'INVALIDJOBSTATE', `Invalid state ${request.body?.state}`);
    if (isOver(job)) throw new ApiError(400, 'INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
    return sendJson(reply, 200, changedAnswer(await changeJob(org.pool, job.id, { state: 'Aborted' })));
  });

  routes.delete<ById>('/jobs/query/:id', async (request, reply) => {
    await dropJob(org.pool, await findJob(org.pool, 'query', request.params.id));
    return reply.code(204).send();
  });
}

async function openQueryJob(org: OrgContext, request: FastifyRequest, body: NewQuery): Promise<Job> {
  const { operation = 'query', query = '', columnDelimiter = 'COMMA', lineEnding = 'LF' } = body;
  if (operation !== 'query' && operation !== 'queryAll')
    throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unknown operation ${operation}`);
  if (!delimiters[columnDelimiter])
    throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unknown column delimiter ${columnDelimiter}`);
  const { plan } = await planFlat(org, request.caller, query, operation === 'queryAll');
  return createJob(
    org.pool,
    {
      kind: 'query',
      operation,
      object: plan.object.name,
      state: 'UploadComplete',
      created_by: request.caller.userId,
      api_version: Number(request.apiVersion),
      column_delimiter: columnDelimiter,
      line_ending: lineEnding,
      external_id_field: null,
      soql: query,
    },
    org.clock.now(),
  );
}

/**
 * Finds the records and writes down their ids in order: pages stay the same whatever changes meanwhile. Values are read
 * when a page is fetched, so that the first page of a million rows is ready after about a second.
 */
export async function runQueryJob(org: OrgContext, job: Job, profileId: string): Promise<void> {
  const started = performance.now();
  const current = await currentJob(org.pool, job.id);
  if (isOver(current) || leavesJob(org)) return;
  await changeJob(org.pool, job.id, { state: 'InProgress' });
  try {
    const query = parseSoql(job.soql as string);
    const caller = { userId: job.created_by, profileId };
    const { plan } = await planFlat(org, caller, job.soql as string, job.operation === 'queryAll');
    const rows = await collectIds(org, job, plan, query);
    await org.pool.query(
      `update bulk.job set state = 'JobComplete', rows_processed = $2, milliseconds = $3, changed_at = setup.clock() where id = $1 and state = 'InProgress'`,
      [job.id, rows, Math.round(performance.now() - started)],
    );
  } catch (error) {
    org.log.error({ err: error, job: job.id }, 'bulk query failed');
    await changeJob(org.pool, job.id, { state: 'Failed', error_message: (error as Error).message });
  }
}

async function collectIds(org: OrgContext, job: Job, plan: Plan, query: SoqlQuery): Promise<number> {
  const table = jobTable(job);
  const found = statement(plan, [`${plan.alias}."Id" as id`], query.limit);
  await org.pool.query(`drop table if exists ${table}`);
  await org.pool.query(`create unlogged table ${table} (n bigint generated always as identity, id text collate "C")`);
  await org.pool.query(`insert into ${table} (id) ${found}`, plan.parameters);
  if (keepsRowBack(org, plan.object.name))
    await org.pool.query(`delete from ${table} where n = (select max(n) from ${table})`);
  const { rows } = await org.pool.query(`select count(*)::int as found from ${table}`);
  await org.pool.query(`create unique index on ${table} (n)`);
  await org.pool.query(`vacuum analyze ${table}`);
  return rows[0].found;
}

export interface FlatColumn {
  name: string;
  sql: string;
}

/** A plan whose rows are flat, as CSV needs: no child records, no compound fields, no aggregates. */
export async function planFlat(
  org: OrgContext,
  caller: Pick<Caller, 'userId' | 'profileId'>,
  soql: string,
  allRows: boolean,
): Promise<{ plan: Plan; columns: FlatColumn[] }> {
  const query = parseSoql(soql);
  const plan = planQuery(query, await openRun(org, caller, org.pool, { soql, allRows, basePath: '' }));
  if (plan.kind !== 'records') throw unsupported('Aggregate Relationships not supported in Bulk Query');
  if (plan.offset > 0) throw unsupported('OFFSET is not supported in Bulk Query');
  return { plan, columns: flatColumns(plan, plan.shape, '') };
}

function flatColumns(plan: Plan, shape: RecordShape, prefix: string): FlatColumn[] {
  return shape.entries.flatMap((entry): FlatColumn[] => {
    const name = prefix + entry.key;
    if (entry.kind === 'parent') return flatColumns(plan, entry.shape, `${name}.`);
    if (entry.kind === 'value') return [{ name, sql: csvCell(plan.columns[entry.index] as string, entry.type) }];
    throw unsupported(
      entry.kind === 'address'
        ? 'Selecting compound data not supported in Bulk Query'
        : 'Nested queries are not supported in Bulk Query',
    );
  });
}

function unsupported(message: string): ApiError {
  return new ApiError(400, 'API_ERROR', message);
}

/** A value as the Bulk API writes it. Concatenation makes an instant: to_char would cost more than all the rest of the row. */
function csvCell(sql: string, type: string): string {
  switch (type) {
    case 'boolean':
      return `coalesce(case when ${sql} then 'true' when not ${sql} then 'false' end, '')`;
    case 'datetime':
      return `coalesce(replace(left((${sql})::text, 19), ' ', 'T') || '.000Z', '')`;
    default:
      return `coalesce((${sql})::text, '')`;
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { OrgContext } from '../org-context.ts';
import { basePathOf, sendJson } from '../rest/request.ts';
import type { Plan } from '../soql/plan.ts';
import { sendCsv } from './csv-stream.ts';
import { changeJob, delimiters, findJob, type Job, jobTable } from './jobs.ts';
import { type FlatColumn, planFlat } from './query-jobs.ts';

type ById = { Params: { id: string } };

/** How many rows a page has when the client does not say. */
const defaultPage = 100_000;

/** The records a query has found, as CSV, page by page. */
export function registerQueryResults(routes: FastifyInstance, org: OrgContext): void {
  // Where each part of the results is, to be fetched side by side.
  routes.get<ById>('/jobs/query/:id/resultPages', async (request, reply) => {
    const job = await completeJob(org, request.params.id);
    const pages = Math.max(1, Math.ceil(job.rows_processed / defaultPage));
    const url = `${basePathOf(request)}/jobs/query/${job.id}/results`;
    const resultPages = Array.from({ length: pages }, (_, i) => ({
      resultUrl: `${url}?locator=${locatorOf(i * defaultPage)}`,
    }));
    return sendJson(reply, 200, { resultPages, done: true });
  });

  routes.get<ById & { Querystring: { locator?: string; maxRecords?: string } }>(
    '/jobs/query/:id/results',
    async (request, reply) => {
      const job = await completeJob(org, request.params.id);
      const first = offsetOf(request.query.locator);
      const last = Math.min(job.rows_processed, first + (Number(request.query.maxRecords) || defaultPage));
      reply.header('Sforce-NumberOfRecords', String(Math.max(0, last - first)));
      reply.header('Sforce-Locator', last < job.rows_processed ? locatorOf(last) : 'null');
      return sendQueryCsv(org, request, reply, job, first, last);
    },
  );
}

/** Streams the found records from one number up to another. */
export async function sendQueryCsv(
  org: OrgContext,
  request: FastifyRequest,
  reply: FastifyReply,
  job: Job,
  first: number,
  last: number,
): Promise<FastifyReply> {
  await mustBeWhole(org, job);
  const { plan, columns } = await planFlat(org, request.caller, job.soql as string, true);
  const delimiter = delimiters[job.column_delimiter] as string;
  return sendCsv(org.pool, request, reply, {
    header: columns.map(({ name }) => `"${name}"`).join(delimiter),
    select: pageSelect(job, plan, columns, first, last),
    delimiter,
    crlf: job.line_ending === 'CRLF',
    // Walks the found ids in order and fetches each record by key: nothing is sorted or hashed, the first row leaves at once.
    settings:
      'set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_sort = off; set local enable_seqscan = off; set local jit = off; set local max_parallel_workers_per_gather = 0;',
  });
}

async function completeJob(org: OrgContext, id: string): Promise<Job> {
  const job = await findJob(org.pool, 'query', id);
  if (job.state === 'JobComplete') return job;
  throw new ApiError(400, 'INVALIDJOBSTATE', `Results are not available: job is ${job.state}`);
}

function locatorOf(row: number): string {
  return Buffer.from(String(row)).toString('base64').replace(/=+$/, '');
}

/** A crash of PostgreSQL empties unlogged tables: better no result than one with rows missing. */
async function mustBeWhole(org: OrgContext, job: Job): Promise<void> {
  const { rows } = await org.pool.query(`select coalesce(max(n), 0) as found from ${jobTable(job)}`);
  if (rows[0].found >= job.rows_processed) return;
  await changeJob(org.pool, job.id, { state: 'Failed', error_message: 'InternalServerError : The results were lost' });
  throw new ApiError(400, 'INVALIDJOBSTATE', 'Results are not available: job is Failed');
}

function pageSelect(job: Job, plan: Plan, columns: FlatColumn[], first: number, last: number): string {
  const [own = '', ...joins] = plan.from.split('\n');
  return `select ${columns.map(({ sql }) => sql).join(', ')} from ${jobTable(job)} page join ${own} on ${plan.alias}."Id" = page.id ${joins.join('\n')}
    where page.n > ${first} and page.n <= ${last} order by page.n`;
}

function offsetOf(locator: string | undefined): number {
  if (!locator || locator === 'null') return 0;
  const text = Buffer.from(locator, 'base64').toString();
  if (!/^\d+$/.test(text)) throw new ApiError(400, 'INVALIDJOB', 'InvalidJob : Invalid locator');
  return Number(text);
}

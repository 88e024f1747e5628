import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { partsOf } from '../multipart.ts';
import type { OrgContext } from '../org-context.ts';
import { externalIdField } from '../records/external-ids.ts';
import { mayHardDelete } from '../records/recycle-bin.ts';
import { objectIn, sendJson, viewOf } from '../rest/request.ts';
import { sendCsv } from './csv-stream.ts';
import {
  changedAnswer,
  changeJob,
  createdAnswer,
  createJob,
  delimiters,
  dropJob,
  findJob,
  infoAnswer,
  isOver,
  type Job,
  jobTable,
  outcomeTable,
} from './jobs.ts';
import { listJobs } from './list-jobs.ts';
import { runIngestJob } from './run-ingest.ts';
import { takeUpload } from './upload.ts';

type ById = { Params: { id: string } };
interface NewIngest {
  operation?: string;
  object?: string;
  contentType?: string;
  externalIdFieldName?: string;
  columnDelimiter?: string;
  lineEnding?: string;
  assignmentRuleId?: string;
}

export function registerIngestJobs(routes: FastifyInstance, org: OrgContext): void {
  routes.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const parts = partsOf(body, request.headers['content-type'] ?? '');
      return new Map(parts.map(({ name, content }) => [name, content.toString()]));
    },
  );

  routes.post<{ Body: NewIngest | Map<string, string> }>('/jobs/ingest', async (request, reply) => {
    const { body } = request;
    const job =
      body instanceof Map ? await openWhole(org, request, body) : await openIngestJob(org, request, body ?? {});
    return sendJson(reply, 200, createdAnswer(job));
  });

  routes.get('/jobs/ingest', async (request, reply) => sendJson(reply, 200, await listJobs(org, 'ingest', request)));

  routes.get<ById>('/jobs/ingest/:id', async (request, reply) =>
    sendJson(reply, 200, infoAnswer(await findJob(org.pool, 'ingest', request.params.id))),
  );

  routes.put<ById>('/jobs/ingest/:id/batches', async (request, reply) => {
    const job = await findJob(org.pool, 'ingest', request.params.id);
    if (job.state !== 'Open') throw new ApiError(400, 'INVALIDJOBSTATE', `Can't upload to a job in state ${job.state}`);
    if (job.uploaded) throw new ApiError(400, 'INVALIDJOBSTATE', 'Found multiple contents for job');
    if (!(request.body instanceof Readable))
      throw new ApiError(400, 'INVALIDBATCH', 'InvalidBatch : Content-Type must be text/csv');
    await takeUpload(org, job, request.body);
    return reply.code(201).send();
  });

  routes.patch<ById & { Body: { state?: string } }>('/jobs/ingest/:id', async (request, reply) => {
    const job = await findJob(org.pool, 'ingest', request.params.id);
    return sendJson(reply, 200, changedAnswer(await changeState(org, request, job, request.body?.state)));
  });

  routes.delete<ById>('/jobs/ingest/:id', async (request, reply) => {
    await dropJob(org.pool, await findJob(org.pool, 'ingest', request.params.id));
    return reply.code(204).send();
  });

  registerResults(routes, org);
}

/** A job with its content in one request: it needs no upload and begins at once. */
async function openWhole(org: OrgContext, request: FastifyRequest, parts: Map<string, string>): Promise<Job> {
  const content = parts.get('content');
  if (content === undefined) throw new ApiError(400, 'INVALIDJOB', 'InvalidJob : The part named content is missing');
  const job = await openIngestJob(org, request, parseJob(parts.get('job') ?? ''));
  await takeUpload(org, job, Readable.from([Buffer.from(content)]));
  return changeState(org, request, job, 'UploadComplete');
}

function parseJob(text: string): NewIngest {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', (error as Error).message);
  }
}

async function changeState(
  org: OrgContext,
  request: FastifyRequest,
  job: Job,
  state: string | undefined,
): Promise<Job> {
  if (state === 'Aborted') {
    if (isOver(job)) throw new ApiError(400, 'INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
    return changeJob(org.pool, job.id, { state });
  }
  if (state !== 'UploadComplete') throw new ApiError(400, 'INVALIDJOBSTATE', `Invalid state ${state}`);
  if (job.state !== 'Open')
    throw new ApiError(400, 'INVALIDJOBSTATE', 'Closing already Completed or Aborted Job not allowed');
  const changed = await changeJob(org.pool, job.id, { state });
  setImmediate(() =>
    runIngestJob(org, changed, request.caller).catch((error) => org.log.error({ err: error }, 'bulk ingest failed')),
  );
  return changed;
}

async function openIngestJob(org: OrgContext, request: FastifyRequest, body: NewIngest): Promise<Job> {
  const { operation = '', columnDelimiter = 'COMMA', lineEnding = 'LF', contentType = 'CSV' } = body;
  if (operation === 'hardDelete' && !mayHardDelete(org, request.caller)) {
    throw new ApiError(
      400,
      'FEATURENOTENABLED',
      'hardDelete operation requires special user profile permission, please contact your system administrator',
    );
  }
  if (!['insert', 'update', 'upsert', 'delete', 'hardDelete'].includes(operation))
    throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unknown operation ${operation}`);
  if (contentType !== 'CSV')
    throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unsupported content type ${contentType}`);
  if (!delimiters[columnDelimiter])
    throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unknown column delimiter ${columnDelimiter}`);
  const object = objectIn(await viewOf(org, request), body.object ?? '');
  if (operation === 'upsert') {
    if (!body.externalIdFieldName)
      throw new ApiError(400, 'INVALIDJOB', 'InvalidJob : External ID was blank for upsert operation');
    externalIdField(object, body.externalIdFieldName);
  }
  return createJob(
    org.pool,
    {
      kind: 'ingest',
      operation,
      object: object.name,
      state: 'Open',
      created_by: request.caller.userId,
      api_version: Number(request.apiVersion),
      column_delimiter: columnDelimiter,
      line_ending: lineEnding,
      external_id_field: operation === 'upsert' ? (body.externalIdFieldName ?? null) : null,
      soql: null,
      assignment_rule: body.assignmentRuleId ?? null,
    },
    org.clock.now(),
  );
}

/** Which rows each result file has, and the columns it puts before the uploaded ones. */
const resultFiles = {
  successfulResults: {
    extra: { sf__Id: 'id', sf__Created: "case when created then 'true' else 'false' end" },
    where: 'o.n is not null and error is null',
  },
  failedResults: { extra: { sf__Id: "coalesce(id, '')", sf__Error: 'error' }, where: 'error is not null' },
  unprocessedrecords: { extra: {}, where: 'o.n is null' },
} as const;

function registerResults(routes: FastifyInstance, org: OrgContext): void {
  for (const [path, { extra, where }] of Object.entries(resultFiles)) {
    routes.get<ById>(`/jobs/ingest/:id/${path}`, async (request, reply) => {
      const job = await findJob(org.pool, 'ingest', request.params.id);
      if (!isOver(job)) throw new ApiError(400, 'INVALIDJOBSTATE', `Results are not available: job is ${job.state}`);
      const delimiter = delimiters[job.column_delimiter] as string;
      const columns = job.columns ?? [];
      const header = [...Object.keys(extra).map((name) => `"${name}"`), ...columns].join(delimiter);
      if (columns.length === 0) return reply.header('content-type', 'text/csv').send(`${header}\n`);
      const cells = [...Object.values(extra), ...columns.map((_, i) => `coalesce(c${i}, '')`)];
      const select = `select ${cells.join(', ')} from ${jobTable(job)} r left join ${outcomeTable(job)} o on o.n = r.n where ${where} order by r.n`;
      return sendCsv(org.pool, request, reply, { header, select, delimiter, crlf: job.line_ending === 'CRLF' });
    });
  }
}

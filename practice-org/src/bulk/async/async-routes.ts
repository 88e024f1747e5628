import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkCharacters } from '../../ids.ts';
import type { OrgContext } from '../../org-context.ts';
import { openRequest, versionIn, viewOf } from '../../rest/request.ts';
import { isOver, type Job } from '../jobs.ts';
import { addBatch } from './add-batch.ts';
import { batchInfo, jobInfo, sendAsyncError, sendInfo, sendXml, wantsJson } from './async-answers.ts';
import { AsyncError, asAsyncError } from './async-error.ts';
import {
  type AsyncJob,
  type AsyncJobInput,
  batchesOf,
  changeAsyncJob,
  findAsyncJob,
  findBatch,
  isQuery,
  openAsyncJob,
} from './async-jobs.ts';
import { parsedXml } from './batch-content.ts';
import { sendIngestResult } from './ingest-result.ts';
import { sendQueryResult } from './query-result.ts';

type OfJob = { Params: { id: string } };
type OfBatch = { Params: { id: string; batch: string } };
type OfResult = { Params: { id: string; batch: string; result: string } };

/**
 * Bulk API 1.0: jobs whose batches are sent one by one and worked on as they come.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/asynch_api_intro.htm
 */
export async function registerAsyncApi(app: FastifyInstance, org: OrgContext): Promise<void> {
  await app.register(
    async (routes) => {
      routes.decorateRequest('caller', null as never);
      routes.decorateRequest('apiVersion', '');
      routes.addHook('onRequest', (request, reply) => openRequest(org, request, reply, versionIn(request)));
      // Bodies are read where they are needed: a batch is streamed into its table.
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', async (_request: unknown, payload: unknown) => payload);
      routes.setErrorHandler((error, request, reply) => {
        const refusal = asAsyncError(error);
        if (refusal.exceptionCode === 'ServerError')
          request.log.error({ err: error, url: request.url }, 'request failed');
        return sendAsyncError(request, reply, refusal);
      });
      registerJobs(routes, org);
      registerBatches(routes, org);
      registerResults(routes, org);
    },
    { prefix: '/services/async/:version' },
  );
}

function registerJobs(routes: FastifyInstance, org: OrgContext): void {
  routes.post('/job', async (request, reply) => {
    const { caller, apiVersion } = request;
    const given = { caller, apiVersion, chunkSize: chunkSizeOf(request) };
    const job = await openAsyncJob(org, await viewOf(org, request), await inputOf(request), given);
    return sendInfo(request, reply, { status: 201, root: 'jobInfo', content: jobInfo(job, []), job });
  });

  routes.get<OfJob>('/job/:id', async (request, reply) => {
    const job = await findAsyncJob(org.pool, request.params.id);
    return sendInfo(request, reply, { root: 'jobInfo', content: jobInfo(job, await batchesOf(org.pool, job)), job });
  });

  routes.post<OfJob>('/job/:id', async (request, reply) => {
    const { state } = await inputOf(request);
    const job = await changeAsyncJob(org.pool, await findAsyncJob(org.pool, request.params.id), state);
    return sendInfo(request, reply, { root: 'jobInfo', content: jobInfo(job, await batchesOf(org.pool, job)), job });
  });
}

function registerBatches(routes: FastifyInstance, org: OrgContext): void {
  routes.post<OfJob>('/job/:id/batch', async (request, reply) => {
    const job = await findAsyncJob(org.pool, request.params.id);
    if (/zip/.test(request.headers['content-type'] ?? ''))
      throw new AsyncError('InvalidBatch', 'Zip content is not supported');
    const batch = await addBatch(org, request.caller, job, request.body as Readable);
    return sendInfo(request, reply, { status: 201, root: 'batchInfo', content: batchInfo(batch), job });
  });

  routes.get<OfJob>('/job/:id/batch', async (request, reply) => {
    const job = await findAsyncJob(org.pool, request.params.id);
    const content = { batchInfo: (await batchesOf(org.pool, job)).map(batchInfo) };
    return sendInfo(request, reply, { root: 'batchInfoList', content, job });
  });

  routes.get<OfBatch>('/job/:id/batch/:batch', async (request, reply) => {
    const { job, batch } = await batchIn(org, request);
    return sendInfo(request, reply, { root: 'batchInfo', content: batchInfo(batch), job });
  });

  routes.get<OfBatch>('/job/:id/batch/:batch/request', async (request, reply) => {
    const { batch } = await batchIn(org, request);
    if (batch.soql === null) throw new AsyncError('InvalidBatch', 'Only the requests of queries are kept');
    return reply.header('content-type', 'text/csv').send(batch.soql);
  });
}

function registerResults(routes: FastifyInstance, org: OrgContext): void {
  routes.get<OfBatch>('/job/:id/batch/:batch/result', async (request, reply) => {
    const { job, batch } = await finishedIn(org, request);
    if (!isQuery(job)) return sendIngestResult(org, request, reply, job, batch);
    const result = [resultId(batch)];
    if (!wantsJson(request, job)) return sendXml(reply, 'result-list', { result });
    return reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(result));
  });

  routes.get<OfResult>('/job/:id/batch/:batch/result/:result', async (request, reply) => {
    const { job, batch } = await finishedIn(org, request);
    if (!isQuery(job) || resultId(batch).slice(0, 15) !== request.params.result.slice(0, 15))
      throw new AsyncError('InvalidBatch', `Unable to find result with id: ${request.params.result}`);
    return sendQueryResult(org, request, reply, job, batch);
  });
}

/** A query's batch has one file of results, whose id is the batch's with another prefix. */
function resultId({ id }: Job): string {
  const id15 = `752${id.slice(3, 15)}`;
  return id15 + checkCharacters(id15);
}

async function batchIn(org: OrgContext, request: FastifyRequest<OfBatch>): Promise<{ job: AsyncJob; batch: Job }> {
  const job = await findAsyncJob(org.pool, request.params.id);
  return { job, batch: await findBatch(org.pool, job, request.params.batch) };
}

async function finishedIn(org: OrgContext, request: FastifyRequest<OfBatch>) {
  const found = await batchIn(org, request);
  const { batch } = found;
  if (!isOver(batch) || batch.state === 'NotProcessed') throw new AsyncError('InvalidBatch', 'Batch not completed');
  if (batch.state === 'Failed') throw new AsyncError('InvalidBatch', batch.error_message ?? 'Batch failed');
  return found;
}

async function inputOf(request: FastifyRequest): Promise<AsyncJobInput> {
  const body = request.body ? await text(request.body as Readable) : '';
  if (!request.headers['content-type']?.includes('json')) return parsedXml(body).content as AsyncJobInput;
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new AsyncError('InvalidJob', (error as Error).message);
  }
}

/** `Sforce-Enable-PKChunking: TRUE` or `chunkSize=250000; parent=Account`. */
function chunkSizeOf(request: FastifyRequest): number | null {
  const header = String(request.headers['sforce-enable-pkchunking'] ?? '');
  if (header === '' || /^false$/i.test(header)) return null;
  const size = Number(/chunkSize\s*=\s*(\d+)/i.exec(header)?.[1] ?? 100_000);
  if (size < 1 || size > 250_000) throw new AsyncError('InvalidPKChunkingHeader', `Invalid chunk size: ${size}`);
  return size;
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderXml, type XmlContent } from '../../xml-text.ts';
import type { Job } from '../jobs.ts';
import type { AsyncError } from './async-error.ts';
import type { AsyncJob } from './async-jobs.ts';

const namespace = 'http://www.force.com/2009/06/asyncapi/dataload';

const batchStates: Record<Job['state'], string> = {
  Open: 'Queued',
  UploadComplete: 'Queued',
  InProgress: 'InProgress',
  JobComplete: 'Completed',
  Failed: 'Failed',
  Aborted: 'NotProcessed',
  NotProcessed: 'NotProcessed',
};

/** Answers come in the form of the job, or of the request that has a body in JSON. */
export function wantsJson(request: FastifyRequest, job?: AsyncJob): boolean {
  const { accept = '', 'content-type': type = '' } = request.headers;
  return job?.content_type === 'JSON' || type.includes('json') || accept.includes('json');
}

export function sendInfo(
  request: FastifyRequest,
  reply: FastifyReply,
  { status = 200, root, content, job }: { status?: number; root: string; content: XmlContent; job?: AsyncJob },
): FastifyReply {
  reply.code(status);
  if (!wantsJson(request, job)) return sendXml(reply, root, content);
  return reply.header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(inJson(content)));
}

export function sendXml(reply: FastifyReply, root: string, content: XmlContent): FastifyReply {
  const rooted = Array.isArray(content) ? content : { '@xmlns': namespace, ...(content as object) };
  return reply.header('content-type', 'application/xml').send(renderXml(root, rooted as XmlContent));
}

export function sendAsyncError(request: FastifyRequest, reply: FastifyReply, error: AsyncError): FastifyReply {
  const content = { exceptionCode: error.exceptionCode, exceptionMessage: error.message };
  return sendInfo(request, reply, {
    status: error.exceptionCode === 'ServerError' ? 500 : 400,
    root: 'error',
    content,
  });
}

/** JSON lists keys by the alphabet, writes instants with an offset and the version as a number. */
function inJson(content: XmlContent): unknown {
  if (Array.isArray(content)) return content.map(inJson);
  if (typeof content === 'string') return content.replace(/^(\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3})Z$/, '$1+0000');
  if (typeof content !== 'object' || content === null) return content;
  const entries = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, key === 'apiVersion' ? Number(value) : inJson(value)]));
}

export function jobInfo(job: AsyncJob, batches: Job[]): { [name: string]: XmlContent } {
  const inState = (...states: Job['state'][]) => batches.filter(({ state }) => states.includes(state)).length;
  const sum = (of: (batch: Job) => number) => batches.reduce((total, batch) => total + Number(of(batch)), 0);
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.created_by,
    createdDate: job.created_at.toISOString(),
    systemModstamp: job.changed_at.toISOString(),
    state: job.state,
    ...(job.external_id_field ? { externalIdFieldName: job.external_id_field } : {}),
    concurrencyMode: job.concurrency_mode,
    contentType: job.content_type,
    numberBatchesQueued: inState('UploadComplete', 'Open'),
    numberBatchesInProgress: inState('InProgress'),
    numberBatchesCompleted: inState('JobComplete'),
    numberBatchesFailed: inState('Failed'),
    numberBatchesTotal: batches.length,
    numberRecordsProcessed: sum(({ rows_processed }) => rows_processed),
    numberRetries: 0,
    apiVersion: Number(job.api_version).toFixed(1),
    ...(job.assignment_rule ? { assignmentRuleId: job.assignment_rule } : {}),
    numberRecordsFailed: sum(({ rows_failed }) => rows_failed),
    totalProcessingTime: sum(({ milliseconds }) => milliseconds),
    apiActiveProcessingTime: sum(({ milliseconds }) => milliseconds),
    apexProcessingTime: 0,
  };
}

export function batchInfo(batch: Job): { [name: string]: XmlContent } {
  const message = batch.state === 'Failed' || batch.state === 'NotProcessed' ? batch.error_message : null;
  return {
    id: batch.id,
    jobId: batch.parent,
    state: batchStates[batch.state],
    ...(message ? { stateMessage: message } : {}),
    createdDate: batch.created_at.toISOString(),
    systemModstamp: batch.changed_at.toISOString(),
    numberRecordsProcessed: batch.rows_processed,
    numberRecordsFailed: batch.rows_failed,
    totalProcessingTime: batch.milliseconds,
    apiActiveProcessingTime: batch.milliseconds,
    apexProcessingTime: 0,
  };
}

import type { Readable } from 'node:stream';
import { type JobWait, pollJob } from './bulk-job.ts';
import { outcomeIsUnknown, type Requester } from './request.ts';
import type { IngestJob } from './salesforce.ts';

export type IngestResult = 'successfulResults' | 'failedResults' | 'unprocessedrecords';

export async function createIngestJob(
  requester: Requester,
  object: string,
  operation: 'insert' | 'update' | 'delete',
): Promise<IngestJob> {
  const { body } = await requester.json<IngestJob>({
    method: 'POST',
    path: '/jobs/ingest',
    body: { object, operation, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' },
  });
  return toIngestJob(body);
}

/** Streams the CSV up, compressed unless switched off: Salesforce's own Java client (wsc) does the same. */
export async function uploadIngestData(requester: Requester, id: string, csv: Readable, gzip: boolean): Promise<void> {
  await requester.json({ method: 'PUT', path: `${jobPath(id)}/batches`, body: csv, gzip });
}

export async function closeIngestJob(requester: Requester, id: string): Promise<void> {
  try {
    await requester.json({ method: 'PATCH', path: jobPath(id), body: { state: 'UploadComplete' } });
  } catch (error) {
    // When the answer was lost, the job itself says whether it was closed.
    if (!outcomeIsUnknown(error)) throw error;
    const job = await getIngestJob(requester, id);
    if (!job || job.state === 'Open') throw error;
  }
}

export async function getIngestJob(requester: Requester, id: string): Promise<IngestJob | null> {
  const { status, body } = await requester.json<IngestJob>({ method: 'GET', path: jobPath(id), expected: [404] });
  return status === 404 ? null : toIngestJob(body);
}

export function waitForIngestJob(requester: Requester, id: string, wait: JobWait): Promise<IngestJob> {
  return pollJob(id, (jobId) => getIngestJob(requester, jobId), wait);
}

export async function readIngestResults(requester: Requester, id: string, which: IngestResult): Promise<Readable> {
  const path = `${jobPath(id)}/${which}`;
  const { body } = await requester.stream({ method: 'GET', path, headers: { accept: 'text/csv' } });
  return body;
}

export async function abortIngestJob(requester: Requester, id: string): Promise<void> {
  await requester.json({ method: 'PATCH', path: jobPath(id), body: { state: 'Aborted' } });
}

function jobPath(id: string): string {
  return `/jobs/ingest/${encodeURIComponent(id)}`;
}

function toIngestJob(body: IngestJob): IngestJob {
  const { id, state, numberRecordsProcessed, numberRecordsFailed, errorMessage } = body;
  return {
    id,
    state,
    numberRecordsProcessed: numberRecordsProcessed ?? 0,
    numberRecordsFailed: numberRecordsFailed ?? 0,
    errorMessage: errorMessage ?? null,
  };
}

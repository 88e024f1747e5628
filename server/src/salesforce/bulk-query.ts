import { LockstepError } from '../errors.ts';
import { told } from '../told.ts';
import { completed, type JobWait, pollJob } from './bulk-job.ts';
import type { Requester } from './request.ts';
import type { QueryJob, ResultPage } from './salesforce.ts';

export async function createQueryJob(requester: Requester, soql: string, all: boolean): Promise<QueryJob> {
  const { body } = await requester.json<QueryJob>({
    method: 'POST',
    path: '/jobs/query',
    body: {
      operation: all ? 'queryAll' : 'query',
      query: soql,
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    },
  });
  return toQueryJob(body);
}

export async function getQueryJob(requester: Requester, id: string): Promise<QueryJob | null> {
  const { status, body } = await requester.json<QueryJob>({ method: 'GET', path: jobPath(id), expected: [404] });
  return status === 404 ? null : toQueryJob(body);
}

export async function waitForQueryJob(requester: Requester, id: string, wait: JobWait): Promise<QueryJob> {
  return completed(await pollJob(id, (jobId) => getQueryJob(requester, jobId), wait));
}

/** One page of results (api-asynch "Get Results for a Query Job"); every page starts with the header line. */
export async function readQueryResults(
  requester: Requester,
  id: string,
  options: { locator: string | null; maxRecords: number },
): Promise<ResultPage> {
  const parameters = new URLSearchParams({ maxRecords: String(options.maxRecords) });
  if (options.locator) parameters.set('locator', options.locator);
  const { headers, body } = await requester.stream({
    method: 'GET',
    path: `${jobPath(id)}/results?${parameters}`,
    headers: { accept: 'text/csv' },
  });
  const records = Number(headers['sforce-numberofrecords'] ?? Number.NaN);
  if (!Number.isInteger(records)) {
    body.destroy();
    throw new LockstepError('sf/incomplete-answer', told`The header Sforce-NumberOfRecords is missing.`);
  }
  return { body, records, locator: nextLocator(headers['sforce-locator']) };
}

export async function abortQueryJob(requester: Requester, id: string): Promise<void> {
  await requester.json({ method: 'PATCH', path: jobPath(id), body: { state: 'Aborted' }, expected: [404] });
}

export async function deleteQueryJob(requester: Requester, id: string): Promise<void> {
  await requester.json({ method: 'DELETE', path: jobPath(id), expected: [404] });
}

/** After the last page the header is the text "null". */
function nextLocator(header: string | string[] | undefined): string | null {
  const locator = String(header ?? '');
  return locator === '' || locator === 'null' ? null : locator;
}

function jobPath(id: string): string {
  return `/jobs/query/${encodeURIComponent(id)}`;
}

function toQueryJob(body: QueryJob): QueryJob {
  const { id, state, numberRecordsProcessed, errorMessage } = body;
  return { id, state, numberRecordsProcessed: numberRecordsProcessed ?? 0, errorMessage: errorMessage ?? null };
}

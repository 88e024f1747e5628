import { LockstepError } from '../errors.ts';
import { renderResultStaging } from '../mapping/render-push.ts';
import { copyIn } from '../postgres/copy.ts';
import type { Client } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import type { IngestJob, JobWatch, Salesforce } from '../salesforce/salesforce.ts';

/** The job once it has ended, however it did; one that hangs is ended. */
export async function endOfJob(salesforce: Salesforce, jobId: string, watch: JobWatch = {}): Promise<IngestJob> {
  try {
    return await salesforce.waitForIngestJob(jobId, watch);
  } catch (error) {
    if (!(error instanceof LockstepError) || error.code !== 'sf/job-stuck') throw error;
    await salesforce.abortIngestJob(jobId);
    return salesforce.waitForIngestJob(jobId);
  }
}

export interface JobResults {
  succeeded: AsyncIterable<Uint8Array>;
  failed: AsyncIterable<Uint8Array>;
}

export async function readJobResults(salesforce: Salesforce, jobId: string): Promise<JobResults> {
  return {
    succeeded: await salesforce.readIngestResults(jobId, 'successfulResults'),
    failed: await salesforce.readIngestResults(jobId, 'failedResults'),
  };
}

/** Into the temporary tables job_succeeded and job_failed, with the columns that were uploaded. */
export async function loadJobResults(
  client: Client,
  columns: readonly string[],
  { succeeded, failed }: JobResults,
): Promise<void> {
  await load(client, 'job_succeeded', ['sf__Id', 'sf__Created', ...columns], succeeded);
  await load(client, 'job_failed', ['sf__Id', 'sf__Error', ...columns], failed);
}

async function load(client: Client, table: string, columns: string[], csv: AsyncIterable<Uint8Array>): Promise<void> {
  await client.query(renderResultStaging(table, columns));
  await copyIn(client, `copy ${identifier(table)} from stdin with (format csv, header match)`, csv);
}

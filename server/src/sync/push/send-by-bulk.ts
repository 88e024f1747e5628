import { LockstepError } from '../../errors.ts';
import { pushedColumns } from '../../mapping/render-pull.ts';
import { renderBulkCsv, resultFiles } from '../../mapping/render-push.ts';
import { copyStream } from '../../postgres/copy.ts';
import { sql } from '../../postgres/sql.ts';
import { classifyJobFailure } from '../../salesforce/classify.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { endOfJob, loadJobResults, readJobResults } from '../bulk-job.ts';
import { droppable } from '../dropped-fields.ts';
import { claim, collectionsBatch } from './claim.ts';
import type { Batch, Push } from './push.ts';
import { sendByCollections } from './send-by-collections.ts';
import { releaseBatch, settle } from './settle.ts';

/**
 * Sends a batch as a Bulk 2.0 update: PostgreSQL renders the CSV and it streams up. The job's id is stored before any
 * data goes, so a run that was killed finds the job again (resume-pushes.ts).
 */
export async function sendByBulk(push: Push, batch: Batch): Promise<number> {
  const { engine, subscription, salesforce, plan } = push;
  const columns = ['Id', ...sentColumns(push, batch)];
  try {
    const job = await salesforce.createIngestJob(plan.object, 'update');
    await inSubscription(engine.pool, subscription, (client) =>
      client.query(sql`
        update push_batch set job_id = ${job.id}, columns = ${JSON.stringify(columns)}::jsonb where id = ${batch.id}`),
    );
    await inSubscription(engine.pool, subscription, (client) =>
      salesforce.uploadIngestData(job.id, copyStream(client, renderBulkCsv(plan, batch.id, batch.fields))),
    );
    await salesforce.closeIngestJob(job.id);
    return await settleJob(push, batch.id, job.id, columns, batch.people);
  } catch (error) {
    // A job that may have been closed goes on without us: the next cycle asks for its results.
    const stored = await jobOf(push, batch.id);
    if (!stored) await releaseBatch(push, batch.id);
    throw error;
  }
}

/**
 * Waits for a closed job and settles the batch by its result files; what they do not name is left to a later push. A job
 * that failed or was aborted may have done part of its rows: they are settled too, before its error is thrown.
 */
export async function settleJob(
  push: Push,
  batchId: number,
  jobId: string,
  columns: readonly string[],
  people?: number,
): Promise<number> {
  const { salesforce } = push;
  const job = await endOfJob(salesforce, jobId, people === undefined ? {} : { rows: people });
  const results = await readJobResults(salesforce, jobId);
  let again: number[] = [];
  const settled = await settle(push, batchId, async (client) => {
    await loadJobResults(client, columns, results);
    await client.query(resultFiles.succeeded);
    await client.query(resultFiles.failed);
    const refused = await client.query<{ people: number[] }>(resultFiles.again, [batchId, droppable]);
    again = refused.rows[0]?.people ?? [];
  });
  if (job.state === 'JobComplete') return settled + (await sendOthers(push, again));
  const reason = job.errorMessage ?? `The job ended as ${job.state}.`;
  throw new LockstepError(job.state === 'Aborted' ? 'sf/job-stuck' : classifyJobFailure(reason), reason);
}

/** One refused value is no reason to lose the rest of a record: collections save it without that field, and say why. */
async function sendOthers(push: Push, people: readonly number[]): Promise<number> {
  let settled = 0;
  for (let at = 0; at < people.length; at += collectionsBatch) {
    const batch = await claim(push, false, people.slice(at, at + collectionsBatch));
    if (batch) settled += await sendByCollections(push, batch);
  }
  return settled;
}

function sentColumns({ plan }: Push, batch: Batch): string[] {
  return pushedColumns(plan)
    .filter((c) => c.field && batch.fields.includes(c.field.id))
    .map((c) => c.source);
}

async function jobOf({ engine, subscription }: Push, batchId: number): Promise<string | null> {
  return inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query(sql`select job_id from push_batch where id = ${batchId}`);
    return rows[0]?.job_id ?? null;
  });
}

import type { LockstepError } from '../errors.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { endOfJob } from './bulk-job.ts';
import { runStep, type StepContext } from './step.ts';

/**
 * Bulk jobs whose results an earlier run did not read come to their end before anything is looked for: what they made is found
 * by its keys and by the pull, and what they did not is sent again.
 */
export async function endOpenJobs(context: StepContext, salesforce: Salesforce): Promise<(LockstepError | null)[]> {
  const within = <T>(work: (client: Client) => Promise<T>) =>
    inSubscription(context.engine.pool, context.subscription, work);
  const { rows: jobs } = await within((client) =>
    client.query<{ job_id: string; object: string }>('select job_id, object from open_job order by job_id'),
  );
  const errors: (LockstepError | null)[] = [];
  for (const { job_id, object } of jobs) {
    errors.push(
      await runStep(context, object, 'Push updates', async () => {
        const job = await salesforce.getIngestJob(job_id);
        if (job?.state === 'Open') await salesforce.abortIngestJob(job_id);
        else if (job) await endOfJob(salesforce, job_id);
        await within((client) => client.query(sql`delete from open_job where job_id = ${job_id}`));
      }),
    );
  }
  return errors;
}

/** Whether a job may still be at work on records of this object. */
export async function isJobOpen(client: Client, object: string): Promise<boolean> {
  const { rows } = await client.query<{ open: boolean }>(sql`
    select exists (select from open_job where object = ${object}) as open`);
  return rows[0]?.open ?? false;
}

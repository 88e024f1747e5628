import type { LoadPlan } from '../../mapping/load-plan.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import type { Engine } from '../engine.ts';
import type { StepProgress } from '../step.ts';
import { settleJob } from './send-by-bulk.ts';
import { releaseBatch } from './settle.ts';

interface OpenBatch {
  id: number;
  object: string;
  job_id: string | null;
  columns: string[];
}

/**
 * Ends the pushes that an earlier run left open. A Bulk job that Salesforce works on or has done is settled by its
 * results; everything else is released: the records are pushed again, and the pull that comes first can tell values
 * that did arrive from changes of Salesforce's by what was sent (REL-1). A push outside the cycle is
 * left to the process that makes it, for longer than its calls can take.
 */
export async function resumePushes(
  engine: Engine,
  subscription: Subscription,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
  progress: StepProgress,
): Promise<void> {
  const batches = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query<OpenBatch>(`
      select id, object, job_id, columns from push_batch
       where not immediate or created_at < now() - interval '10 minutes' order by id`);
    return rows;
  });
  for (const batch of batches) {
    const plan = plans.find((p) => p.object === batch.object);
    const job = batch.job_id ? await salesforce.getIngestJob(batch.job_id) : null;
    const goesOn = job && (job.state === 'UploadComplete' || job.state === 'InProgress' || job.state === 'JobComplete');
    if (plan && job && goesOn) {
      await settleJob({ engine, subscription, salesforce, plan, progress }, batch.id, job.id, batch.columns);
      continue;
    }
    if (job?.state === 'Open') await salesforce.abortIngestJob(job.id);
    await releaseBatch({ engine, subscription }, batch.id);
  }
}

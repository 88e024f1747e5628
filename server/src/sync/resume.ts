import type { LockstepError } from '../errors.ts';
import type { LoadPlan } from '../mapping/load-plan.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { resumeTasks } from './activities/send-tasks.ts';
import { readIntents } from './create/create-intent.ts';
import { resumeCreates } from './create/interrupted.ts';
import { readIntents as readMergeIntents } from './identity/merge-intent.ts';
import { resumeMerges } from './identity/resume-merges.ts';
import { endOpenJobs } from './open-jobs.ts';
import { resumePushes } from './push/resume-pushes.ts';
import { runStep, type StepContext } from './step.ts';

/** What an earlier run left open comes to its end before anything is pulled, which could take it for a change of Salesforce's (REL-1). */
export async function resumeInterrupted(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
): Promise<(LockstepError | null)[]> {
  return [
    ...(await endOpenJobs(context, salesforce)),
    await resumeOpenPushes(context, salesforce, plans),
    await resumeOpenCreates(context, salesforce, plans),
    await resumeOpenMerges(context, salesforce),
    await resumeTasks(context, salesforce),
  ];
}

/** Only when an earlier run left a push open, so a step of its own is worth showing. */
async function resumeOpenPushes(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const open = await inSubscription(engine.pool, subscription, async (client) => {
    const { rows } = await client.query('select exists (select from push_batch) as open');
    return rows[0].open as boolean;
  });
  if (!open) return null;
  return runStep(context, 'Person', 'Push updates', (progress) =>
    resumePushes(engine, subscription, salesforce, plans, progress),
  );
}

/** Leads whose creation was interrupted, before the pull could take them for new people. */
async function resumeOpenCreates(
  context: StepContext,
  salesforce: Salesforce,
  plans: readonly LoadPlan[],
): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const leads = plans.find((p) => p.object === 'Lead');
  const intents = await inSubscription(engine.pool, subscription, (client) => readIntents(client, null));
  if (!leads || intents.length === 0) return null;
  return runStep(context, 'Lead', 'Push new', async (progress) => {
    progress.count({ new: await resumeCreates({ engine, subscription, salesforce, leads, source: 'salesforce' }) });
  });
}

/** Merges that were interrupted, before the pull could take them for merges made in Salesforce. */
async function resumeOpenMerges(context: StepContext, salesforce: Salesforce): Promise<LockstepError | null> {
  const { engine, subscription } = context;
  const intents = await inSubscription(engine.pool, subscription, readMergeIntents);
  if (intents.length === 0) return null;
  return runStep(context, 'Person', 'Pull merges', async (progress) => {
    progress.count({ updated: await resumeMerges({ engine, subscription, salesforce }) });
  });
}

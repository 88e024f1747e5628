import type { Task } from 'graphile-worker';
import type { LockstepError } from '../errors.ts';
import { sql } from '../postgres/sql.ts';
import { readSubscription, type Subscription, startedSubscriptions } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { runCycle } from '../sync/cycle.ts';
import type { Engine } from '../sync/engine.ts';
import { readOptions } from '../sync/options.ts';
import type { Queue } from './queue.ts';

export const syncCycleTask = 'sync/cycle';

/** Errors after which trying again soon would lock the sync user out: wait for somebody, or an hour. */
const loginErrors = new Set([
  'sf/invalid-login',
  'sf/user-locked',
  'sf/password-expired',
  'sf/oauth-client',
  'sf/oauth-grant',
]);
const afterLoginErrorSeconds = 3600;
/** After a temporary error the next cycle comes sooner than the rest would have it. */
const afterTemporaryErrorSeconds = 60;
/** At the API budget a look every quarter of an hour costs 96 requests a day. */
const atBudgetSeconds = 900;

/** One cycle, then the rest, then the next: the job adds itself again for as long as the subscription is enabled. */
export function syncCycle(engine: Engine, queue: Pick<Queue, 'addJob'>): Task {
  return async (payload, helpers) => {
    const { subscriptionId } = payload as { subscriptionId: number };
    const subscription = await readSubscription(engine.pool, subscriptionId);
    if (subscription.state !== 'started' || !subscription.enabled) return;
    const { error } = await runCycle(engine, subscription, helpers.abortSignal);
    await scheduleCycle(engine, queue, subscription, restAfter(error, await restOf(engine, subscription)));
  };
}

/** The rest between two cycles: as the options of the subscription say, or the configuration. */
async function restOf({ pool, settings }: Engine, subscription: Subscription): Promise<number> {
  const { cyclePauseSeconds } = await inSubscription(pool, subscription, readOptions);
  return cyclePauseSeconds ?? settings.cycleRestSeconds;
}

function restAfter(error: LockstepError | null, restSeconds: number): number {
  if (!error) return restSeconds;
  if (error.code === 'sync/stopped') return 0;
  if (error.code === 'sync/api-budget' || error.code === 'sf/request-limit')
    return Math.max(restSeconds, atBudgetSeconds);
  if (loginErrors.has(error.code)) return Math.max(restSeconds, afterLoginErrorSeconds);
  return error.entry.decision === 'retry-later' ? Math.min(restSeconds, afterTemporaryErrorSeconds) : restSeconds;
}

/** The next cycle, `restSeconds` from now; one that was asked for sooner stays. With 0 it comes at once. */
export async function scheduleCycle(
  { pool }: Pick<Engine, 'pool'>,
  queue: Pick<Queue, 'addJob'>,
  subscription: Subscription,
  restSeconds: number,
): Promise<void> {
  const runAt = new Date(Date.now() + restSeconds * 1000);
  await queue.addJob(
    syncCycleTask,
    { subscriptionId: subscription.id },
    {
      jobKey: `${syncCycleTask}/${subscription.id}`,
      jobKeyMode: restSeconds === 0 ? 'replace' : 'preserve_run_at',
      runAt,
      maxAttempts: 1000,
    },
  );
  await inSubscription(pool, subscription, (client) =>
    client.query(sql`update sync_state set next_cycle_at = ${runAt.toISOString()}`),
  );
}

/** At start: a subscription whose chain of cycles was broken (a restored database, a lost job) goes on. */
export async function resumeCycles(engine: Engine, queue: Pick<Queue, 'addJob'>): Promise<void> {
  for (const subscription of await startedSubscriptions(engine.pool)) {
    await scheduleCycle(engine, queue, subscription, await restOf(engine, subscription));
  }
}

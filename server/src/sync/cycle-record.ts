import type { LockstepError } from '../errors.ts';
import { sql } from '../postgres/sql.ts';
import type { Salesforce } from '../salesforce/salesforce.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import type { Engine } from './engine.ts';

/** What is on record of a cycle as a whole. */

/** We hold the lock, so a step or cycle that still seems to run belongs to a process that is gone. */
export async function beginCycle(engine: Engine, subscription: Subscription, early: boolean): Promise<number> {
  return inSubscription(engine.pool, subscription, async (client) => {
    await client.query(sql`
      update step set status = 'Cleaned up', ended_at = now(), message = 'The process that ran this step ended.'
       where status = 'In Process'`);
    await client.query(sql`
      update sync_cycle set ended_at = now(), error_code = 'internal/interrupted' where ended_at is null`);
    await client.query(sql`
      delete from step where started_at < now() - make_interval(days => ${engine.settings.stepHistoryDays}::int)`);
    await client.query(sql`
      delete from sync_cycle where started_at < now() - make_interval(days => ${engine.settings.stepHistoryDays}::int)`);
    const { rows } = await client.query(sql`insert into sync_cycle (early) values (${early}) returning id`);
    return rows[0].id as number;
  });
}

export async function endCycle(
  engine: Engine,
  subscription: Subscription,
  cycleId: number,
  apiCalls: number,
  error: LockstepError | null,
): Promise<void> {
  await inSubscription(engine.pool, subscription, async (client) => {
    await client.query(sql`
      update sync_cycle set ended_at = now(), api_calls = ${apiCalls},
             api_used = (select api_used from sync_state), error_code = ${error?.code ?? null},
             error_detail = ${error?.detail ?? null}
       where id = ${cycleId}`);
    if (!error) await client.query('update sync_state set last_synced_at = now()');
  });
}

export async function noteUsage(engine: Engine, subscription: Subscription, { usage }: Salesforce): Promise<void> {
  if (!usage) return;
  await inSubscription(engine.pool, subscription, (client) =>
    client.query(sql`update sync_state set api_used = ${usage.used}, api_max = ${usage.max}`),
  );
}

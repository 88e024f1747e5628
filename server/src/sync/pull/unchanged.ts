import { sql } from '../../postgres/sql.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { refuseWhenHalted, type StepContext } from '../step.ts';
import type { Window } from './window.ts';

/** A window in which Salesforce counted nothing, and of which nothing is under way. */
export const isUnchanged = ({ count, job }: Window): boolean => count === 0 && !job;

/** The steps and cursors of all windows that nothing happened in: in most cycles that is nearly all of them. */
export async function recordUnchanged(context: StepContext, windows: readonly Window[]): Promise<void> {
  const { engine, subscription, cycleId } = context;
  refuseWhenHalted(context);
  await inSubscription(engine.pool, subscription, (client) =>
    client.query(sql`
      with unchanged as (
        select * from jsonb_to_recordset(${JSON.stringify(windows)}::jsonb)
               as w(object text, operation text, "coversUntil" timestamptz)
      ), stepped as (
        insert into step (cycle_id, object, operation, status, ended_at)
        select ${cycleId}, object, operation, 'Succeeded', clock_timestamp() from unchanged
      )
      insert into sync_cursor (object, operation, covered_until, job)
      select object, operation, "coversUntil", null from unchanged
      on conflict (object, operation) do update set covered_until = excluded.covered_until, job = null`),
  );
}

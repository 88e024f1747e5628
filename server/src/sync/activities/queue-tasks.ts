import type { ReportedType } from '@lockstep/contract/choices.ts';
import { activityIds } from '../../mapping/reported-activity.ts';
import type { Client } from '../../postgres/pool.ts';
import { type Query, sql } from '../../postgres/sql.ts';

/** Nothing from before the person was in Salesforce, and nobody who is not there (SYN-15). */
function enqueue(which: Query): Query {
  return sql`
    insert into activity_task (activity_id, person_id)
    select a.id, a.person_id
      from activity a
      join person p on p.id = a.person_id and p.sfdc_id is not null and p.sfdc_is_deleted is not true
                   and p.sfdc_created_date <= a.at
     where ${which}
    on conflict do nothing`;
}

/**
 * Puts activities that were just reported on the way to Salesforce, if their types are chosen. The options are read with a
 * lock: who chooses a type at the same time either waits for this report, and finds it in the history, or is waited for.
 */
export async function queueTasks(client: Client, activities: readonly number[]): Promise<number> {
  const { rows } = await client.query<{ chosen: ReportedType[] | null }>(
    `select options->'activitiesToSalesforce' as chosen from sync_state for share`,
  );
  const types = activityIds(rows[0]?.chosen ?? []);
  if (types.length === 0) return 0;
  const which = sql`a.id = any(${activities}::bigint[]) and a.type_id = any(${types}::int[])`;
  return (await client.query(enqueue(which))).rowCount ?? 0;
}

/** After the choice was stored: a type that is new brings three months of history, one that is gone takes back what waits. */
export async function followChoice(
  client: Client,
  before: readonly ReportedType[],
  after: readonly ReportedType[],
): Promise<void> {
  const added = activityIds(after.filter((type) => !before.includes(type)));
  const removed = activityIds(before.filter((type) => !after.includes(type)));
  if (added.length > 0) {
    await client.query(enqueue(sql`a.type_id = any(${added}::int[]) and a.at >= now() - interval '3 months'`));
  }
  if (removed.length > 0) {
    await client.query(sql`
      delete from activity_task t using activity a
       where a.id = t.activity_id and t.status = 'waiting' and a.type_id = any(${removed}::int[])`);
  }
}

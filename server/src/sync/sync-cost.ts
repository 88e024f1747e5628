import type { SyncCost } from '@lockstep/contract/cost.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import { budgetOf } from './api-budget.ts';
import { readOptions } from './options.ts';

/** The growth of the org's usage is taken over so many hours. */
const trendHours = 3;

/**
 * What the sync cost in the last 24 hours (SYN-16): API requests of the org, of the sync and by object, when the budget would be
 * reached at this pace, and which objects send rows without a change (some automation in the org touches them for nothing).
 */
export async function readSyncCost(client: Client): Promise<SyncCost> {
  const { apiBudgetPercent } = await readOptions(client);
  const [state] = (
    await client.query<{ used: number | null; max: number | null }>(
      'select api_used as used, api_max as max from sync_state',
    )
  ).rows;
  const usage = state?.used != null && state.max != null ? { used: state.used, max: state.max } : null;
  const budget = usage ? Math.floor((usage.max * apiBudgetPercent) / 100) : null;
  const ours = await client.query<{ calls: number }>(`
    select coalesce(sum(api_calls), 0)::int as calls from sync_cycle where started_at > now() - interval '24 hours'`);
  const objects = await client.query(`
    select object, sum(api_calls)::int as calls,
           coalesce(sum(new + updated + skipped) filter (where operation = 'Pull updates'), 0)::int as read,
           coalesce(sum(skipped) filter (where operation = 'Pull updates'), 0)::int as unchanged
      from step where started_at > now() - interval '24 hours'
     group by object order by calls desc, object`);
  const operations = await client.query(`
    select object, operation, sum(api_calls)::int as calls, count(*)::int as steps
      from step where started_at > now() - interval '24 hours' and api_calls > 0
     group by object, operation order by calls desc, object, operation`);
  const calls = ours.rows[0]?.calls ?? 0;
  return {
    usage,
    budget,
    state: budgetOf(usage, apiBudgetPercent),
    ours: calls,
    others: usage ? Math.max(0, usage.used - calls) : null,
    reserved: usage && budget !== null ? usage.max - budget : null,
    budgetReachedAt: budget === null ? null : await forecast(client, budget),
    objects: objects.rows.map((row) => ({ ...row, unchangedShare: row.read === 0 ? null : row.unchanged / row.read })),
    operations: operations.rows,
    hours: await costByHour(client),
  };
}

async function costByHour(client: Client): Promise<SyncCost['hours']> {
  const { rows } = await client.query(`
    select date_trunc('hour', started_at) as at, coalesce(sum(api_calls), 0)::int as calls, count(*)::int as cycles,
           (array_agg(api_used order by id desc) filter (where api_used is not null))[1] as used
      from sync_cycle where started_at > now() - interval '24 hours'
     group by 1 order by 1`);
  return rows.map((row) => ({ ...row, at: isoTime(row.at) }));
}

/** When usage would reach the budget if it went on as in the last hours; null when it does not grow, or has. */
async function forecast(client: Client, budget: number): Promise<string | null> {
  const { rows } = await client.query(sql`
    with sample as (
      select ended_at as at, api_used as used from sync_cycle
       where api_used is not null and ended_at > now() - make_interval(hours => ${trendHours}::int)
    ), ends as (
      select (array_agg(at order by at))[1] as since, (array_agg(used order by at))[1] as first,
             max(at) as until, (array_agg(used order by at desc))[1] as last
        from sample
    )
    select until + (until - since) * ((${budget}::float8 - last) / (last - first)) as at
      from ends where last > first and last < ${budget} and until - since >= interval '30 minutes'`);
  return isoTime(rows[0]?.at ?? null);
}

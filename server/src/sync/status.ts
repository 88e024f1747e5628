import type { StatusView, StepView } from '@lockstep/contract/status.ts';
import { catalogue, type ErrorCode } from '../errors.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';
import type { Subscription } from '../subscription/subscription.ts';
import { inSubscription } from '../subscription/subscription-schema.ts';
import { readChangeEvents } from './events/event-state.ts';
import { readTotals } from './totals.ts';
import { readLastProof } from './verify/proofs.ts';

/** What the status page, `lockstep status` and the live events show (SET-10, OPS-1). */
export async function readStatus(pool: Pool, subscription: Subscription): Promise<StatusView> {
  return inSubscription(pool, subscription, async (client) => {
    const state = (await client.query('select * from sync_state')).rows[0];
    const cycle = (await client.query('select * from sync_cycle order by id desc limit 1')).rows[0];
    const finished = (
      await client.query('select id, api_calls from sync_cycle where ended_at is not null order by id desc limit 1')
    ).rows[0];
    const steps = await readSteps(client, { limit: 40 });
    const failure = cycle?.ended_at ? failureOf(cycle) : null;
    const running = Boolean(cycle && !cycle.ended_at);
    return {
      state: stateOf(subscription, running, failure !== null, state.last_synced_at !== null),
      lastSyncedAt: isoTime(state.last_synced_at),
      current: running ? await readCurrent(client) : null,
      failure,
      nextCycleAt: running ? null : isoTime(state.next_cycle_at),
      totals: await readTotals(pool, client, subscription.schema, finished?.id ?? null),
      api:
        state.api_max === null
          ? null
          : { used: state.api_used, max: state.api_max, callsLastCycle: finished?.api_calls ?? null },
      proof: await readProof(client),
      changeEvents: await readChangeEvents(client),
      steps,
    };
  });
}

async function readProof(client: Client): Promise<StatusView['proof']> {
  const proof = await readLastProof(client);
  if (!proof) return null;
  const { at, equal, compared, differences, byReason, notCompared } = proof;
  return {
    at,
    equal,
    compared,
    differences,
    defects: byReason.defect ?? 0,
    notCompared: notCompared.map(({ object }) => object),
  };
}

/** Steps, newest first. */
export async function readSteps(
  client: Client,
  filter: {
    limit: number;
    before?: number;
    object?: string;
    operation?: string;
    status?: string;
    from?: string;
    to?: string;
  },
): Promise<StepView[]> {
  const { rows } = await client.query(sql`
    select * from step
     where (${filter.before ?? null}::bigint is null or id < ${filter.before ?? null})
       and (${filter.object ?? null}::text is null or object = ${filter.object ?? null})
       and (${filter.operation ?? null}::text is null or operation = ${filter.operation ?? null})
       and (${filter.status ?? null}::text is null or status = ${filter.status ?? null})
       and (${filter.from ?? null}::timestamptz is null or started_at >= ${filter.from ?? null})
       and (${filter.to ?? null}::timestamptz is null or started_at < ${filter.to ?? null})
     order by id desc limit ${filter.limit}`);
  return rows.map((row) => ({
    id: row.id,
    object: row.object,
    operation: row.operation,
    status: row.status,
    startedAt: isoTime(row.started_at),
    endedAt: isoTime(row.ended_at),
    counts: { new: row.new, updated: row.updated, deleted: row.deleted, failed: row.failed, skipped: row.skipped },
    progress: row.total ? Math.min(1, row.done / row.total) : null,
    told: row.told,
    message: row.message,
  }));
}

function stateOf(subscription: Subscription, running: boolean, failed: boolean, synced: boolean): StatusView['state'] {
  if (subscription.state !== 'started') return 'not-started';
  if (running) return 'in-progress';
  if (!subscription.enabled) return 'disabled';
  if (failed) return 'failed';
  // Started, and the first cycle is about to begin.
  return synced ? 'last-synced' : 'in-progress';
}

function failureOf(cycle: { error_code: string | null; error_detail: string | null }): StatusView['failure'] {
  if (cycle.error_code === null || !(cycle.error_code in catalogue)) return null;
  const entry = catalogue[cycle.error_code as ErrorCode];
  return { code: cycle.error_code, message: entry.meaning, action: entry.action, detail: cycle.error_detail ?? '' };
}

async function readCurrent(client: Client): Promise<StatusView['current']> {
  const { rows } = await client.query(`
    select object, operation, done, total, extract(epoch from clock_timestamp() - started_at)::float8 as seconds
      from step where status = 'In Process' order by id desc limit 1`);
  const step = rows[0];
  if (!step) return null;
  const rate = step.done > 0 && step.seconds > 0 ? step.done / step.seconds : null;
  return {
    object: step.object,
    operation: step.operation,
    done: step.done,
    total: step.total,
    ratePerSecond: rate,
    etaSeconds: rate && step.total ? Math.max(0, step.total - step.done) / rate : null,
  };
}

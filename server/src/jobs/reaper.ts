import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Pool } from '../postgres/pool.ts';
import { raw, sql } from '../postgres/sql.ts';
import { presenceKey } from './presence.ts';

/** How long the jobs of a killed worker rest before somebody looks. */
const lookEveryMs = 5000;

/** A worker whose connection broke takes its lock again well within this time (presence.ts); a dead one does not. */
const doubtMs = 1500;

/**
 * Frees the jobs of dead workers. graphile-worker itself does so only four hours after a worker was killed.
 * Every worker process runs a reaper; they do not disturb each other.
 */
export async function reapUntil(stopped: AbortSignal, pool: Pool, log: Log): Promise<void> {
  while (!stopped.aborted) {
    try {
      await reapOnce(pool, log, doubtMs);
    } catch (error) {
      log.warn({ err: error }, 'could not look for jobs of dead workers; trying again');
    }
    await pause(lookEveryMs, undefined, { signal: stopped }).catch(() => {});
  }
}

/** Returns the workers whose jobs were freed. */
export async function reapOnce(pool: Pool, log: Log, doubt: number): Promise<string[]> {
  const suspects = await silentWorkers(pool);
  if (suspects.length === 0) return [];
  await pause(doubt);
  const stillSilent = await silentWorkers(pool);
  const dead = suspects.filter((id) => stillSilent.includes(id));
  if (dead.length > 0) {
    await pool.query(sql`select graphile_worker.force_unlock_workers(${dead}::text[])`);
    log.warn({ workers: dead }, 'freed the jobs of workers that died');
  }
  return dead;
}

/** Workers that have jobs and do not hold the lock that shows they live. Trying takes the lock for a moment only. */
async function silentWorkers(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ locked_by: string }>(sql`
    with owner as materialized (
      select distinct locked_by from graphile_worker.jobs where locked_by is not null
    )
    select locked_by from owner where pg_try_advisory_xact_lock(${presenceKey(raw('locked_by'))})`);
  return rows.map(({ locked_by }) => locked_by);
}

import type { Client as PgClient } from 'pg';
import { connectApart, type Pool } from './pool.ts';
import { sql } from './sql.ts';

/**
 * A lock that PostgreSQL holds for one session: it ends when it is released, and also when its owner dies in any way.
 * It has a connection of its own, so that it never competes with the work it protects for a place in the pool.
 */
export interface AdvisoryLock extends AsyncDisposable {
  /** Aborted when the connection broke, and with it the lock: the work it protected must stop. */
  readonly lost: AbortSignal;
}

/** The lock, or undefined when another session has it. */
export async function tryLock(pool: Pool, key: string): Promise<AdvisoryLock | undefined> {
  const session = await connectApart(pool);
  return guarded(session, async () => {
    const { rows } = await session.query(sql`select pg_try_advisory_lock(hashtextextended(${key}, 0)) as held`);
    if (rows[0]?.held) return holding(session);
    await session.end();
    return undefined;
  });
}

/** Waits for the lock as long as it takes. */
export async function lock(pool: Pool, key: string): Promise<AdvisoryLock> {
  const session = await connectApart(pool);
  return guarded(session, async () => {
    await session.query(sql`select pg_advisory_lock(hashtextextended(${key}, 0))`);
    return holding(session);
  });
}

/** Waits for the lock, does the work, and releases the lock whatever happened. */
export async function withLock<T>(pool: Pool, key: string, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  await using held = await lock(pool, key);
  return await work(held.lost);
}

function holding(session: PgClient): AdvisoryLock {
  const lost = new AbortController();
  session.once('end', () => lost.abort(new Error('The connection that held an advisory lock was lost.')));
  return {
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      session.removeAllListeners('end');
      await session.end();
    },
  };
}

async function guarded<T>(session: PgClient, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await session.end();
    throw error;
  }
}

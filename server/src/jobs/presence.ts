import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Log } from '../log.ts';
import { connectApart, type Pool } from '../postgres/pool.ts';
import { type Query, sql } from '../postgres/sql.ts';

/** At first much shorter than the reaper waits before it believes that a worker is dead (reaper.ts). */
const firstReconnectMs = 100;
const longestReconnectMs = 5000;

/**
 * Shows that workers live: each holds an advisory lock of its id, all on one connection that does nothing else.
 * PostgreSQL drops the locks the moment the process dies, however it dies. When only the connection breaks, the locks
 * are taken again at once.
 */
export interface Presence extends AsyncDisposable {
  /** Resolves when the lock is held. */
  announce(workerId: string): Promise<void>;
}

/** The lock that a worker holds while it lives, as an expression for SQL. */
export function presenceKey(workerId: string | Query): Query {
  return sql`hashtextextended('lockstep/worker/' || ${workerId}, 0)`;
}

export async function openPresence(pool: Pool, log: Log): Promise<Presence> {
  const workerIds = new Set<string>();
  const closing = new AbortController();
  let session = await connect();

  async function connect(): Promise<Client> {
    const client = await connectApart(pool);
    // A machine that lost its power closes nothing; this is how PostgreSQL notices within half a minute.
    await client.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3');
    for (const id of workerIds) await hold(client, id);
    client.once('end', () => void reconnect());
    return client;
  }

  async function reconnect(): Promise<void> {
    for (let wait = firstReconnectMs; !closing.signal.aborted; wait = Math.min(wait * 2, longestReconnectMs)) {
      try {
        session = await connect();
        return;
      } catch (error) {
        log.debug({ err: error }, 'this worker can not show that it lives; trying again');
        await pause(wait, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  }

  return {
    async announce(workerId) {
      workerIds.add(workerId);
      await hold(session, workerId);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await session.end();
    },
  };
}

/** Waits when the reaper happens to look at this very lock. */
async function hold(client: Client, workerId: string): Promise<void> {
  await client.query(sql`select pg_advisory_lock(${presenceKey(workerId)})`);
}

import pg from 'pg';
import { LockstepError } from '../errors.ts';
import { types } from './types.ts';

export type Pool = pg.Pool;
export type Client = pg.ClientBase;

export interface PoolOptions {
  url: string;
  /** Shown in pg_stat_activity, so that an operator sees who holds a connection. */
  applicationName: string;
  /** Most connections at a time. */
  max?: number;
  /** Hears of connections that broke while idle; they are replaced by themselves. */
  onIdleError?: (error: Error) => void;
}

export function makePool(options: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.max ?? 10,
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
    types,
    onConnect: (client) => settle(client),
  });
  // Without listeners, a connection that breaks while idle, or between two queries of a transaction, would end the
  // process. In a transaction the next query fails, and that is enough.
  pool.on('error', (error) => options.onIdleError?.(error));
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** A connection outside the pool, for work that holds a session for long (advisory locks, LISTEN). */
export async function connectApart(pool: Pool): Promise<pg.Client> {
  const client = new pg.Client({ ...pool.options, password: pool.options.password });
  client.on('error', () => {}); // Whoever waits for a query or for 'end' hears of it there.
  await client.connect();
  await settle(client);
  return client;
}

/** Answers only when PostgreSQL answers; otherwise says which database and why, without the password. */
export async function mustAnswer(pool: Pool): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (cause) {
    throw new LockstepError('database/unreachable', `${placeOf(pool)}: ${reasonOf(cause)}`, { cause });
  }
}

/** As SET statements, not start-up options: connection poolers refuse those. */
async function settle(client: Client): Promise<void> {
  await client.query("set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'");
}

function placeOf(pool: Pool): string {
  const { host, port, database } = new pg.Client(pool.options);
  return `${host}:${port}/${database}`;
}

/** Node reports a refused connection to a name with several addresses as an AggregateError with an empty message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

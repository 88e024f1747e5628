import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { Logger } from 'pino';
import { beginStatement } from './events/change-origin.ts';

/** Dates are days, not instants: keep them as PostgreSQL writes them. Big counts fit a double; money is rendered as a number. */
const parsers: Record<number, (text: string) => unknown> = {
  1082: (text) => text,
  20: Number,
  1700: Number,
};

export function openPool(databaseUrl: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 20,
    application_name: 'practice-org',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => parsers[oid] ?? pg.types.getTypeParser(oid, format),
    } as pg.CustomTypesConfig,
    options: '-c timezone=UTC -c datestyle=ISO',
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ error: error.message }, 'an idle database connection broke'));
  return pool;
}

/** The transaction that encloses a whole composite request, when there is one; subrequests join it. */
const enclosing = new AsyncLocalStorage<pg.PoolClient | undefined>();

/** Runs work whose inner transactions all become part of this client's. */
export function enclose<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  return enclosing.run(client, work);
}

/** Where to read from: the enclosing transaction, so that a subrequest sees what an earlier one wrote, or any connection. */
export function reader(pool: pg.Pool): Queryable {
  return enclosing.getStore() ?? pool;
}

/** Runs work in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const outer = enclosing.getStore();
  if (outer) return inSavepoint(outer, work);
  const client = await pool.connect();
  try {
    await client.query(beginStatement());
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}

async function inSavepoint<T>(client: pg.PoolClient, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  await client.query('savepoint subrequest');
  try {
    const result = await work(client);
    await client.query('release savepoint subrequest');
    return result;
  } catch (error) {
    await client.query('rollback to savepoint subrequest');
    throw error;
  }
}

export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

import type { PoolClient } from 'pg';
import type { Pool } from './pool.ts';

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
 * `work` must use the client it is given, and must not keep it. `begin` may set what lasts as long as the transaction, in the
 * same round trip.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin = 'begin',
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    // A connection that could not even roll back is thrown away; PostgreSQL then rolls back by itself.
    client.release(broken);
  }
}

async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

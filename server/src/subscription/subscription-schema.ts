import { join } from 'node:path';
import { migrationFolder, readMigrations } from '../postgres/migrate.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { sql } from '../postgres/sql.ts';
import { inTransaction } from '../postgres/transaction.ts';
import { createStandardFields } from './field-catalog.ts';

/** Runs `work` in one transaction whose unqualified names are the subscription's tables. */
export function inSubscription<T>(
  pool: Pool,
  subscription: { schema: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, work, `begin; set local search_path to ${identifier(subscription.schema)}, pg_temp`);
}

/** Makes the schema of a subscription, or brings it to the newest version; any number of processes may call it at once. */
export async function createSubscriptionSchema(pool: Pool, schema: string): Promise<void> {
  const migrations = await readMigrations(join(migrationFolder, 'subscription'));
  await inTransaction(pool, async (client) => {
    await client.query(sql`select pg_advisory_xact_lock(hashtextextended(${`lockstep/schema/${schema}`}, 0))`);
    await client.query(`create schema if not exists ${identifier(schema)}`);
    await client.query(`set local search_path to ${identifier(schema)}, pg_temp`);
    await client.query(`
      create table if not exists migration (number integer primary key, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ number: number }>('select number from migration');
    const applied = new Set(rows.map((row) => row.number));
    const missing = migrations.filter((m) => !applied.has(m.number));
    for (const { number, text } of missing) {
      await client.query(text);
      await client.query(sql`insert into migration (number) values (${number})`);
    }
    if (missing.length > 0) await createStandardFields(client);
  });
}

import { join } from 'node:path';
import type { ColumnType } from '../mapping/field-type.ts';
import type { Entity } from '../mapping/standard-fields.ts';
import { migrationFolder, readMigrations } from '../postgres/migrate.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { sql } from '../postgres/sql.ts';
import { inTransaction } from '../postgres/transaction.ts';

/** Runs `work` in one transaction whose unqualified names are the subscription's tables. */
export function inSubscription<T>(
  pool: Pool,
  subscription: { schema: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query(`set local search_path to ${identifier(subscription.schema)}, pg_temp`);
    return work(client);
  });
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
    for (const { number, text } of migrations.filter((m) => !applied.has(m.number))) {
      await client.query(text);
      await client.query(sql`insert into migration (number) values (${number})`);
    }
  });
}

/** Adds the column of a field; one that exists is left alone. */
export async function addColumn(client: Client, entity: Entity, column: string, type: ColumnType): Promise<void> {
  await client.query(`alter table ${identifier(entity)} add column if not exists ${identifier(column)} ${type}`);
}

/** What the people pages and the comparison of e-mail addresses search by; made once the columns exist. */
export async function createSearchIndexes(client: Client): Promise<void> {
  await client.query(`
    create index if not exists person_email on person (lower(email));
    create index if not exists person_last_name on person (lower(last_name), id)`);
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LockstepError } from '../errors.ts';
import { withLock } from './advisory-lock.ts';
import type { Pool } from './pool.ts';
import { sql } from './sql.ts';
import { inTransaction } from './transaction.ts';

/** One file `NNNN-name.sql`. Its first line says whether older programs can work with the schema after it. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly breaking: boolean;
  readonly text: string;
}

export const migrationFolder = join(import.meta.dirname, '../migrations');

/**
 * Brings the database to the newest schema this program knows, and returns what was run, in order. Several processes
 * may call it at once: they take turns. Throws when a newer program made a change that this one can't work with.
 */
export async function migrate(pool: Pool, folder: string = migrationFolder): Promise<Migration[]> {
  const known = await readMigrations(folder);
  return await withLock(pool, 'lockstep/migrate', async () => {
    const applied = await readApplied(pool);
    refuseTooNew(known, applied);
    const missing = known.filter(({ number }) => !applied.has(number));
    for (const migration of missing) await apply(pool, migration);
    return missing;
  });
}

export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    files.map(async (file) => parseMigration(file, await readFile(join(folder, file), 'utf8'))),
  );
  migrations.forEach(({ number, name }, index) => {
    if (migrations[index - 1]?.number === number) throw new Error(`Two migrations have number ${number}: see ${name}.`);
  });
  return migrations;
}

function parseMigration(file: string, text: string): Migration {
  const name = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file);
  if (!name?.[1] || !name[2]) throw new Error(`A migration is named NNNN-name.sql; "${file}" is not.`);
  const kind = /^-- (compatible|breaking)\b/.exec(text)?.[1];
  if (!kind) throw new Error(`The first line of ${file} must be "-- compatible" or "-- breaking".`);
  return { number: Number(name[1]), name: name[2], breaking: kind === 'breaking', text };
}

interface Applied {
  number: number;
  name: string;
  breaking: boolean;
}

async function readApplied(pool: Pool): Promise<Map<number, Applied>> {
  await pool.query(sql`
    create schema if not exists lockstep;
    create table if not exists lockstep.migration (
      number integer primary key,
      name text not null,
      breaking boolean not null,
      applied_at timestamptz not null default now()
    )`);
  const { rows } = await pool.query<Applied>(sql`select number, name, breaking from lockstep.migration`);
  return new Map(rows.map((row) => [row.number, row]));
}

function refuseTooNew(known: readonly Migration[], applied: ReadonlyMap<number, Applied>): void {
  const numbers = new Set(known.map(({ number }) => number));
  const foreign = [...applied.values()].find(({ number, breaking }) => breaking && !numbers.has(number));
  if (foreign) throw new LockstepError('database/too-new', `It has change ${foreign.number} (${foreign.name}).`);
}

async function apply(pool: Pool, migration: Migration): Promise<void> {
  const { number, name, breaking, text } = migration;
  try {
    await inTransaction(pool, async (client) => {
      await client.query(text);
      await client.query(sql`
        insert into lockstep.migration (number, name, breaking) values (${number}, ${name}, ${breaking})`);
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LockstepError('database/migration-failed', `${number} (${name}): ${reason}`, { cause });
  }
}

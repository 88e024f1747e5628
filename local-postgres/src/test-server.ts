import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openLocalPostgres } from './local-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection URL of the run's PostgreSQL, database `postgres`. */
    postgresUrl: string;
    /** What the names of the run's databases begin with. */
    testRun: string;
  }
}

/** Vitest's global setup: one private PostgreSQL for the run, or the one that TEST_DATABASE_URL names. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const run = `test_${randomBytes(4).toString('hex')}`;
  project.provide('testRun', run);
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return () => dropTemplates(given, run);
  }
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  // mkdtemp closes the folder to others; as root, PostgreSQL runs as another account and must be able to enter.
  chmodSync(folder, 0o711);
  const postgres = await openLocalPostgres({ folder: join(folder, 'postgres'), durable: false });
  project.provide('postgresUrl', await postgres.databaseUrl('postgres'));
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function dropTemplates(url: string, run: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const { rows } = await admin.query('select datname from pg_database where starts_with(datname, $1)', [
    `${run}_template_`,
  ]);
  for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`);
  await admin.end();
}

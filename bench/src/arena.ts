import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openLocalPostgres } from '@lockstep/local-postgres';
import pg from 'pg';
import { type Org, openOrg } from './org.ts';
import { type Program, startProgram } from './program.ts';

/** What all contestants share: one PostgreSQL, one practice org, one folder for files. Disposing removes everything. */
export interface Arena extends AsyncDisposable {
  readonly folder: string;
  readonly postgresVersion: string;
  readonly org: Org;
  readonly orgProgram: Program;
  databaseUrl(name: string): Promise<string>;
}

export async function openArena(options: { leads: number; profile?: string }): Promise<Arena> {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  // PostgreSQL runs under an account of its own when root starts it, and has to get in.
  chmodSync(folder, 0o711);
  const postgres = await openLocalPostgres({ folder: join(folder, 'postgres'), durable: false });
  opened.defer(() => postgres.stop());
  if (options.profile) keepLog(join(folder, 'postgres'), options.profile, opened);
  const orgProgram = opened.use(await startOrg(await postgres.databaseUrl('practice_org'), options.leads));
  const org = await openOrg(orgProgram.ready);
  const postgresVersion = await versionOf(await postgres.databaseUrl('postgres'));
  const owned = opened.move();
  return {
    folder,
    postgresVersion,
    org,
    orgProgram,
    databaseUrl: (name) => postgres.databaseUrl(name),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Day's limit of API requests: what is measured is speed, and the plain way of pushing needs many. */
const apiLimit = 10_000_000;

function startOrg(databaseUrl: string, leads: number): Promise<Program> {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve('@lockstep/practice-org')));
  const amounts = ['--leads', leads, '--contacts', Math.round(leads / 2), '--accounts', Math.round(leads / 10)];
  const args = ['--json', '--port', 0, '--database', databaseUrl, '--api-limit', apiLimit, ...amounts];
  return startProgram([join(folder, 'bin/practice-org.ts'), ...args.map(String)]);
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('show server_version');
  await client.end();
  return rows[0].server_version;
}

function keepLog(postgresFolder: string, target: string, opened: AsyncDisposableStack): void {
  mkdirSync(target, { recursive: true });
  opened.defer(() => copyFileSync(join(postgresFolder, 'postgres.log'), join(target, 'postgres.log')));
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Account, accountFor, makePrivateFolder, reachableBinaries, reachableFolder } from './account.ts';
import { findBinaryFolder } from './binaries.ts';

const run = promisify(execFile);

export interface LocalPostgresOptions {
  /** Where the cluster is kept. Made when missing; the same folder always means the same cluster. */
  folder: string;
  /** false trades safety at a power cut for speed: for tests and rehearsals only. */
  durable?: boolean;
}

/** A running PostgreSQL on the loopback interface. */
export interface LocalPostgres {
  readonly port: number;
  /** true when this call started the server, false when it was already running in that folder. */
  readonly startedHere: boolean;
  /** A connection URL for the named database, which is created if it does not exist. */
  databaseUrl(name: string): Promise<string>;
  /** Stops the server, whoever started it. */
  stop(): Promise<void>;
}

/**
 * Opens the private PostgreSQL of a folder: makes the cluster the first time, starts it unless it runs already.
 * pg_ctl starts the server in a session of its own, so it outlives a killed parent, and the next call finds it again.
 */
export async function openLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const account = accountFor();
  const folder = reachableFolder(options.folder, account);
  const cluster: Cluster = {
    programs: reachableBinaries(await findBinaryFolder(), account),
    account,
    folder,
    data: join(folder, 'data'),
    passwordFile: join(folder, 'password'),
  };
  makePrivateFolder(folder, account);
  if (!existsSync(join(cluster.data, 'PG_VERSION'))) await createCluster(cluster);
  const startedHere = !(await isRunning(cluster));
  if (startedHere) await startCluster(cluster, options.durable ?? true);
  const port = readPort(cluster);
  const password = readFileSync(cluster.passwordFile, 'utf8').trim();
  const urlOf = (database: string) => `postgresql://lockstep:${password}@127.0.0.1:${port}/${database}`;
  return {
    port,
    startedHere,
    async databaseUrl(name) {
      await createDatabase(urlOf('postgres'), name);
      return urlOf(name);
    },
    stop: () => stopCluster(cluster),
  };
}

interface Cluster {
  programs: string;
  account: Account | undefined;
  folder: string;
  data: string;
  passwordFile: string;
}

async function createCluster(cluster: Cluster): Promise<void> {
  rmSync(cluster.data, { recursive: true, force: true });
  mkdirSync(cluster.data, { mode: 0o700 });
  writeFileSync(cluster.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (cluster.account) {
    chownSync(cluster.data, cluster.account.uid, cluster.account.gid);
    chownSync(cluster.passwordFile, cluster.account.uid, cluster.account.gid);
  }
  await program(cluster, 'initdb', [
    `--pgdata=${cluster.data}`,
    '--username=lockstep',
    `--pwfile=${cluster.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]);
}

async function startCluster(cluster: Cluster, durable: boolean): Promise<void> {
  const settings: Record<string, string | number> = {
    port: await freePort(),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    work_mem: '32MB',
    maintenance_work_mem: '256MB',
    // The default is for disks with moving heads, and makes the planner read whole tables to find a few rows.
    random_page_cost: 1.1,
    // A first sync writes gigabytes in one go: fewer, larger checkpoints keep COPY from paying for full-page images twice.
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`);
  await program(cluster, 'pg_ctl', [
    'start',
    '--wait',
    '--timeout=60',
    `--pgdata=${cluster.data}`,
    `--log=${join(cluster.folder, 'postgres.log')}`,
    `--options=${flags.join(' ')}`,
  ]);
}

async function stopCluster(cluster: Cluster): Promise<void> {
  if (!(await isRunning(cluster))) return;
  await program(cluster, 'pg_ctl', ['stop', '--wait', '--mode=fast', `--pgdata=${cluster.data}`]);
}

async function isRunning(cluster: Cluster): Promise<boolean> {
  const { stdout } = await program(cluster, 'pg_ctl', ['status', `--pgdata=${cluster.data}`], [0, 3]);
  return stdout.includes('is running');
}

/** The fourth line of postmaster.pid is the port (PostgreSQL documentation, "Database File Layout"). */
function readPort(cluster: Cluster): number {
  return Number(readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n')[3]);
}

async function program(cluster: Cluster, name: string, args: string[], accepted: number[] = [0]) {
  try {
    return await run(join(cluster.programs, name), args, {
      ...cluster.account,
      cwd: cluster.folder,
      env: { ...process.env, LC_ALL: 'C' },
    });
  } catch (error) {
    const failure = error as { code?: number; stdout?: string; stderr?: string };
    if (accepted.includes(Number(failure.code))) return { stdout: failure.stdout ?? '', stderr: failure.stderr ?? '' };
    throw new Error(
      `PostgreSQL's ${name} failed in ${cluster.folder}: ${failure.stderr || failure.stdout || String(error)}`,
      { cause: error },
    );
  }
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42P04') throw error;
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestSync } from './test-sync.ts';

const program = join(import.meta.dirname, '../../main.ts');

/** A command of `lockstep` in a process of its own, on the database, the org and the settings of a sync under test. */
export function startCommand(sync: TestSync, ...args: string[]): ChildProcess {
  const { settings, pool } = sync.engine;
  return spawn(process.execPath, [program, '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Hundreds of modules, read again by each command: it halves the time that a start takes.
      NODE_COMPILE_CACHE: join(tmpdir(), 'lockstep-compiled'),
      DATABASE_URL: String(pool.options.connectionString),
      LOCKSTEP_SECRET_KEY: sync.masterKey,
      LOCKSTEP_ALLOWED_HOSTS: new URL(sync.org.url).host,
      LOCKSTEP_BULK_PAGE_ROWS: String(settings.bulkPageRows),
      LOCKSTEP_BULK_THRESHOLD_ROWS: String(settings.bulkThresholdRows),
      LOCKSTEP_OVERLAP_SECONDS: String(settings.overlapSeconds),
      LOCKSTEP_LOG_LEVEL: 'error',
    },
  });
}

/**
 * Runs `lockstep sync --now` and kills it with SIGKILL `afterMs` milliseconds into its cycle, if it is not done sooner.
 * A cycle that nobody killed has to end well.
 */
export async function killCycle(sync: TestSync, afterMs: number): Promise<void> {
  const before = await newestCycle(sync);
  const child = startCommand(sync, 'sync', '--now');
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  while ((await newestCycle(sync)) === before && child.exitCode === null) await pause(10);
  const code = await Promise.race([exited, pause(afterMs)]);
  if (code === undefined) child.kill('SIGKILL');
  if (await exited) throw new Error(output);
}

async function newestCycle(sync: TestSync): Promise<number> {
  return (await sync.rows<{ id: number }>('select coalesce(max(id), 0) as id from sync_cycle'))[0]?.id ?? 0;
}

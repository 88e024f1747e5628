import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { LockstepError } from '../errors.ts';

/** What `practice-org --json` prints when it listens. */
export interface PracticeOrgAddress {
  url: string;
  admin: { username: string; password: string; securityToken: string };
  syncUser: { username: string; password: string; securityToken: string };
  connectedApp: { consumerKey: string; consumerSecret: string };
  pubSub: { plainEndpoint: string };
}

export interface RunningPracticeOrg extends PracticeOrgAddress, AsyncDisposable {}

/** Starts the practice org as the separate program that it is: the server knows it by its address alone. */
export async function spawnPracticeOrg(options: {
  port: number;
  databaseUrl: string;
  leads?: number;
}): Promise<RunningPracticeOrg> {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve('@lockstep/practice-org')));
  const args = [
    join(folder, 'bin/practice-org.ts'),
    '--json',
    '--port',
    String(options.port),
    '--database',
    options.databaseUrl,
    // A cycle every few seconds would use up the 15,000 requests of a Developer Edition in some hours.
    '--api-limit',
    '1000000',
    '--change-events',
    'Lead,Contact,Account,Opportunity,CampaignMember',
  ];
  if (options.leads !== undefined) args.push('--leads', String(options.leads));
  // Ctrl-C is for us: the org stops after the server, which may be in the middle of a call. The channel tells it of our death.
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: true,
  });
  const address = await firstLine(child);
  return {
    ...(JSON.parse(address) as PracticeOrgAddress),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new LockstepError('internal/unexpected', `The practice org ended with code ${code}.`);
  });
  ended.catch(() => {});
  if (!child.stdout) throw new LockstepError('internal/unexpected', 'The practice org has no output.');
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, 'line').then(([line]) => String(line));
  return Promise.race([first, ended]);
}

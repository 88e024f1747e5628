import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { nodeFlags } from '../../server/bin/node-flags.js';

/** A program of ours in a process of its own. Disposing ends it, by its id, and waits until it is gone. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** The JSON document it printed when it was ready. */
  readonly ready: unknown;
  /** The most memory it had since the last time this was asked (resident set); null where the system does not tell. */
  peakMb(): number | null;
}

/** How long a program may take to end by itself. */
const patienceMs = 20_000;

export async function startProgram(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Program> {
  const child = spawn(process.execPath, [...nodeFlags, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const exited = once(child, 'exit');
  const early = exited.then(([code]) => Promise.reject(new Error(`${args.join(' ')} ended with code ${code}`)));
  early.catch(() => {});
  const pid = child.pid ?? 0;
  const line = once(createInterface({ input: child.stdout }), 'line');
  line.catch(() => {});
  const [ready] = (await Promise.race([line, early])) as [string];
  return {
    pid,
    ready: JSON.parse(ready),
    peakMb: () => peakOf(pid),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await exited;
      clearTimeout(hard);
    },
  };
}

/** "VmHWM", the high-water mark of the resident set, in kB (proc_pid_status(5)); writing 5 sets it back (proc_pid_clear_refs(5)). */
function peakOf(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return kilobytes ? Math.round(Number(kilobytes) / 1024) : null;
}

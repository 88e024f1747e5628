import { loadavg } from 'node:os';
import { openArena } from './arena.ts';
import { type BenchOptions, machineOf, openedUnless } from './bench.ts';
import { measureChanges } from './contestants/changes.ts';
import { startLockstep } from './contestants/lockstep.ts';
import { fetchLeads, idsOf } from './contestants/org-rate.ts';
import { every } from './cycles.ts';
import { leadColumns } from './lead-columns.ts';
import type { Machine } from './result.ts';
import { medianRound } from './rounds.ts';

/** The same changes, whatever the size of the org. */
const changes = 10_000;
/** Parts of `--leads`. */
const sizes = [0.1, 0.3, 1];

export interface GrowthResult {
  machine: Machine;
  changes: number;
  growth: Size[];
}

interface Size {
  leads: number;
  s: number;
  apiCalls: number;
  serverMb: number | null;
  /** The cycle before, in which nothing had changed. */
  idleS: number;
}

/** How the cost of the same changes grows with the org: one org after the other, each with a first sync. */
export async function runGrowth(options: BenchOptions, stopped: Promise<never>): Promise<GrowthResult> {
  const loadBefore = loadavg()[0] ?? 0;
  let machine: Machine | undefined;
  const growth: Size[] = [];
  for (const part of sizes) {
    const leads = Math.max(changes, Math.round(options.leads * part));
    options.say(`An org with ${leads} leads …`);
    await using arena = await openedUnless(stopped, openArena({ ...options, leads }));
    await using lockstep = await startLockstep(arena, options);
    const measureSize = async (): Promise<Size> => {
      const columns = leadColumns(await lockstep.setUp());
      const ids = await idsOf(await fetchLeads(arena.org, columns, arena.folder));
      await lockstep.firstSync();
      lockstep.program.peakMb();
      const idle = await medianRound(
        () => lockstep.cycle(),
        ({ s }) => s,
      );
      const { cycle } = await measureChanges(
        arena,
        lockstep,
        every(ids, Math.floor(leads / changes), 0).slice(0, changes),
      );
      return { leads, s: cycle.s, apiCalls: cycle.apiCalls, serverMb: lockstep.program.peakMb(), idleS: idle.s };
    };
    growth.push(await Promise.race([measureSize(), stopped]));
    machine = machineOf(arena, loadBefore);
  }
  return { machine: machine as Machine, changes, growth };
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arena } from '../arena.ts';
import { bulkUpdate } from '../org.ts';
import { seconds } from '../stopwatch.ts';
import type { Cycle, Lockstep } from './lockstep.ts';

export interface Changes {
  records: number;
  /** The practice org's own time to take the changes. */
  orgS: number;
  cycle: Cycle;
}

/** Changes two fields of leads all over the org as its administrator, by Bulk ingest; then one cycle of Lockstep. */
export async function measureChanges(arena: Arena, lockstep: Lockstep, ids: readonly string[]): Promise<Changes> {
  const file = join(arena.folder, 'changes.csv');
  const mark = new Date().toISOString();
  writeFileSync(
    file,
    `Id,Title,Description\n${ids.map((id) => `${id},"Changed, ${mark}","Line 1\nLine 2 ""${id}"""`).join('\n')}\n`,
  );
  const orgS = await seconds(() => bulkUpdate(arena.org.admin, 'Lead', file));
  const cycle = await lockstep.cycle();
  const { updated } = pulledLeads(cycle);
  if (updated !== ids.length) throw new Error(`${ids.length} leads changed, and the cycle updated ${updated} people.`);
  return { records: ids.length, orgS, cycle };
}

export function pulledLeads(cycle: Cycle): Cycle['steps'][number]['counts'] {
  const step = cycle.steps.find((s) => s.object === 'Lead' && s.operation === 'Pull updates');
  if (!step) throw new Error('The cycle has no step that pulls leads.');
  return step.counts;
}

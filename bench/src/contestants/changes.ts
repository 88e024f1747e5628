import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arena } from '../arena.ts';
import { bulkIngest } from '../org.ts';
import { seconds } from '../stopwatch.ts';
import type { Cycle, Lockstep } from './lockstep.ts';
import { type Person, setTitles } from './people.ts';

export interface Changes {
  records: number;
  /** The practice org's own time to take the changes. */
  orgS: number;
  cycle: Cycle;
}

/** Changes two fields of leads all over the org as its administrator, by Bulk ingest; then one cycle of Lockstep. */
export async function measureChanges(arena: Arena, lockstep: Lockstep, ids: readonly string[]): Promise<Changes> {
  const file = changesFile(arena, ids);
  const orgS = await seconds(() => bulkIngest(arena.org.admin, 'update', file));
  const cycle = await lockstep.cycle();
  const { updated } = pulledLeads(cycle);
  if (updated !== ids.length) throw new Error(`${ids.length} leads changed, and the cycle updated ${updated} people.`);
  return { records: ids.length, orgS, cycle };
}

/** The same people change on both sides, in the same field; then one cycle, which has to decide each. */
export async function measureConflicts(arena: Arena, lockstep: Lockstep, people: readonly Person[]): Promise<Changes> {
  await setTitles(lockstep, people, `Changed here ${new Date().toISOString()}`);
  const file = changesFile(
    arena,
    people.map(({ sfdcId }) => String(sfdcId)),
  );
  const orgS = await seconds(() => bulkIngest(arena.org.admin, 'update', file));
  return { records: people.length, orgS, cycle: await lockstep.cycle() };
}

/** A file that gives leads a new title and description, with commas, quotes and line breaks. */
export function changesFile(arena: Arena, ids: readonly string[]): string {
  const file = join(arena.folder, 'changes.csv');
  const mark = new Date().toISOString();
  const rows = ids.map((id) => `${id},"Changed, ${mark}","Line 1\nLine 2 ""${id}"""`);
  writeFileSync(file, `Id,Title,Description\n${rows.join('\n')}\n`);
  return file;
}

function pulledLeads(cycle: Cycle): Cycle['steps'][number]['counts'] {
  const step = cycle.steps.find((s) => s.object === 'Lead' && s.operation === 'Pull updates');
  if (!step) throw new Error('The cycle has no step that pulls leads.');
  return step.counts;
}

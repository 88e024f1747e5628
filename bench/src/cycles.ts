import type { Arena } from './arena.ts';
import { type Changes, measureChanges, measureConflicts } from './contestants/changes.ts';
import type { Cycle, Lockstep } from './contestants/lockstep.ts';
import { someLeads } from './contestants/people.ts';
import { type DistantPush, measureDistantPush, measurePush, type Push } from './contestants/push.ts';
import { medianRound } from './rounds.ts';

const mostPushed = 10_000;
/** A mass change, for orgs that have so many leads to spare. */
export const massChange = 100_000;

export interface Cycles {
  idle: Cycle;
  p1: Changes;
  p10: Changes;
  p50: Changes;
  push: Push;
  pushMany: Push | null;
  /** As many as the larger of them. */
  pushDistant: DistantPush;
  conflicts: Changes;
  changesMb: number | null;
  pushMb: number | null;
}

/** Cycles after the first sync: what changes there, here, and on both sides. Each reads the changes of the one before again. */
export async function measureCycles(
  arena: Arena,
  lockstep: Lockstep,
  ids: readonly string[],
  say: (line: string) => void,
): Promise<Cycles> {
  const { program } = lockstep;
  const tell = (cycle: Cycle) => tellSteps(say, cycle);
  say('Cycles: nothing changed, 1 %, 10 % …');
  const idle = await medianRound(
    () => lockstep.cycle(),
    ({ s }) => s,
  );
  const p1 = await medianRound(
    (round) => measureChanges(arena, lockstep, every(ids, 100, round)),
    ({ cycle }) => cycle.s,
  );
  tell(p1.cycle);
  const p10 = await measureChanges(arena, lockstep, every(ids, 10, 5));
  tell(p10.cycle);
  const afterChanges = program.peakMb();

  say('Push …');
  const push = await measurePush(lockstep, Math.min(mostPushed, Math.floor(ids.length / 2)));
  tell(push.cycle);
  const pushMany = ids.length >= 2 * massChange ? await measurePush(lockstep, massChange) : null;
  if (pushMany) tell(pushMany.cycle);
  say('Push to an org farther away …');
  const pushDistant = await measureDistantPush(arena.org, lockstep, ids, (pushMany ?? push).people);
  tell(pushDistant.push.cycle);
  const pushMb = program.peakMb();

  say('Both sides change the same 10 %; 50 % change …');
  const conflicts = await measureConflicts(arena, lockstep, await someLeads(lockstep, Math.floor(ids.length / 10)));
  tell(conflicts.cycle);
  const p50 = await measureChanges(arena, lockstep, every(ids, 2, 1));
  tell(p50.cycle);
  const changesMb = Math.max(afterChanges ?? 0, program.peakMb() ?? 0) || null;
  return { idle, p1, p10, p50, push, pushMany, pushDistant, conflicts, changesMb, pushMb };
}

/** The steps of a cycle that took long enough to matter. */
export function tellSteps(say: (line: string) => void, { steps }: Cycle): void {
  for (const step of steps.toReversed().filter((each) => each.s >= 0.05)) {
    say(`  ${step.object}, ${step.operation}: ${step.s.toFixed(2)} s ${JSON.stringify(step.counts)}`);
  }
}

export const every = (ids: readonly string[], step: number, offset: number) =>
  ids.filter((_, i) => i % step === offset);

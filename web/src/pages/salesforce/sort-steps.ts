import type { StepView } from '@lockstep/contract/status.ts';

type Key = string | number;

const keys: Record<string, (step: StepView) => Key> = {
  object: ({ object }) => object,
  operation: ({ operation }) => operation,
  status: ({ status }) => status,
  started: ({ startedAt }) => startedAt,
  duration: ({ startedAt, endedAt }) => Date.parse(endedAt ?? '9999-01-01') - Date.parse(startedAt),
  new: ({ counts }) => counts.new,
  updated: ({ counts }) => counts.updated,
  deleted: ({ counts }) => counts.deleted,
  failed: ({ counts }) => counts.failed,
  skipped: ({ counts }) => counts.skipped,
};

/** Steps in the order of one column; a step that runs has taken longest. */
export function sortSteps(
  steps: readonly StepView[],
  { by, descending }: { by: string; descending: boolean },
): StepView[] {
  const key = keys[by] ?? (({ id }: StepView) => id);
  const sorted = steps.toSorted((a, b) => compare(key(a), key(b)) || a.id - b.id);
  return descending ? sorted.reverse() : sorted;
}

function compare(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

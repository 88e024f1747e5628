import type { StatusComparison } from '@lockstep/contract/programs.ts';

export type ComparedStatus = StatusComparison['statuses'][number];
export type Problem = NonNullable<ComparedStatus['problem']>;

/** The channel's status → the label that the campaign has for it, where they differ. */
export type Labels = Readonly<Record<string, string>>;

/** The comparison as it is once these labels stand for statuses that the campaign has no label of the same name for. */
export function withLabels(statuses: readonly ComparedStatus[], labels: Labels): ComparedStatus[] {
  const taken = new Set(Object.values(labels));
  return statuses
    .filter(({ status, label }) => status !== null || !taken.has(label ?? ''))
    .map((row) => {
      const label = labels[row.status ?? ''];
      if (label === undefined) return row;
      const hasResponded = statuses.find((other) => other.label === label)?.hasResponded ?? null;
      return { ...row, label, hasResponded, problem: hasResponded === row.success ? null : 'differs' };
    });
}

export const countOf = (statuses: readonly ComparedStatus[], problem: Problem): number =>
  statuses.filter((status) => status.problem === problem).length;

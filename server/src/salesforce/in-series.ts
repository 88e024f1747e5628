/** Some items that follow each other. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Cuts items into batches of at most `size`, and batches into series: those of one series are worked on one after the other,
 * series side by side. Items of one parent follow each other, and are in one series; an item may have none.
 */
export function inSeries(parents: readonly (string | null)[], size: number): Span[][] {
  const all: Span[][] = [];
  for (const { from, to } of families(parents)) {
    const open = all.at(-1)?.at(-1);
    if (open && to - open.from <= size) open.to = to;
    else all.push(cut({ from, to }, size));
  }
  return all;
}

function families(parents: readonly (string | null)[]): Span[] {
  const found: Span[] = [];
  parents.forEach((parent, at) => {
    const last = found.at(-1);
    if (last && parent !== null && parents[at - 1] === parent) last.to = at + 1;
    else found.push({ from: at, to: at + 1 });
  });
  return found;
}

function cut({ from, to }: Span, size: number): Span[] {
  const parts = Math.ceil((to - from) / size);
  return Array.from({ length: parts }, (_, part) => ({
    from: from + part * size,
    to: Math.min(from + (part + 1) * size, to),
  }));
}

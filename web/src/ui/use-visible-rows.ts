import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Rows beyond both edges that are drawn as well, so that nothing is empty while one scrolls. */
const spare = 10;

interface VisibleRows {
  viewport: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  first: number;
  /** Behind the last one. */
  end: number;
}

/** Which of many rows of one height are in sight: the others are not drawn. */
export function useVisibleRows(count: number, rowHeight: number): VisibleRows {
  const viewport = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState({ row: 0, shown: 30 });
  const onScroll = useCallback(() => {
    const { scrollTop = 0, clientHeight = 0 } = viewport.current ?? {};
    const [row, shown] = [Math.floor(scrollTop / rowHeight), Math.ceil(clientHeight / rowHeight)];
    setTop((before) => (before.row === row && before.shown === shown ? before : { row, shown }));
  }, [rowHeight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more or fewer rows may change what is in sight
  useLayoutEffect(onScroll, [onScroll, count]);
  const end = Math.min(count, top.row + top.shown + spare);
  return { viewport, onScroll, first: Math.max(0, Math.min(top.row, end - top.shown) - spare), end };
}

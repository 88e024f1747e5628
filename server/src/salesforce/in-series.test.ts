import { expect, test } from 'vitest';
import { inSeries } from './in-series.ts';

const sizes = (parents: readonly (string | null)[], size: number) =>
  inSeries(parents, size).map((series) => series.map(({ from, to }) => to - from));
const family = (name: string, children: number) => Array<string>(children).fill(name);
const orphans = (count: number) => Array<null>(count).fill(null);

test.each([
  ['without parents batches are full', orphans(7), [[3], [3], [1]]],
  ['nothing is nothing', [], []],
  ['a parent that does not fit begins a batch', [...family('a', 2), ...family('b', 2), null], [[2], [3]]],
  ['a large parent is one series', [null, ...family('a', 7), null, null], [[1], [3, 3, 3]]],
  ['a parent that fills a batch leaves no room', [...family('a', 3), ...family('b', 1)], [[3], [1]]],
])('%s', (_, parents, expected) => {
  expect(sizes(parents, 3)).toEqual(expected);
});

test('every item is in one batch, in order', () => {
  const parents = [...family('a', 5), ...orphans(4), ...family('b', 9), ...family('c', 2)];
  const places = inSeries(parents, 4)
    .flat()
    .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at));
  expect(places).toEqual([...parents.keys()]);
});

import { expect, test } from 'vitest';
import { openProgress, tell } from './progress.ts';

test('progress is told with its share, rate and estimate as far as they are known', () => {
  expect(tell(0, null, 0)).toBe('0');
  expect(tell(20_000, 200_000, 5000)).toBe('20,000 of 200,000 (10%), 4,000/s, 45 s left');
  expect(tell(20_000, null, 5000)).toBe('20,000, 4,000/s');
  expect(tell(1000, 10_000_000, 5000)).toBe('1,000 of 10,000,000 (0%), 200/s, 13.9 h left');
  expect(tell(7, 7, 300)).toBe('7 of 7 (100%)');
});

test('in a log there is a line at first and one at the end, not one for every update', () => {
  const lines: string[] = [];
  using board = openProgress({ write: (line: string) => lines.push(line) }, 'lines');
  const bar = board.bar('Lead');
  for (let done = 0; done <= 100; done += 10) bar.update(done, 100);
  bar.finish();
  expect(lines).toEqual(['Lead: 0 of 100 (0%)\n', 'Lead: 100 of 100 (100%)\n']);
});

test('nothing is shown when a program listens', () => {
  const lines: string[] = [];
  using board = openProgress({ write: (line: string) => lines.push(line) }, 'none');
  board.bar('Lead').finish();
  expect(lines).toEqual([]);
});

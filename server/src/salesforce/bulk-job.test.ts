import { expect, test } from 'vitest';
import { nextPause } from './bulk-job.ts';

const look = (done: number, at: number) => ({ done, at });

test('a job is looked at again when its progress says that it is done, at most every five seconds', () => {
  expect(nextPause(100, look(0, 0), look(2_000, 1_000), 10_000)).toBe(4_000);
  expect(nextPause(100, look(0, 0), look(2_000, 1_000), 100_000)).toBe(5_000);
  expect(nextPause(400, look(0, 0), look(9_999, 1_000), 10_000)).toBe(50);
});

test('without progress, or without a known end, one waits longer and longer', () => {
  expect(nextPause(0, look(0, 0), look(0, 0), 10_000)).toBe(50);
  expect(nextPause(100, look(500, 0), look(500, 1_000), 10_000)).toBe(150);
  expect(nextPause(100, look(0, 0), look(500, 1_000), 0)).toBe(150);
  expect(nextPause(4_000, look(0, 0), look(10_000, 1_000), 10_000)).toBe(5_000);
});

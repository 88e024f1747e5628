import { expect, test } from 'vitest';
import { formatCount, formatDuration, formatRelative } from './format.ts';

const now = Date.parse('2026-01-31T12:00:00Z');

test('times are told as people do', () => {
  expect(formatRelative('2026-01-31T11:59:58Z', now)).toBe('2 seconds ago');
  expect(formatRelative('2026-01-31T11:57:10Z', now)).toBe('2 minutes ago');
  expect(formatRelative('2026-01-31T12:04:59Z', now)).toBe('in 4 minutes');
  expect(formatRelative('2026-01-30T11:00:00Z', now)).toBe('yesterday');
  expect(formatRelative('2026-01-31T12:00:00Z', now)).toBe('now');
});

test('durations and counts are short', () => {
  expect([0.2, 12.4, 300, 9000].map(formatDuration)).toEqual(['< 1 s', '12 s', '5 min', '2.5 h']);
  expect(formatCount(1234567.4)).toBe('1,234,567');
});

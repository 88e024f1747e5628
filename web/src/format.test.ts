import { expect, test } from 'vitest';
import { makeFormat } from './format.ts';

const now = Date.parse('2026-01-31T12:00:00Z');
const english = makeFormat('en', 'UTC');
const dutch = makeFormat('nl', 'Europe/Amsterdam');

test('times are told as people do, in their language', () => {
  expect(english.relative('2026-01-31T11:59:58Z', now)).toBe('2 seconds ago');
  expect(english.relative('2026-01-31T11:57:10Z', now)).toBe('2 minutes ago');
  expect(english.relative('2026-01-31T12:04:59Z', now)).toBe('in 4 minutes');
  expect(english.relative('2026-01-30T11:00:00Z', now)).toBe('yesterday');
  expect(english.relative('2026-01-31T12:00:00Z', now)).toBe('now');
  expect(dutch.relative('2026-01-31T11:57:10Z', now)).toBe('2 minuten geleden');
});

test('a moment of today is a time in the zone of the reader; another day has its date', () => {
  expect(dutch.moment('2026-01-31T11:57:10Z', now)).toBe('12:57:10');
  expect(dutch.moment('2026-01-30T11:57:10Z', now)).toBe('30 jan 2026, 12:57');
});

test('durations and counts are short', () => {
  expect([0.2, 12.4, 300, 9000].map(english.duration)).toEqual(['< 1 sec', '12 sec', '5 min', '2.5 hr']);
  expect(english.count(1234567.4)).toBe('1,234,567');
  expect(dutch.count(1234567.4)).toBe('1.234.567');
  expect([250, 3200.5].map(english.amount)).toEqual(['250', '3,200.50']);
});

test('money has its currency, as the reader writes it; a number alone in an org with one currency', () => {
  expect(english.money(3200.5, 'EUR')).toBe('€3,200.50');
  expect(dutch.money(3200, 'EUR')).toBe('€\u00a03.200');
  expect(dutch.money(3200.5, 'JPY')).toMatch(/^JP¥\u00a03\.20[01]$/);
  expect(dutch.money(3200.5, null)).toBe('3.200,50');
  expect(english.currencyName('CHF')).toBe('Swiss Franc');
  expect(dutch.rate(0.923456)).toBe('0,923456');
});

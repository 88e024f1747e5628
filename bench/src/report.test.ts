import { expect, test } from 'vitest';
import type { Cycle } from './contestants/lockstep.ts';
import { count, report, table, time, times } from './report.ts';
import { type Measurements, resultOf } from './result.ts';

const none = { new: 0, updated: 0, deleted: 0, failed: 0, skipped: 0 };
const cycle = (s: number, apiCalls = 7): Cycle => ({ s, apiCalls, steps: [] });
const measurements: Measurements = {
  leads: 1000,
  columns: 40,
  machine: { cores: 2, postgres: '18.4', node: '24.21.0', loadBefore: 0.1, date: '2026-01-31' },
  orgRate: { s: 3, rows: 1000, mbPerS: 50 },
  orgRatePlain: { s: 2, rows: 1000, mbPerS: 75 },
  floor: { s: 1, rows: 1000 },
  script: { s: 5, rows: 500 },
  firstSync: {
    s: 4,
    apiCalls: 20,
    steps: [
      { object: 'Lead', operation: 'Pull updates', s: 2, counts: { ...none, new: 1000 } },
      { object: 'Contact', operation: 'Pull updates', s: 1, counts: { ...none, new: 500 } },
      { object: 'Contact', operation: 'Push updates', s: 1, counts: none },
    ],
  },
  idle: [cycle(0.3), cycle(0.1), cycle(0.2)],
  p1: { records: 10, orgS: 1, cycle: cycle(0.5) },
  p10: { records: 100, orgS: 1, cycle: cycle(1) },
  push: { people: 500, editS: 1, cycle: cycle(2) },
  plainPushS: 8,
  verify: { s: 1, equal: true, compared: 1500, differences: 0 },
  peakMb: { firstSync: 100, changes: 90, push: 120, verify: 110, practiceOrg: null },
};

test('ratios compare rows a second, also when the script loaded a sample', () => {
  const { firstSync, push, idle, peakMb } = resultOf(measurements);
  expect(firstSync).toMatchObject({
    rows: 1500,
    timesFasterThanScript: 5,
    timesSlowerThanFloor: 2,
    timesSlowerThanFloorAndOrg: 0.5,
    objects: { Contact: { rows: 500, rowsPerS: 500 } },
  });
  expect(push.timesFasterThanPlain).toBe(4);
  expect(idle.s).toBe(0.2);
  expect(peakMb.server).toBe(120);
});

test('a table lines up, with text to the left and numbers to the right', () => {
  expect(
    table([
      ['', 'rows'],
      ['floor', '1,000'],
      ['script', '5'],
    ]),
  ).toBe('         rows\nfloor   1,000\nscript      5');
});

test('numbers are short', () => {
  expect([count(1234567.8), time(1.234), time(12.34), times(2.345), times(23.45)]).toEqual([
    '1,234,568',
    '1.23 s',
    '12.3 s',
    '2.35×',
    '23.4×',
  ]);
});

test('the report names everything that was measured', () => {
  const text = report(resultOf(measurements));
  expect(text).toMatch(/floor: CSV file → COPY, one table +1,000 +1\.00 s +1,000\/s +1\.00×/);
  expect(text).toMatch(/plain script, one table +500 +5\.00 s +100\/s +10\.0×/);
  expect(text).toMatch(/verify: equal +1,500/);
  expect(text).toMatch(/practice org +unknown/);
});

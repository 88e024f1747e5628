import { expect, test } from 'vitest';
import type { Cycle } from './contestants/lockstep.ts';
import { count, growthReport, report, table, time, times } from './report.ts';
import { type Measurements, resultOf } from './result.ts';
import { medianRound } from './rounds.ts';

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
  idle: cycle(0.2),
  p1: { records: 10, orgS: 1, cycle: cycle(0.5) },
  p10: { records: 100, orgS: 1, cycle: cycle(1) },
  p50: { records: 500, orgS: 1, cycle: cycle(4) },
  conflicts: { records: 100, orgS: 1, cycle: cycle(2) },
  push: { people: 500, editS: 1, cycle: cycle(2) },
  pushMany: null,
  pushDistant: { push: { people: 500, editS: 1, cycle: cycle(2) }, plainS: 20 },
  plainPushS: 8,
  plainManyS: null,
  verify: { s: 1, equal: true, compared: 1500, differences: 0 },
  peakMb: { firstSync: 100, changes: 90, push: 120, verify: 110, latency: 80, practiceOrg: null },
  search: { 'first page': 0.0123 },
  latency: {
    idle: { toLockstepS: 0.4, toOrgS: 0.6 },
    massOf: 500,
    duringMass: { toLockstepS: 4, toOrgS: 6 },
  },
  orgSpeed: {
    copyMbPerS: 150,
    ingestRows: 500,
    ingestPerS: { insert: 40_000, update: 15_000, delete: 20_000 },
    collectionInsertsPerS: 3000,
    collectionUpdatesPerS: 5000,
    queryPagesPerS: 5.25,
  },
};

test('ratios compare rows a second, also when the script loaded a sample', () => {
  const { firstSync, push, pushMany, peakMb, practiceOrg } = resultOf(measurements);
  expect(firstSync).toMatchObject({
    rows: 1500,
    timesFasterThanScript: 5,
    timesSlowerThanFloor: 2,
    timesSlowerThanFloorAndOrg: 0.5,
    objects: { Contact: { rows: 500, rowsPerS: 500 } },
  });
  expect([push.timesFasterThanPlain, pushMany]).toEqual([4, null]);
  const many = { ...measurements, pushMany: { people: 600, editS: 2, cycle: cycle(3) }, plainManyS: 15 };
  expect(resultOf(many).pushMany).toMatchObject({ n: 600, timesFasterThanPlain: 5 });
  expect(peakMb.server).toBe(120);
  expect(practiceOrg.timesSlowerThanCopy).toBe(2);
});

test('--json has the shape that was promised', () => {
  expect(resultOf(measurements)).toMatchObject({
    leads: 1000,
    firstSync: { lockstepS: 4, scriptS: 5, floorS: 1, timesFasterThanScript: 5, timesSlowerThanFloor: 2 },
    changes: { p1: { s: 0.5, apiCalls: 7 }, p10: { s: 1, apiCalls: 7 }, p50: { s: 4, apiCalls: 7 } },
    push: { n: 500, s: 2, timesFasterThanPlain: 4 },
    pushDistant: { n: 500, latencyMs: 100, timesFasterThanPlain: 10 },
    idle: { apiCalls: 7 },
    peakMb: { server: 120, practiceOrg: null },
    practiceOrgMbPerS: 50,
  });
});

test('a table is Markdown that lines up, with text to the left and numbers to the right', () => {
  expect(
    table([
      ['', 'rows'],
      ['floor', '1,000'],
      ['script', '5'],
    ]),
  ).toBe('|        |  rows |\n| ------ | ----: |\n| floor  | 1,000 |\n| script |     5 |');
});

test('the median of three rounds counts; a long measurement is taken once', async () => {
  const rounds = [3, 1, 2];
  expect(await medianRound(async (round) => rounds[round] as number, Number)).toBe(2);
  expect(await medianRound(async (round) => 100 + round, Number)).toBe(100);
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
  expect(text).toMatch(/\| floor +\| 1,000 +\| 1\.00 s \| +1,000 \| +1\.00× \|/);
  expect(text).toMatch(/\| plain script +\| +500 \| 5\.00 s \| +100 \| +10\.0× \|/);
  expect(text).toMatch(/\| cycle, 50 % of leads changed +\| +500 \|/);
  expect(text).toMatch(/\| cycle that pushes, each call 100 ms longer +\| +500 \| 2\.00 s \|/);
  expect(text).toMatch(/\| verify \(equal\) +\| +1,500 \|/);
  expect(text).toMatch(/\| first page +\| 12 ms \|/);
  expect(text).toMatch(/\| while 500 leads change +\| +4\.00 s \|/);
  expect(text).toMatch(/\| Bulk insert +\| 40,000 rows\/s \|/);
  expect(text).toMatch(/\| practice org +\| unknown \|/);
});

test('growth tells what the same changes cost in orgs of different sizes', () => {
  const growth = [{ leads: 100_000, s: 3, apiCalls: 12, serverMb: 200, idleS: 0.5 }];
  const text = growthReport({ machine: measurements.machine, changes: 10_000, growth });
  expect(text).toMatch(/\| 10,000 of 100,000 leads changed \| 3\.00 s \| +12 \| 200 MB \|/);
});

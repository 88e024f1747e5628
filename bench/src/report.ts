import type { Result } from './result.ts';

/** Lines with the cells of each column under each other: the first column to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .map((line) => line.trimEnd())
    .join('\n');
}

export const count = (n: number): string => Math.round(n).toLocaleString('en-US');
export const time = (s: number): string => (s < 10 ? `${s.toFixed(2)} s` : `${s.toFixed(1)} s`);
export const perSecond = (n: number): string => `${count(n)}/s`;
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;

/** A handful of users says nothing of speed. */
const worthShowing = 100;

/** What people read; `--json` has the same numbers. */
export function report(result: Result): string {
  return [
    `${count(result.leads)} leads with ${result.columns} columns. ${machine(result)}`,
    'First sync (the floor is 1×: how much slower a row is)',
    table(firstSync(result)),
    'Afterwards',
    table(afterwards(result)),
    table(resources(result)),
  ].join('\n\n');
}

function machine({ machine: m }: Result): string {
  return `${m.date}, ${m.cores} cores, PostgreSQL ${m.postgres}, Node ${m.node}, load ${m.loadBefore.toFixed(1)} before the run.`;
}

function firstSync({ firstSync: f, practiceOrgS, leads }: Result): string[][] {
  const floor = f.floorS / leads;
  const row = (name: string, s: number, rows: number) => [
    name,
    count(rows),
    time(s),
    perSecond(rows / s),
    times(s / rows / floor),
  ];
  const objects = Object.entries(f.objects)
    .filter(([, { rows }]) => rows >= worthShowing)
    .map(([name, { s, rows }]) => row(`  ${name}`, s, rows));
  return [
    ['', 'rows', 'time', 'rows', 'slower'],
    row('floor: CSV file → COPY, one table', f.floorS, leads),
    row('practice org alone, to nowhere', practiceOrgS, leads),
    row('plain script, one table', f.scriptS, f.scriptRows),
    row('Lockstep, all objects', f.lockstepS, f.rows),
    ...objects,
    ['leads: Lockstep is faster than the script', '', '', '', times(f.timesFasterThanScript)],
    ['leads: Lockstep against floor + practice org', '', '', '', times(f.timesSlowerThanFloorAndOrg)],
  ];
}

function afterwards({ changes, idle, push, verify }: Result): string[][] {
  return [
    ['', 'records', 'time', 'records', 'API calls'],
    ['cycle, nothing changed', '0', time(idle.s), '', count(idle.apiCalls)],
    ...Object.entries(changes).map(([name, c]) => [
      `cycle, ${name.slice(1)} % of leads changed`,
      count(c.records),
      time(c.s),
      perSecond(c.recordsPerS),
      count(c.apiCalls),
    ]),
    [
      'cycle that pushes people changed here',
      count(push.n),
      time(push.s),
      perSecond(push.n / push.s),
      count(push.apiCalls),
    ],
    ['  its push step alone', count(push.n), time(push.stepS), perSecond(push.n / push.stepS), ''],
    [
      `  plain push, 200 a call (${times(push.timesFasterThanPlain)} as long)`,
      count(push.n),
      time(push.plainS),
      perSecond(push.n / push.plainS),
      count(Math.ceil(push.n / 200)),
    ],
    ['  edits by PATCH /admin/people before', count(push.n), time(push.editS), perSecond(push.n / push.editS), ''],
    [
      `verify: ${verify.equal ? 'equal' : `${verify.differences} DIFFERENCES`}`,
      count(verify.compared),
      time(verify.s),
      perSecond(verify.recordsPerS),
      '',
    ],
  ];
}

function resources({ peakMb, firstSync: f, practiceOrgMbPerS, practiceOrgMbPerSWithoutGzip }: Result): string[][] {
  const megabytes = (n: number | null) => (n === null ? 'unknown' : `${n} MB`);
  return [
    ['peak memory of the server, first sync', megabytes(peakMb.firstSync)],
    ['  changes', megabytes(peakMb.changes)],
    ['  push', megabytes(peakMb.push)],
    ['  verify', megabytes(peakMb.verify)],
    ['peak memory of the practice org', megabytes(peakMb.practiceOrg)],
    ['API calls of the first sync', count(f.apiCalls)],
    ['practice org, CSV with gzip', `${count(practiceOrgMbPerS)} MB/s`],
    ['practice org, CSV without gzip', `${count(practiceOrgMbPerSWithoutGzip)} MB/s`],
  ];
}

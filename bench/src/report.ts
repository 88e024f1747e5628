import type { GrowthResult } from './growth.ts';
import type { ChangesResult, Machine, PushResult, Result } from './result.ts';

/** A Markdown table, its cells under each other: the first column to the left, numbers to the right. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (i === 0 ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export const count = (n: number): string => Math.round(n).toLocaleString('en-US');
export const time = (s: number): string => (s < 10 ? `${s.toFixed(2)} s` : `${s.toFixed(1)} s`);
const milliseconds = (s: number): string => `${count(s * 1000)} ms`;
const megabytes = (n: number | null): string => (n === null ? 'unknown' : `${n} MB`);
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;

/** A handful of users says nothing of speed. */
const worthShowing = 100;

/** What people read, in tables of Markdown; `--json` has the same numbers. */
export function report(result: Result): string {
  return [
    `${count(result.leads)} leads with ${result.columns} columns. ${machineLine(result.machine)}`,
    table(firstSync(result)),
    ratios(result),
    table(afterwards(result)),
    table(searches(result)),
    table(latency(result)),
    table(practiceOrg(result)),
    table(resources(result)),
  ].join('\n\n');
}

/** The same changes in orgs of different sizes. */
export function growthReport({ machine, changes, growth }: GrowthResult): string {
  const rows = growth.map(({ leads, s, apiCalls, serverMb, idleS }) => [
    `${count(changes)} of ${count(leads)} leads changed`,
    time(s),
    count(apiCalls),
    megabytes(serverMb),
    time(idleS),
  ]);
  return `${machineLine(machine)}\n\n${table([['growth', 'time', 'API calls', 'server', 'nothing changed'], ...rows])}`;
}

function machineLine(m: Machine): string {
  return `${m.cores} cores, PostgreSQL ${m.postgres}, Node ${m.node}, ${m.date}, load ${m.loadBefore.toFixed(1)} before the run.`;
}

function firstSync({ firstSync: f, practiceOrgS, leads }: Result): string[][] {
  const floor = f.floorS / leads;
  const row = (name: string, s: number, rows: number) => [
    name,
    count(rows),
    time(s),
    count(rows / s),
    times(s / rows / floor),
  ];
  const objects = Object.entries(f.objects)
    .filter(([, { rows }]) => rows >= worthShowing)
    .map(([name, { s, rows }]) => row(`its ${plural[name] ?? name}`, s, rows));
  return [
    ['first sync', 'rows', 'time', 'rows/s', 'slower than the floor'],
    row('floor', f.floorS, leads),
    row('practice org alone, to nowhere', practiceOrgS, leads),
    row('plain script', f.scriptS, f.scriptRows),
    row('Lockstep, all objects', f.lockstepS, f.rows),
    ...objects,
  ];
}

const plural: Record<string, string> = { Lead: 'leads', Contact: 'contacts', Account: 'accounts' };

function ratios({ firstSync: f }: Result): string {
  return `Leads: ${times(f.timesFasterThanScript)} faster than the script, ${times(f.timesSlowerThanFloorAndOrg)} slower than floor and practice org one after the other. ${count(f.apiCalls)} API calls.`;
}

function afterwards({ changes, conflicts, idle, push, pushMany, pushDistant, verify }: Result): string[][] {
  const changed = (name: string, c: ChangesResult) => [
    name,
    count(c.records),
    time(c.s),
    count(c.recordsPerS),
    count(c.apiCalls),
  ];
  return [
    ['afterwards', 'records', 'time', 'records/s', 'API calls'],
    ['cycle, nothing changed', '0', time(idle.s), '', count(idle.apiCalls)],
    ...Object.entries(changes).map(([name, c]) => changed(`cycle, ${name.slice(1)} % of leads changed`, c)),
    changed('cycle, the same 10 % changed on both sides', conflicts),
    ...pushRows(push),
    ...(pushMany ? pushRows(pushMany) : []),
    ...pushRows(pushDistant, `, each call ${pushDistant.latencyMs} ms longer`),
    [
      `verify (${verify.equal ? 'equal' : `${verify.differences} DIFFERENCES`})`,
      count(verify.compared),
      time(verify.s),
      count(verify.recordsPerS),
      '',
    ],
  ];
}

function pushRows({ n, s, stepS, editS, plainS, apiCalls, timesFasterThanPlain }: PushResult, how = ''): string[][] {
  const row = (name: string, taken: number, calls: string) => [name, count(n), time(taken), count(n / taken), calls];
  return [
    row(`cycle that pushes${how}`, s, count(apiCalls)),
    row('its push step alone', stepS, ''),
    row(`plain push (takes ${times(timesFasterThanPlain)} as long as the cycle)`, plainS, count(Math.ceil(n / 200))),
    row('edits by `PATCH /admin/people` before', editS, ''),
  ];
}

function searches({ search }: Result): string[][] {
  return [['people page, 50 a page', 'time'], ...Object.entries(search).map(([name, s]) => [name, milliseconds(s)])];
}

function latency({ latency: { idle, massOf, duringMass } }: Result): string[][] {
  return [
    ['latency of one change', 'Salesforce → Lockstep', 'Lockstep → Salesforce'],
    ['idle', time(idle.toLockstepS), time(idle.toOrgS)],
    [`while ${count(massOf)} leads change`, time(duringMass.toLockstepS), time(duringMass.toOrgS)],
  ];
}

function practiceOrg({ practiceOrg: o, practiceOrgMbPerS, practiceOrgMbPerSWithoutGzip }: Result): string[][] {
  const rate = (n: number) => `${count(n)} MB/s`;
  const saves = Object.entries(o.ingestPerS).map(([name, perS]) => [`Bulk ${name}`, `${count(perS)} rows/s`]);
  return [
    ['practice org alone', ''],
    ['bare COPY, CSV', rate(o.copyMbPerS)],
    [`Bulk query, CSV (${times(o.timesSlowerThanCopy)} slower)`, rate(practiceOrgMbPerSWithoutGzip)],
    ['Bulk query, CSV with gzip', rate(practiceOrgMbPerS)],
    ['query pages of 2,000', `${o.queryPagesPerS.toFixed(1)} pages/s`],
    ...saves,
    ['collections of 200, inserts', `${count(o.collectionInsertsPerS)} rows/s`],
    ['collections of 200, updates', `${count(o.collectionUpdatesPerS)} rows/s`],
  ];
}

function resources({ peakMb }: Result): string[][] {
  return [
    ['peak memory', ''],
    ['server, first sync', megabytes(peakMb.firstSync)],
    ['server, changes', megabytes(peakMb.changes)],
    ['server, push', megabytes(peakMb.push)],
    ['server, verify', megabytes(peakMb.verify)],
    ['server, latency', megabytes(peakMb.latency)],
    ['practice org', megabytes(peakMb.practiceOrg)],
  ];
}

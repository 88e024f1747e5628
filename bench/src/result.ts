import type { Changes } from './contestants/changes.ts';
import type { BothWays } from './contestants/latency.ts';
import type { Cycle } from './contestants/lockstep.ts';
import type { OrgRate } from './contestants/org-rate.ts';
import type { OrgSpeed } from './contestants/org-speed.ts';
import { distantMs, type Push } from './contestants/push.ts';
import type { Search } from './contestants/search.ts';
import type { Cycles } from './cycles.ts';

export interface Machine {
  cores: number;
  postgres: string;
  node: string;
  /** Of the minute before the run. */
  loadBefore: number;
  date: string;
}

/** What was measured, as it came. */
export interface Measurements extends Omit<Cycles, 'changesMb' | 'pushMb'> {
  leads: number;
  columns: number;
  machine: Machine;
  orgRate: OrgRate;
  orgRatePlain: OrgRate;
  orgSpeed: OrgSpeed;
  floor: Timed;
  script: Timed;
  firstSync: Cycle;
  plainPushS: number;
  plainManyS: number | null;
  verify: { s: number; equal: boolean; compared: number; differences: number };
  search: Search;
  latency: Latency;
  /** Of the server in each part of the run, and of the practice org in all of it. */
  peakMb: Record<'firstSync' | 'changes' | 'push' | 'verify' | 'latency' | 'practiceOrg', number | null>;
}

export interface Latency {
  idle: BothWays;
  /** While so many leads change in the org. */
  massOf: number;
  duringMass: BothWays;
}

export interface Timed {
  s: number;
  rows: number;
}

/** What `--json` prints. Ratios compare rows a second, so that a sample and a whole can stand side by side. */
export interface Result {
  leads: number;
  columns: number;
  machine: Machine;
  firstSync: {
    /** From Start Sync to Last Synced: users, accounts, leads, contacts. */
    lockstepS: number;
    rows: number;
    apiCalls: number;
    objects: Record<string, { s: number; rows: number; rowsPerS: number }>;
    scriptS: number;
    scriptRows: number;
    floorS: number;
    /** The leads alone: the same rows and columns on all sides. */
    timesFasterThanScript: number;
    timesSlowerThanFloor: number;
    /** Against the floor and the practice org's own time one after the other: what no program can beat by much. */
    timesSlowerThanFloorAndOrg: number;
  };
  changes: Record<'p1' | 'p10' | 'p50', ChangesResult>;
  /** The same field of the same 10 % changed on both sides. */
  conflicts: ChangesResult;
  idle: { s: number; apiCalls: number };
  push: PushResult;
  /** Of 100,000 people; null where there are too few leads. */
  pushMany: PushResult | null;
  /** As many as the larger of them, when every call takes so much longer. */
  pushDistant: PushResult & { latencyMs: number };
  search: Search;
  latency: Latency;
  verify: Measurements['verify'] & { recordsPerS: number };
  /** `server` is the most of all its parts. */
  peakMb: Measurements['peakMb'] & { server: number | null };
  practiceOrgMbPerS: number;
  practiceOrgMbPerSWithoutGzip: number;
  practiceOrgS: number;
  practiceOrg: OrgSpeed & { timesSlowerThanCopy: number };
}

export interface ChangesResult {
  records: number;
  s: number;
  recordsPerS: number;
  apiCalls: number;
  orgS: number;
}

export interface PushResult {
  n: number;
  s: number;
  stepS: number;
  editS: number;
  apiCalls: number;
  plainS: number;
  timesFasterThanPlain: number;
}

export function resultOf(m: Measurements): Result {
  const objects = pulled(m.firstSync);
  const lead = objects.Lead ?? { s: Number.NaN, rows: 0, rowsPerS: 0 };
  return rounded({
    leads: m.leads,
    columns: m.columns,
    machine: m.machine,
    firstSync: {
      lockstepS: m.firstSync.s,
      rows: Object.values(objects).reduce((sum, o) => sum + o.rows, 0),
      apiCalls: m.firstSync.apiCalls,
      objects,
      scriptS: m.script.s,
      scriptRows: m.script.rows,
      floorS: m.floor.s,
      timesFasterThanScript: lead.rowsPerS / rate(m.script),
      timesSlowerThanFloor: rate(m.floor) / lead.rowsPerS,
      timesSlowerThanFloorAndOrg: lead.s / (m.floor.s + m.orgRate.s),
    },
    changes: { p1: changesOf(m.p1), p10: changesOf(m.p10), p50: changesOf(m.p50) },
    conflicts: changesOf(m.conflicts),
    idle: { s: m.idle.s, apiCalls: m.idle.apiCalls },
    push: pushOf(m.push, m.plainPushS),
    pushMany: m.pushMany && m.plainManyS ? pushOf(m.pushMany, m.plainManyS) : null,
    pushDistant: { latencyMs: distantMs, ...pushOf(m.pushDistant.push, m.pushDistant.plainS) },
    search: m.search,
    latency: m.latency,
    verify: { ...m.verify, recordsPerS: m.verify.compared / m.verify.s },
    peakMb: { server: most(m.peakMb), ...m.peakMb },
    practiceOrgMbPerS: m.orgRate.mbPerS,
    practiceOrgMbPerSWithoutGzip: m.orgRatePlain.mbPerS,
    practiceOrgS: m.orgRate.s,
    practiceOrg: { ...m.orgSpeed, timesSlowerThanCopy: m.orgSpeed.copyMbPerS / m.orgRatePlain.mbPerS },
  });
}

const stepsS = (cycle: Cycle, operation: string) =>
  cycle.steps.filter((s) => s.operation === operation).reduce((sum, s) => sum + s.s, 0);

const rate = ({ s, rows }: Timed) => rows / s;

function pulled(cycle: Cycle): Result['firstSync']['objects'] {
  const steps = cycle.steps.filter((s) => s.operation === 'Pull updates' && s.counts.new > 0);
  return Object.fromEntries(
    steps.map(({ object, s, counts }) => [object, { s, rows: counts.new, rowsPerS: counts.new / s }]),
  );
}

function changesOf({ records, orgS, cycle }: Changes): ChangesResult {
  return { records, s: cycle.s, recordsPerS: records / cycle.s, apiCalls: cycle.apiCalls, orgS };
}

function pushOf({ people, editS, cycle }: Push, plainS: number): PushResult {
  return {
    n: people,
    s: cycle.s,
    stepS: stepsS(cycle, 'Push updates'),
    editS,
    apiCalls: cycle.apiCalls,
    plainS,
    timesFasterThanPlain: plainS / cycle.s,
  };
}

function most({ practiceOrg: _, ...server }: Measurements['peakMb']): number | null {
  const known = Object.values(server).filter((n) => n !== null);
  return known.length ? Math.max(...known) : null;
}

/** Three decimals are more than the measurement is worth. */
function rounded<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'number' ? Math.round(v * 1000) / 1000 : v)));
}

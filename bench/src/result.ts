import type { Changes } from './contestants/changes.ts';
import type { Cycle } from './contestants/lockstep.ts';
import type { OrgRate } from './contestants/org-rate.ts';
import type { Push } from './contestants/push.ts';

/** What was measured, as it came. */
export interface Measurements {
  leads: number;
  columns: number;
  machine: { cores: number; postgres: string; node: string; loadBefore: number; date: string };
  orgRate: OrgRate;
  orgRatePlain: OrgRate;
  floor: Timed;
  script: Timed;
  firstSync: Cycle;
  idle: Cycle[];
  p1: Changes;
  p10: Changes;
  push: Push;
  plainPushS: number;
  verify: { s: number; equal: boolean; compared: number; differences: number };
  /** Of the server in each part of the run, and of the practice org in all of it. */
  peakMb: Record<'firstSync' | 'changes' | 'push' | 'verify' | 'practiceOrg', number | null>;
}

export interface Timed {
  s: number;
  rows: number;
}

/** What `--json` prints. Ratios compare rows a second, so that a sample and a whole can stand side by side. */
export interface Result {
  leads: number;
  columns: number;
  machine: Measurements['machine'];
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
  changes: Record<'p1' | 'p10', { records: number; s: number; recordsPerS: number; apiCalls: number; orgS: number }>;
  idle: { s: number; apiCalls: number };
  push: {
    n: number;
    s: number;
    stepS: number;
    editS: number;
    apiCalls: number;
    plainS: number;
    timesFasterThanPlain: number;
  };
  verify: Measurements['verify'] & { recordsPerS: number };
  /** `server` is the most of all its parts. */
  peakMb: Measurements['peakMb'] & { server: number | null };
  practiceOrgMbPerS: number;
  practiceOrgMbPerSWithoutGzip: number;
  practiceOrgS: number;
}

export function resultOf(m: Measurements): Result {
  const objects = pulled(m.firstSync);
  const lead = objects.Lead ?? { s: Number.NaN, rows: 0, rowsPerS: 0 };
  const idle = m.idle.toSorted((a, b) => a.s - b.s)[Math.floor(m.idle.length / 2)] as Cycle;
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
    changes: { p1: changesOf(m.p1), p10: changesOf(m.p10) },
    idle: { s: idle.s, apiCalls: idle.apiCalls },
    push: {
      n: m.push.people,
      s: m.push.cycle.s,
      stepS: stepsS(m.push.cycle, 'Push updates'),
      editS: m.push.editS,
      apiCalls: m.push.cycle.apiCalls,
      plainS: m.plainPushS,
      timesFasterThanPlain: m.plainPushS / m.push.cycle.s,
    },
    verify: { ...m.verify, recordsPerS: m.verify.compared / m.verify.s },
    peakMb: { server: most(m.peakMb), ...m.peakMb },
    practiceOrgMbPerS: m.orgRate.mbPerS,
    practiceOrgMbPerSWithoutGzip: m.orgRatePlain.mbPerS,
    practiceOrgS: m.orgRate.s,
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

function changesOf({ records, orgS, cycle }: Changes): Result['changes']['p1'] {
  return { records, s: cycle.s, recordsPerS: records / cycle.s, apiCalls: cycle.apiCalls, orgS };
}

function most({ firstSync, changes, push, verify }: Measurements['peakMb']): number | null {
  const known = [firstSync, changes, push, verify].filter((n) => n !== null);
  return known.length ? Math.max(...known) : null;
}

/** Three decimals are more than the measurement is worth. */
function rounded<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'number' ? Math.round(v * 1000) / 1000 : v)));
}

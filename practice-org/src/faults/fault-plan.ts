/** When a fault strikes. */
export interface FaultRule {
  /** 0 never, 1 always. */
  probability: number;
  /** At most this often; without it, until the switch is turned off. */
  times?: number;
  /** Only requests whose path starts with this. */
  path?: string;
}

/** What goes wrong, and how often. Every fault draws from a sequence of its own, so one doesn't disturb another's. */
export interface FaultPlan {
  /** The same seed and the same requests give the same faults. */
  seed: number;
  /** The answer waits. */
  latency: FaultRule & { minMs: number; maxMs: number };
  /** HTTP 500 UNKNOWN_EXCEPTION or 503 SERVER_UNAVAILABLE in place of the answer; the request is not carried out. */
  serverError: FaultRule & { status: 500 | 503 };
  /** The request is carried out, and the connection breaks in the middle of the answer. */
  droppedConnection: FaultRule;
  /** The answer ends too early, though properly as far as HTTP can tell. */
  truncatedBody: FaultRule;
  /** A write of a record is refused with UNABLE_TO_LOCK_ROW. */
  rowLock: FaultRule & { objects?: string[] };
  /** HTTP 403 REQUEST_LIMIT_EXCEEDED. */
  requestLimit: FaultRule;
  /** HTTP 403 REQUEST_LIMIT_EXCEEDED too, because of what runs at this moment and not of what ran today. */
  concurrencyLimit: FaultRule;
  /** A query answers without its last record, and as if there were none. */
  missingRows: FaultRule & { objects?: string[] };
  /** A Bulk job is taken and never worked on. */
  stuckJob: FaultRule;
  /** The caller's session is ended, then answered 401. */
  expiredSession: FaultRule;
  /** A save becomes visible later than its SystemModstamp says. */
  lateCommit: FaultRule & { minMs: number; maxMs: number };
}

export type FaultKind = Exclude<keyof FaultPlan, 'seed'>;

export function noFaults(): FaultPlan {
  return {
    seed: 1,
    latency: { probability: 0, minMs: 100, maxMs: 1000 },
    serverError: { probability: 0, status: 503 },
    droppedConnection: { probability: 0 },
    truncatedBody: { probability: 0 },
    rowLock: { probability: 0 },
    requestLimit: { probability: 0 },
    concurrencyLimit: { probability: 0 },
    missingRows: { probability: 0 },
    stuckJob: { probability: 0 },
    expiredSession: { probability: 0 },
    lateCommit: { probability: 0, minMs: 500, maxMs: 3000 },
  };
}

export const faultKinds = Object.keys(noFaults()).filter((key) => key !== 'seed') as FaultKind[];

/** Completes a plan that names only some faults; the others are off. Throws a sentence about what is wrong with it. */
export function readFaultPlan(given: unknown): FaultPlan {
  if (!isObject(given)) throw new TypeError('A fault plan is a JSON object.');
  const unknown = Object.keys(given).find((key) => key !== 'seed' && !faultKinds.includes(key as FaultKind));
  if (unknown) throw new TypeError(`There is no fault named "${unknown}". There are: ${faultKinds.join(', ')}.`);
  const plan = noFaults();
  if (given.seed !== undefined) plan.seed = numberIn(given, 'seed', 0, Number.MAX_SAFE_INTEGER);
  for (const kind of faultKinds) Object.assign(plan[kind], readRule(kind, given[kind]));
  return plan;
}

function readRule(kind: FaultKind, given: unknown): Partial<FaultPlan[FaultKind]> {
  if (given === undefined) return {};
  if (!isObject(given)) throw new TypeError(`"${kind}" is an object such as {"probability": 0.1}.`);
  for (const [name, value] of Object.entries(given)) checkAttribute(kind, given, name, value);
  return given;
}

function checkAttribute(kind: FaultKind, given: Record<string, unknown>, name: string, value: unknown): void {
  const byObject = kind === 'rowLock' || kind === 'missingRows';
  const allowed = byObject ? ['objects'] : Object.keys(noFaults()[kind]);
  if (![...allowed, 'probability', 'times', 'path'].includes(name)) {
    throw new TypeError(`"${kind}" has no attribute "${name}".`);
  }
  if (name === 'probability') numberIn(given, name, 0, 1);
  if (name === 'times') numberIn(given, name, 0, Number.MAX_SAFE_INTEGER);
  if (name === 'minMs' || name === 'maxMs') numberIn(given, name, 0, 3_600_000);
  if (name === 'status' && value !== 500 && value !== 503) throw new TypeError('"status" is 500 or 503.');
  if (name === 'path' && typeof value !== 'string') throw new TypeError('"path" is a text, the start of a path.');
  if (name === 'objects' && !(Array.isArray(value) && value.every((item) => typeof item === 'string'))) {
    throw new TypeError('"objects" is a list of object names.');
  }
}

function numberIn(given: Record<string, unknown>, name: string, least: number, most: number): number {
  const value = given[name];
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new TypeError(`"${name}" is a number from ${least} to ${most}.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

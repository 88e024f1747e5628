import type { Told } from '@lockstep/contract/common.ts';
import type { Repair } from './repair.ts';

/** Why a difference is there; `defect` is the only one that should never happen. */
export type Reason =
  | 'pending'
  | 'refused'
  | 'filtered'
  | 'not-pulled-yet'
  | 'edited-here'
  | 'blocked'
  | 'blank-kept'
  | 'not-refreshed-yet'
  | 'defect';

export interface Difference {
  object: string;
  sfdcId: string;
  recordId: number | null;
  kind: 'missing-here' | 'missing-there' | 'value';
  field: string | null;
  here: string | null;
  there: string | null;
  reason: Reason;
}

/** An object that could not be compared, and what to do about it. */
export interface NotCompared {
  object: string;
  code: string;
  message: string;
  detail: string;
  action: string;
  told: Told[];
}

export interface Verification {
  /** No difference, and every object was compared. */
  equal: boolean;
  /** Records compared, of both sides. */
  compared: number;
  differences: number;
  byReason: Partial<Record<Reason, number>>;
  objects: { object: string; inSalesforce: number; here: number; differences: number }[];
  notCompared: NotCompared[];
  /** The first differences, defects first. */
  samples: Difference[];
  /** What was repaired before this was found; null when nothing was asked for, or needed. */
  repair: Repair | null;
}

export interface VerifyOptions {
  /** Settles what it finds, and compares again. */
  repair?: boolean;
  /** Nobody asked for it just now. */
  scheduled?: boolean;
}

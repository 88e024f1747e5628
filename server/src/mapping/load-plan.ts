import type { AddedTable } from './added-objects.ts';
import type { ColumnType } from './field-type.ts';
import type { FixedTable } from './fixed-objects.ts';
import type { MappedObject } from './standard-fields.ts';

/** Tables of which Salesforce is the only author: companies aside, nobody edits their rows here. */
export type RecordTable = 'opportunity' | FixedTable | AddedTable;

/**
 * What to load from one Salesforce object into one table, and how both sides' columns correspond: plain JSON, stored with
 * the subscription and versioned, so that a run can be explained afterwards. Resolved from the mapping document
 * (resolve-plan.ts) and turned into SQL (render-*.ts); nothing else decides columns.
 */
export interface LoadPlan {
  version: 1;
  /** API name. */
  object: string;
  target: 'person' | 'company' | RecordTable;
  /** In the order of the SOQL select list, the CSV header, the staging table and every clause of the merge. */
  columns: PlanColumn[];
}

/** A plan of a table that Salesforce alone writes. */
export type RecordPlan = LoadPlan & { target: RecordTable };

export function isRecordPlan(plan: LoadPlan): plan is RecordPlan {
  return plan.target !== 'person' && plan.target !== 'company';
}

export interface PlanColumn {
  /** Salesforce field. */
  source: string;
  /** Column of the target table. */
  column: string;
  type: ColumnType;
  /** The marketing field; null for the columns that only the sync uses (owner, account) and those of fixed objects. */
  field: { id: number; name: string } | null;
  /** Changes made here go to Salesforce. */
  pushed: boolean;
  /** Which side wins when both changed (SYN-5). */
  conflictPolicy: ConflictPolicy;
  /** What Salesforce may not replace here: any value, or a value by a blank (FLD-9). An empty field is always filled. */
  keep?: 'any-value' | 'when-blank';
}

/**
 * What becomes of a field that changed on both sides (SYN-5). `newest` compares the time of the edit here with the record's
 * SystemModstamp; `salesforce-unless-blank` keeps ours where Salesforce emptied the field; `add-differences`, for numbers
 * such as a score, adds what both sides added.
 */
export const conflictPolicies = [
  'marketing-wins',
  'salesforce-wins',
  'newest',
  'salesforce-unless-blank',
  'add-differences',
] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** Policies that somebody chose: of `Lead`, or of `Lead.Title`. */
export type ChosenPolicies = ReadonlyMap<string, ConflictPolicy>;

export const noPolicies: ChosenPolicies = new Map();

/** SYN-5: on a lead the marketing database wins, on a contact Salesforce. */
export const defaultConflictPolicy: Record<MappedObject, ConflictPolicy> = {
  Lead: 'marketing-wins',
  Contact: 'salesforce-wins',
  Account: 'salesforce-wins',
  Opportunity: 'salesforce-wins',
};

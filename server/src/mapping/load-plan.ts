import type { ColumnType } from './field-type.ts';
import type { MappedObject } from './standard-fields.ts';

/**
 * What to load from one Salesforce object into one table, and how both sides' columns correspond: plain JSON, stored with
 * the subscription and versioned, so that a run can be explained afterwards. Resolved from the mapping document
 * (resolve-plan.ts) and turned into SQL (render-*.ts); nothing else decides columns.
 */
export interface LoadPlan {
  version: 1;
  object: MappedObject;
  target: 'person' | 'company';
  /** In the order of the SOQL select list, the CSV header, the staging table and every clause of the merge. */
  columns: PlanColumn[];
}

export interface PlanColumn {
  /** Salesforce field. */
  source: string;
  /** Column of the target table. */
  column: string;
  type: ColumnType;
  /** The marketing field; null for the columns that only the sync uses (owner, account). */
  field: { id: number; name: string } | null;
  /** Changes made here go to Salesforce. */
  pushed: boolean;
  /** Which side wins when both changed (SYN-5). */
  conflictPolicy: ConflictPolicy;
}

export type ConflictPolicy = 'marketing-wins' | 'salesforce-wins';

/** SYN-5: on a lead the marketing database wins, on a contact Salesforce. */
export const defaultConflictPolicy: Record<MappedObject, ConflictPolicy> = {
  Lead: 'marketing-wins',
  Contact: 'salesforce-wins',
  Account: 'salesforce-wins',
};

import type { LoadPlan } from '../../mapping/load-plan.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { Salesforce } from '../../salesforce/salesforce.ts';
import { soqlText } from '../../salesforce/soql.ts';
import type { Subscription } from '../../subscription/subscription.ts';
import type { Engine } from '../engine.ts';
import type { StepProgress } from '../step.ts';
import { loaderOf, loaderOfDeletes } from './loader-for.ts';
import { pagesAsCsv } from './salesforce-csv.ts';
import { storePage } from './store-page.ts';

/** Where chosen records are read from and stored. */
export interface ById {
  engine: Engine;
  subscription: Subscription;
  salesforce: Salesforce;
  progress: StepProgress;
}

/** Ids in one condition of a query; a statement may have 100,000 characters. */
export const idsPerQuery = 500;

/** Reads chosen records, at most `idsPerQuery`, and merges them like a page of a cycle; no cursor moves. */
export async function pullByIds(
  { engine, subscription, salesforce, progress }: ById,
  plan: LoadPlan,
  sfdcIds: readonly string[],
  store: (client: Client) => Promise<void> = async () => {},
): Promise<void> {
  if (sfdcIds.length === 0) return;
  const loader = loaderOf(plan);
  const soql = `SELECT ${loader.fields.join(', ')} FROM ${plan.object} WHERE ${withIds(sfdcIds)}`;
  await storePage(engine, subscription, loader, progress, {
    open: async () => ({ source: pagesAsCsv(salesforce.query(soql), loader.fields), rows: null }),
    store,
    first: false,
    settledBefore: null,
  });
}

/** What Salesforce says of records that it did not name among the living. */
export interface Fate {
  /** In the recycle bin, or gone without a trace: purged, or deleted more than fifteen days ago. */
  deleted: Record<string, unknown>[];
  /** There all the same: outside a filter, or back. */
  living: string[];
}

export async function fateOf(
  salesforce: Salesforce,
  plan: LoadPlan,
  sfdcIds: readonly string[],
): Promise<Fate & { purged: string[] }> {
  const { fields } = loaderOfDeletes(plan);
  const soql = `SELECT ${[...fields, 'IsDeleted'].join(', ')} FROM ${plan.object} WHERE ${withIds(sfdcIds)}`;
  const found: Record<string, unknown>[] = [];
  for await (const page of salesforce.query(soql, { all: true })) found.push(...page.records);
  const known = new Set(found.map(({ Id }) => String(Id)));
  const purged = sfdcIds.filter((id) => !known.has(id));
  return {
    deleted: [...found.filter(({ IsDeleted }) => IsDeleted === true), ...purged.map((Id) => ({ Id }))],
    living: found.filter(({ IsDeleted }) => IsDeleted !== true).map(({ Id }) => String(Id)),
    purged,
  };
}

/** Flags the deleted ones as the recycle bin would have had it (SYN-7). */
export async function flagDeleted(
  { engine, subscription, progress }: ById,
  plan: LoadPlan,
  deleted: readonly Record<string, unknown>[],
): Promise<void> {
  if (deleted.length === 0) return;
  const loader = loaderOfDeletes(plan);
  const page = { totalSize: deleted.length, records: [...deleted] };
  await storePage(engine, subscription, loader, progress, {
    open: async () => ({ source: pagesAsCsv([page], loader.fields), rows: deleted.length }),
    store: async () => {},
    first: false,
    settledBefore: null,
  });
}

/** An account that is read again with the stamp we have would be left as it is (SYN-11): here it is read to be taken over. */
export async function forgetStamps(client: Client, plan: LoadPlan, sfdcIds: readonly string[]): Promise<void> {
  if (plan.target !== 'company') return;
  await client.query(sql`update company set sfdc_stamp = null where sfdc_id = any(${sfdcIds}::text[])`);
}

export const withIds = (sfdcIds: readonly string[]): string => `Id IN (${sfdcIds.map(soqlText).join(', ')})`;

import type { Queryable } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import type { Api } from '../schema/tooling-objects.ts';
import { calendarOf } from './calendar.ts';
import type { Plan, PlanOptions } from './plan.ts';

/** One query under way: what its planning and its records depend on. */
export interface Run extends PlanOptions {
  org: OrgContext;
  caller: Pick<Caller, 'userId'>;
  /** `/services/data/v60.0`, for the urls in the answer. */
  basePath: string;
  /** Whether blobs are in the answer (SOAP) instead of their addresses. */
  inlineBlobs?: boolean | undefined;
  api?: Api | undefined;
}

export async function openRun(
  org: OrgContext,
  caller: Pick<Caller, 'userId' | 'profileId'>,
  database: Queryable,
  request: Pick<Run, 'soql' | 'allRows' | 'basePath' | 'inlineBlobs' | 'api'>,
): Promise<Run> {
  const [view, calendar] = await Promise.all([
    org.metadata.viewFor(caller.profileId, request.api),
    calendarOf(database, caller.userId),
  ]);
  return { ...request, org, caller, view, calendar, now: org.clock.instant() };
}

/** The statement of a plan with a chosen select list and limit. */
export function statement(plan: Plan, columns: string[], limit?: number): string {
  return [
    `select ${columns.join(', ')}`,
    `from ${plan.from}`,
    plan.where && `where ${plan.where}`,
    plan.groupBy && `group by ${plan.groupBy}`,
    plan.having && `having ${plan.having}`,
    plan.orderBy && `order by ${plan.orderBy}`,
    limit !== undefined && Number.isFinite(limit) && `limit ${limit}`,
    plan.offset > 0 && `offset ${plan.offset}`,
  ]
    .filter(Boolean)
    .join('\n');
}

export async function fetchRows(database: Queryable, text: string, values: unknown[]): Promise<unknown[][]> {
  const { rows } = await database.query({ text, values, rowMode: 'array' });
  return rows as unknown[][];
}

/** A page of records, as REST answers it. */
export interface QueryResult {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: unknown[];
}

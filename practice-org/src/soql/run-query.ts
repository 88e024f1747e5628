import { ApiError } from '../api-error.ts';
import { type Queryable, reader } from '../database.ts';
import { keepsRowBack } from '../faults/faults.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import { noteViewed } from '../records/recently-viewed.ts';
import type { Api } from '../schema/tooling-objects.ts';
import type { SoqlQuery } from './ast.ts';
import { toRecords } from './child-records.ts';
import { fetchCursorPage, findCursor, openCursor } from './cursor.ts';
import { parseSoql } from './parser.ts';
import { type Plan, planQuery } from './plan.ts';
import { fetchRows, openRun, type QueryResult, type Run, statement } from './run.ts';
import { toText } from './to-record.ts';

export interface QueryRequest {
  soql: string;
  allRows: boolean;
  pageSize: number;
  /** `/services/data/v60.0`, for the urls in the answer. */
  basePath: string;
  inlineBlobs?: boolean;
  api?: Api;
}

/** Answers the first page of a query; what does not fit is kept under a locator. */
export async function runQuery(org: OrgContext, caller: Caller, request: QueryRequest): Promise<QueryResult> {
  const database = reader(org.pool);
  const query = parseSoql(request.soql);
  return answerQuery(await openRun(org, caller, database, request), query, request.pageSize);
}

export async function answerQuery(run: Run, query: SoqlQuery, pageSize: number): Promise<QueryResult> {
  const database = reader(run.org.pool);
  const plan = planQuery(query, run);
  if (plan.kind === 'count') return runCount(database, plan);
  if (plan.kind === 'aggregate') return runAggregate(run, database, plan);
  const wanted = Math.min(plan.limit ?? Number.POSITIVE_INFINITY, pageSize + 1);
  const rows = await fetchRows(database, statement(plan, plan.columns, wanted), plan.parameters);
  if (rows.length > pageSize) return fetchCursorPage(run, query, await openCursor(run, plan, pageSize), 0);
  if (rows.length > 0 && keepsRowBack(run.org, plan.object.name)) rows.pop();
  const records = await toRecords(run, plan, rows, []);
  if (query.forView) await noteViewed(run.org, run.caller.userId, plan.object.name, records.map(idOf));
  return { totalSize: rows.length, done: true, records };
}

/** The page of an open cursor that starts at a given row. */
export async function queryMore(
  org: OrgContext,
  caller: Caller,
  locator: string,
  basePath: string,
  api?: Api,
): Promise<QueryResult> {
  const database = reader(org.pool);
  const { cursor, offset } = await findCursor(database, caller, locator);
  const run = await openRun(org, caller, database, { soql: cursor.soql, allRows: true, basePath, api });
  return fetchCursorPage(run, parseSoql(cursor.soql), cursor, offset);
}

function idOf(record: unknown): string {
  const { attributes } = record as { attributes: { url: string } };
  return attributes.url.split('/').at(-1) as string;
}

async function runCount(database: Queryable, plan: Plan): Promise<QueryResult> {
  const limited =
    plan.limit === undefined
      ? statement(plan, ['count(*)'])
      : `select count(*) from (${statement(plan, ['1'], plan.limit)}) counted`;
  const rows = await fetchRows(database, limited, plan.parameters);
  return { totalSize: Number(rows[0]?.[0]), done: true, records: [] };
}

async function runAggregate(run: Run, database: Queryable, plan: Plan): Promise<QueryResult> {
  const most = Math.min(plan.limit ?? 2001, 2001);
  const rows = await fetchRows(database, statement(plan, plan.columns, most), plan.parameters);
  if (rows.length > 2000)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(). Use LIMIT to restrict the results to a single batch',
    );
  const records = rows.map((row) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(plan.results.map(({ key, type }, i) => [key, toText(run.calendar, row[i], type)])),
  }));
  return { totalSize: records.length, done: true, records };
}

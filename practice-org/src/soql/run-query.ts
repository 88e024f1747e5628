import { ApiError } from '../api-error.ts';
import { inTransaction, type Queryable, reader } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { quoteName } from '../schema/object-tables.ts';
import type { SoqlQuery } from './ast.ts';
import { parseSoql } from './parser.ts';
import { type ChildPlan, type Plan, planOn, planQuery } from './plan.ts';
import { toJson, toRecord } from './shape.ts';

export interface QueryRequest {
  soql: string;
  allRows: boolean;
  pageSize: number;
  /** `/services/data/v60.0`, for the urls in the answer. */
  basePath: string;
}

export interface QueryResult {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: unknown[];
}

type Run = { org: OrgContext; view: ProfileView; basePath: string; soql: string; allRows: boolean; now: Date };

/** Answers the first page of a query; what does not fit is kept under a locator. */
export async function runQuery(org: OrgContext, caller: Caller, request: QueryRequest): Promise<QueryResult> {
  const view = await org.metadata.viewFor(caller.profileId);
  const query = parseSoql(request.soql);
  const run: Run = { org, view, now: new Date(), ...request };
  const plan = planQuery(query, run);
  if (plan.kind === 'count') return runCount(reader(org.pool), plan);
  if (plan.kind === 'aggregate') return runAggregate(reader(org.pool), plan);
  const wanted = Math.min(plan.limit ?? Number.POSITIVE_INFINITY, request.pageSize + 1);
  const rows = await fetchRows(reader(org.pool), statement(plan, plan.columns, wanted), plan.parameters);
  if (rows.length > request.pageSize) return openCursor(run, caller, query, plan, request);
  return { totalSize: rows.length, done: true, records: await toRecords(run, plan, rows) };
}

/** The page of an open cursor that starts at a given row. */
export async function queryMore(
  org: OrgContext,
  caller: Caller,
  locator: string,
  basePath: string,
): Promise<QueryResult> {
  const [id = '', offset = ''] = locator.split('-');
  const { rows } = await reader(org.pool).query(
    'update setup.query_cursor set used_at = now() where locator = $1 and user_id = $2 returning *',
    [id.slice(0, 15), caller.userId],
  );
  const cursor = rows[0];
  if (!cursor || !/^\d+$/.test(offset)) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const view = await org.metadata.viewFor(caller.profileId);
  const run: Run = { org, view, basePath, soql: cursor.soql, allRows: true, now: new Date() };
  return fetchCursorPage(run, parseSoql(cursor.soql), cursor, id, Number(offset));
}

async function runCount(pool: Queryable, plan: Plan): Promise<QueryResult> {
  const limited =
    plan.limit === undefined
      ? statement(plan, ['count(*)'])
      : `select count(*) from (${statement(plan, ['1'], plan.limit)}) counted`;
  const rows = await fetchRows(pool, limited, plan.parameters);
  return { totalSize: Number(rows[0]?.[0]), done: true, records: [] };
}

async function runAggregate(pool: Queryable, plan: Plan): Promise<QueryResult> {
  const rows = await fetchRows(
    pool,
    statement(plan, plan.columns, Math.min(plan.limit ?? 2001, 2001)),
    plan.parameters,
  );
  if (rows.length > 2000)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(). Use LIMIT to restrict the results to a single batch',
    );
  const records = rows.map((row) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(plan.results.map(({ key, type }, i) => [key, toJson(row[i], type)])),
  }));
  return { totalSize: records.length, done: true, records };
}

/** Writes down which records the query has found, in order, so that later pages show these and no others. */
async function openCursor(
  run: Run,
  caller: Caller,
  query: SoqlQuery,
  plan: Plan,
  request: QueryRequest,
): Promise<QueryResult> {
  const cursor = await inTransaction(run.org.pool, async (client) => {
    await client.query("delete from setup.query_cursor where used_at < now() - interval '1 day'");
    const { rows } = await client.query("select left(setup.new_id('01g'), 15) as locator");
    const { locator } = rows[0];
    await client.query(
      `insert into setup.query_cursor (locator, object, soql, user_id, all_rows, page_size, total) values ($1, $2, $3, $4, $5, $6, 0)`,
      [locator, plan.object.name, request.soql, caller.userId, request.allRows, request.pageSize],
    );
    const found = statement(
      plan,
      [`${plan.alias}."Id" as id`, `row_number() over (${plan.orderBy ? `order by ${plan.orderBy}` : ''}) - 1 as n`],
      plan.limit,
    );
    const extra = plan.parameters.length;
    const { rows: pages } = await client.query(
      `with found as (${found}), pages as (
         insert into setup.query_page (locator, page, ids)
         select $${extra + 1}, n / $${extra + 2}::int, array_agg(id order by n) from found group by n / $${extra + 2}::int returning cardinality(ids) as size)
       select coalesce(sum(size), 0)::int as total from pages`,
      [...plan.parameters, locator, request.pageSize],
    );
    await client.query('update setup.query_cursor set total = $2 where locator = $1', [locator, pages[0].total]);
    return { locator, object: plan.object.name, page_size: request.pageSize, total: pages[0].total };
  });
  return fetchCursorPage({ ...run, allRows: true }, query, cursor, cursor.locator, 0);
}

async function fetchCursorPage(
  run: Run,
  query: SoqlQuery,
  cursor: { locator: string; object: string; page_size: number; total: number },
  locator: string,
  offset: number,
): Promise<QueryResult> {
  const plan = planQuery({ ...query, where: undefined, orderBy: [], limit: undefined, offset: undefined }, run);
  const n = plan.parameters.length;
  const rows = await fetchRows(
    reader(run.org.pool),
    `select ${plan.columns.join(', ')}
     from setup.query_page page cross join lateral unnest(page.ids) with ordinality as listed(id, n)
     join ${plan.from.replace('\n', ` on ${plan.alias}."Id" = listed.id\n`)}${plan.joins.length === 0 ? ` on ${plan.alias}."Id" = listed.id` : ''}
     where page.locator = $${n + 1} and page.page = $${n + 2} order by listed.n`,
    [...plan.parameters, cursor.locator, Math.floor(offset / cursor.page_size)],
  );
  const next = offset + cursor.page_size;
  const done = next >= cursor.total;
  const records = await toRecords(run, plan, rows);
  return {
    totalSize: cursor.total,
    done,
    ...(done ? {} : { nextRecordsUrl: `${run.basePath}/query/${locator}-${next}` }),
    records,
  };
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

async function fetchRows(database: Queryable, text: string, values: unknown[]): Promise<unknown[][]> {
  const { rows } = await database.query({ text, values, rowMode: 'array' });
  return rows as unknown[][];
}

async function toRecords(run: Run, plan: Plan, rows: unknown[][]): Promise<unknown[]> {
  const ids = rows.map((row) => row[plan.shape.owners[0]?.idIndex ?? 0] as string);
  const children = await Promise.all(plan.children.map((child) => fetchChildren(run, child, ids)));
  const childrenOf = (child: number, id: string) => {
    const records = children[child]?.get(id);
    return records ? { totalSize: records.length, done: true, records } : null;
  };
  return rows.map((row) => toRecord(plan.shape, row, run.basePath, childrenOf));
}

/** The child records of all parents of a page in one statement, each parent with its own LIMIT. */
async function fetchChildren(run: Run, child: ChildPlan, parentIds: string[]): Promise<Map<string, unknown[]>> {
  const plan = planOn(run.view.object(child.object) as ObjectView, child.query, run);
  const parent = `${plan.alias}.${quoteName(child.field)}`;
  const order = plan.orderBy ? `order by ${plan.orderBy}` : `order by ${plan.alias}."Id"`;
  const first = plan.offset + 1;
  const last = plan.limit === undefined ? 'null' : String(plan.offset + plan.limit);
  const rows = await fetchRows(
    reader(run.org.pool),
    `select * from (
       select ${plan.columns.map((column, i) => `${column} as c${i}`).join(', ')}, ${parent} as parent, row_number() over (partition by ${parent} ${order}) as place
       from ${plan.from} where ${[plan.where, `${parent} = any($${plan.parameters.length + 1}::text[])`].filter(Boolean).join(' and ')}
     ) found where place >= ${first} and place <= coalesce(${last}, place) order by parent, place`,
    [...plan.parameters, parentIds],
  );
  const byParent = new Map<string, unknown[]>();
  for (const row of rows) {
    const id = row[plan.columns.length] as string;
    const record = toRecord(plan.shape, row, run.basePath, () => null);
    byParent.set(id, [...(byParent.get(id) ?? []), record]);
  }
  return byParent;
}

import { ApiError } from '../api-error.ts';
import { inTransaction, type Queryable, reader } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { SelectItem, SoqlQuery } from './ast.ts';
import { toRecords } from './child-records.ts';
import { type Plan, planOn } from './plan.ts';
import { fetchRows, type Run, statement } from './run.ts';
import type { QueryResult } from './run-query.ts';

/** A row of setup.query_cursor. */
export interface Cursor {
  locator: string;
  object: string;
  soql: string;
  /** Which subquery it pages through: the first of the second is [1, 0]. Empty for the query itself. */
  child: number[];
  page_size: number;
  total: number;
}

/** Writes down which records the query has found, in order, so that later pages show these and no others. */
export function openCursor(run: Run, plan: Plan, pageSize: number): Promise<Cursor> {
  const found = statement(
    plan,
    [`${plan.alias}."Id" as id`, `row_number() over (${plan.orderBy ? `order by ${plan.orderBy}` : ''}) - 1 as n`],
    plan.limit,
  );
  return keepFound(run, plan.object, { found, parameters: plan.parameters, pageSize, child: [] });
}

/** Keeps what a statement finds, `id` and its place `n` from 0. */
export function keepFound(
  run: Run,
  object: ObjectView,
  { found, parameters, pageSize, child }: { found: string; parameters: unknown[]; pageSize: number; child: number[] },
): Promise<Cursor> {
  return inTransaction(run.org.pool, async (client) => {
    await client.query("delete from setup.query_cursor where used_at < setup.now() - interval '1 day'");
    const { rows } = await client.query(
      `insert into setup.query_cursor (locator, object, soql, user_id, all_rows, page_size, total, child)
       values (left(setup.new_id('01g'), 15), $1, $2, $3, $4, $5, 0, $6) returning *`,
      [object.name, run.soql, run.caller.userId, run.allRows, pageSize, child],
    );
    const cursor = rows[0] as Cursor;
    const extra = parameters.length;
    const { rows: pages } = await client.query(
      `with found as (${found}), pages as (
         insert into setup.query_page (locator, page, ids)
         select $${extra + 1}, n / $${extra + 2}::int, array_agg(id order by n) from found group by n / $${extra + 2}::int returning cardinality(ids) as size)
       select coalesce(sum(size), 0)::int as total from pages`,
      [...parameters, cursor.locator, pageSize],
    );
    const { total } = pages[0];
    await client.query('update setup.query_cursor set total = $2 where locator = $1', [cursor.locator, total]);
    return { ...cursor, total };
  });
}

/** The cursor that `01g…-2000` names, and the row it goes on with. */
export async function findCursor(
  database: Queryable,
  caller: Caller,
  locator: string,
): Promise<{ cursor: Cursor; offset: number }> {
  const [id = '', offset = ''] = locator.split('-');
  const { rows } = await database.query(
    'update setup.query_cursor set used_at = setup.now() where locator = $1 and user_id = $2 returning *',
    [id.slice(0, 15), caller.userId],
  );
  if (!rows[0] || !/^\d+$/.test(offset)) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return { cursor: rows[0], offset: Number(offset) };
}

export async function fetchCursorPage(
  run: Run,
  query: SoqlQuery,
  cursor: Cursor,
  offset: number,
): Promise<QueryResult> {
  const paged = subqueryAt(query, cursor.child);
  const object = run.view.object(cursor.object);
  if (!object) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const whole = { ...run, allRows: true };
  const plan = planOn(
    object,
    { ...paged, scope: undefined, where: undefined, orderBy: [], limit: undefined, offset: undefined },
    whole,
  );
  const n = plan.parameters.length;
  const [own = '', ...joins] = plan.from.split('\n');
  const rows = await fetchRows(
    reader(run.org.pool),
    `select ${plan.columns.join(', ')}
     from setup.query_page page cross join lateral unnest(page.ids) with ordinality as listed(id, n)
     join ${own} on ${plan.alias}."Id" = listed.id ${joins.join('\n')}
     where page.locator = $${n + 1} and page.page = $${n + 2} order by listed.n`,
    [...plan.parameters, cursor.locator, Math.floor(offset / cursor.page_size)],
  );
  const next = offset + cursor.page_size;
  const records = await toRecords(run, plan, rows, cursor.child);
  if (next >= cursor.total) return { totalSize: cursor.total, done: true, records };
  return { totalSize: cursor.total, done: false, nextRecordsUrl: urlOf(run, cursor, next), records };
}

export function urlOf(run: Run, { locator }: Cursor, offset: number): string {
  return `${run.basePath}/query/${locator}-${offset}`;
}

function subqueryAt(query: SoqlQuery, path: number[]): SoqlQuery {
  return path.reduce((outer, i) => subqueries(outer.select)[i] ?? outer, query);
}

function subqueries(items: SelectItem[]): SoqlQuery[] {
  return items.flatMap((item) => (item.kind === 'subquery' ? [item.query] : []));
}

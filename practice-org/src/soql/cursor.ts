import { ApiError } from '../api-error.ts';
import { type Queryable, reader } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { SelectItem, SoqlQuery } from './ast.ts';
import { toRecords } from './child-records.ts';
import { type Cursor, keepFound, urlOf } from './kept-records.ts';
import { type Plan, planOn } from './plan.ts';
import type { QueryResult } from './run.ts';
import { fetchRows, type Run, statement } from './run.ts';

/** Writes down which records the query has found, in order, so that later pages show these and no others. */
export function openCursor(run: Run, plan: Plan, pageSize: number): Promise<Cursor> {
  const found = statement(
    plan,
    [`${plan.alias}."Id" as id`, `row_number() over (${plan.orderBy ? `order by ${plan.orderBy}` : ''}) - 1 as n`],
    plan.limit,
  );
  return keepFound(run, plan.object, { found, parameters: plan.parameters, pageSize, child: [] });
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

function subqueryAt(query: SoqlQuery, path: number[]): SoqlQuery {
  return path.reduce((outer, i) => subqueries(outer.select)[i] ?? outer, query);
}

function subqueries(items: SelectItem[]): SoqlQuery[] {
  return items.flatMap((item) => (item.kind === 'subquery' ? [item.query] : []));
}

import { inTransaction } from '../database.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { Run } from './run.ts';

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

export function urlOf(run: Run, { locator }: Cursor, offset: number): string {
  return `${run.basePath}/query/${locator}-${offset}`;
}

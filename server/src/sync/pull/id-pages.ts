import type { Client } from '../../postgres/pool.ts';
import { idsPerQuery } from './pull-by-ids.ts';

/**
 * The distinct ids that a statement finds (in a column `id`), a page at a time and in order: whatever happens to the records of a
 * page meanwhile, no other is skipped.
 */
export async function* idPages(
  session: Client,
  statement: string,
  parameters: readonly unknown[] = [],
): AsyncGenerator<string[]> {
  for (let last = ''; ; ) {
    const { rows } = await session.query<{ id: string }>(
      `select distinct id from (${statement}) found where id > $${parameters.length + 1} order by id limit ${idsPerQuery}`,
      [...parameters, last],
    );
    if (rows.length === 0) return;
    yield rows.map((row) => row.id);
    last = rows.at(-1)?.id ?? last;
  }
}

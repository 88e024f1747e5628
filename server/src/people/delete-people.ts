import type { Client } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { sql } from '../postgres/sql.ts';
import { tablesOfPeople } from './tables-of-people.ts';

/**
 * Deletes people here for good, with everything that is theirs: whatever table names its person person_id. Returns the ids
 * that were deleted.
 */
export async function deletePeople(client: Client, ids: readonly number[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(sql`
    select id from person where id = any(${ids}::bigint[]) order by id for update`);
  const found = rows.map((row) => row.id);
  for (const { name } of await tablesOfPeople(client)) {
    await client.query(`delete from ${identifier(name)} where person_id = any($1::bigint[])`, [found]);
  }
  await client.query(sql`delete from person where id = any(${found}::bigint[])`);
  return found;
}

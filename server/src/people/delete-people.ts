import type { Client } from '../postgres/pool.ts';
import { identifier } from '../postgres/quoting.ts';
import { sql } from '../postgres/sql.ts';

/**
 * Deletes people here for good, with everything that is theirs: whatever table names its person person_id. Returns the ids
 * that were deleted.
 */
export async function deletePeople(client: Client, ids: readonly number[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(sql`
    select id from person where id = any(${ids}::bigint[]) order by id for update`);
  const found = rows.map((row) => row.id);
  for (const table of await tablesOfPeople(client)) {
    await client.query(`delete from ${identifier(table)} where person_id = any($1::bigint[])`, [found]);
  }
  await client.query(sql`delete from person where id = any(${found}::bigint[])`);
  return found;
}

async function tablesOfPeople(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'person_id' and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
     order by c.relname`);
  return rows.map((row) => row.name);
}

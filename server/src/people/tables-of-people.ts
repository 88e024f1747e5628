import type { Client } from '../postgres/pool.ts';

/** A table whose rows belong to people. */
export interface PersonTable {
  name: string;
  /** For each unique key with the person in it: its other columns. */
  keys: string[][];
}

/** Whatever table names its person person_id; a new one needs no entry anywhere to be deleted and merged with its people. */
export async function tablesOfPeople(client: Client): Promise<PersonTable[]> {
  const { rows } = await client.query<PersonTable>(`
    select c.relname as name,
           coalesce((
             select jsonb_agg((
                      select coalesce(jsonb_agg(k.attname), '[]') from pg_attribute k
                       where k.attrelid = c.oid and k.attnum = any(i.indkey) and k.attname <> 'person_id'))
               from pg_index i
              where i.indrelid = c.oid and i.indisunique and a.attnum = any(i.indkey)), '[]') as keys
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'person_id' and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
     order by c.relname`);
  return rows;
}

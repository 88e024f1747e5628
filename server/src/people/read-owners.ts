import type { OwnerList } from '@lockstep/contract/org.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';

const mostShown = 100;

/** Active users and queues that can own records, by name (SYN-12). */
export async function listOwners(client: Client, { search = '' }: { search?: string }): Promise<OwnerList['owners']> {
  const part = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await client.query(sql`
    select kind, id, name from (
      select 'user' as kind, sfdc_id as id, coalesce(nullif(concat_ws(' ', first_name, last_name), ''), username, sfdc_id) as name
        from sfdc_user where active
       union all
      select 'queue', sfdc_id, name from sfdc_queue
    ) owner
     where lower(name) like ${part} order by kind desc, lower(name), id limit ${mostShown}`);
  return rows;
}

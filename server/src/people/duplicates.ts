import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';

/** People who may be the same: reported, never merged silently (SYN-10). */
export interface DuplicateGroup {
  email: string;
  people: { id: number; name: string | null; company: string | null; sfdcType: string | null; sfdcId: string | null }[];
}

/** Groups of people with one e-mail address, letters case ignored; deleted records left out. Pages go by address. */
export async function listDuplicates(
  client: Client,
  { after = '', limit = 50 }: { after?: string; limit?: number },
): Promise<{ groups: DuplicateGroup[]; next: string | null }> {
  const { rows } = await client.query<DuplicateGroup>(sql`
    select lower(email) as email,
           jsonb_agg(jsonb_build_object(
             'id', id, 'name', nullif(concat_ws(' ', first_name, last_name), ''), 'company', company,
             'sfdcType', sfdc_type, 'sfdcId', sfdc_id) order by id) as people
      from person
     where email is not null and lower(email) > ${after} and sfdc_is_deleted is not true
     group by lower(email) having count(*) > 1
     order by 1 limit ${limit + 1}`);
  const groups = rows.slice(0, limit);
  return { groups, next: rows.length > limit ? (groups.at(-1)?.email ?? null) : null };
}

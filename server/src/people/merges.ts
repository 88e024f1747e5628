import type { PersonMerge } from '@lockstep/contract/people.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { isoTime } from '../postgres/types.ts';

/** Who became part of a person, and where their values differed, newest first: why the person is what it is. */
export async function listMerges(client: Client, personId: number): Promise<PersonMerge[]> {
  const { rows } = await client.query(sql`
    select m.id, m.at, m.source, m.loser_id as "loserId", m.loser_sfdc_id as "loserSfdcId", m.loser_sfdc_type as "loserSfdcType",
           coalesce(d.differences, '[]') as differences
      from person_merge m
      left join lateral (
        select jsonb_agg(jsonb_build_object('field', f.name, 'winner', m.winner_values ->> f.column_name,
                                            'loser', m.loser_values ->> f.column_name) order by f.name) as differences
          from field f
         where f.entity = 'person'
           and (m.winner_values ->> f.column_name) is distinct from (m.loser_values ->> f.column_name)) d on true
     where m.person_id = ${personId}
     order by m.id desc`);
  return rows.map(({ at, ...rest }) => ({ ...rest, at: isoTime(at) }));
}

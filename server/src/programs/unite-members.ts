import { noteMembers } from '../mapping/render-member-notes.ts';
import type { Client } from '../postgres/pool.ts';

/**
 * Gives the memberships of people that become part of others to those others (SYN-8), by the pairs in merge_pair; of several in
 * one program, the furthest status stands. What was agreed about the losers' members says nothing about the winners'.
 */
export async function uniteMemberships(client: Client): Promise<void> {
  const { rows } = await client.query(`
    select exists (select from program_member m join merge_pair p on p.loser = m.person_id) as found`);
  if (!rows[0].found) return;
  await client.query(`
    create temp table united on commit drop as
    select distinct m.program_id, p.winner as person_id from program_member m join merge_pair p on p.loser = m.person_id`);
  await client.query(`
    update program_member w
       set status = case when best.step > own.step then best.status else w.status end,
           reached_success = w.reached_success or best.reached_success,
           updated_at = now()
      from (${furthest}) best, program_status own
     where w.program_id = best.program_id and w.person_id = best.winner
       and own.program_id = w.program_id and own.status = w.status`);
  await client.query(`
    update program_member m set person_id = best.winner, updated_at = now()
      from (${furthest}) best
     where m.program_id = best.program_id and m.person_id = best.loser
       and not exists (select from program_member w where w.program_id = best.program_id and w.person_id = best.winner)`);
  await client.query(`
    delete from program_member m using merge_pair p where m.person_id = p.loser;
    delete from member_base b using merge_pair p where b.person_id = p.loser;
    delete from member_change c using merge_pair p where c.person_id = p.loser`);
  await client.query(noteMembers('united'));
  await client.query('drop table united');
}

const furthest = `
      select distinct on (m.program_id, p.winner) m.program_id, p.winner, p.loser, m.status, m.reached_success, s.step
        from merge_pair p
        join program_member m on m.person_id = p.loser
        join program_status s on s.program_id = m.program_id and s.status = m.status
       order by m.program_id, p.winner, s.step desc, p.loser`;

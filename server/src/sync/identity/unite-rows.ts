import { tablesOfPeople } from '../../people/tables-of-people.ts';
import type { Client } from '../../postgres/pool.ts';
import { identifier as id } from '../../postgres/quoting.ts';

/**
 * Gives the winners of merge_pair whatever belongs to their losers: activities, conflicts, memberships, errors. Where only
 * one row may be (a membership of one program), the winner's stays, or else that of the first loser.
 */
export async function uniteRows(client: Client): Promise<void> {
  for (const { name, keys } of await tablesOfPeople(client)) {
    for (const key of keys) await client.query(renderDropSecond(name, key));
    await client.query(`
      update ${id(name)} x set person_id = m.winner from merge_pair m where x.person_id = m.loser`);
  }
}

function renderDropSecond(table: string, key: readonly string[]): string {
  const same = key.map((column) => ` and y.${id(column)} = x.${id(column)}`).join('');
  return `
    delete from ${id(table)} x
     using merge_pair m
     where x.person_id = m.loser
       and exists (
         select from ${id(table)} y left join merge_pair n on n.loser = y.person_id
          where coalesce(n.winner, y.person_id) = m.winner and (n.loser is null or n.loser < m.loser)${same})`;
}

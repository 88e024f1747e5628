import { activityType } from '../../mapping/render-pull.ts';
import type { Client } from '../../postgres/pool.ts';
import { isBeingMerged } from './merge-intent.ts';
import { type MergePair, mergePeople } from './merge-people.ts';

/** Pairs of one transaction; a mass merge is several. */
const atOnce = 1000;

/**
 * Merges that were made in Salesforce (SYN-8): the loser's record is deleted and names its winner. Their people become one
 * as soon as the winner is here, which may be later than the loser's deletion. Returns the number of people merged.
 */
export async function followMerges(client: Client): Promise<number> {
  // A loser may name a record that has lost a merge itself by now: the last one of the chain has no master.
  const { rows } = await client.query<MergePair>(`
    with recursive chain as (
      select l.id as loser, l.sfdc_master_id as master, 1 as steps from person l
       where l.sfdc_master_id is not null and l.sfdc_is_deleted and not ${isBeingMerged('l.id')}
      union all
      select c.loser, w.sfdc_master_id, c.steps + 1
        from chain c join person w on w.sfdc_id = c.master
       where w.sfdc_master_id is not null and c.steps < 50
    )
    select c.loser, w.id as winner
      from chain c join person w on w.sfdc_id = c.master
     where w.sfdc_master_id is null and w.id <> c.loser
     order by c.loser limit ${atOnce}`);
  return mergePeople(client, rows, {
    source: 'salesforce',
    activity: activityType.mergePeople,
    sumScores: true,
    carryWrites: false,
  });
}

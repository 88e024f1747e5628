import { activityType } from '../../mapping/render-pull.ts';
import type { Client } from '../../postgres/pool.ts';
import { isBeingMerged } from './merge-intent.ts';
import { type MergePair, mergePeople } from './merge-people.ts';

/** Pairs of one transaction; a mass merge is several. */
const atOnce = 1000;

/**
 * Losers whose deletion was pulled, with the person that they are part of by now. The record that a loser names may have lost a
 * merge itself, may have been converted, or its person may have become part of another here: the last one of the chain counts.
 */
export const mergesToFollow = `
with recursive chain as (
  select l.id as loser, l.sfdc_master_id as record, 1 as steps from person l
   where l.sfdc_master_id is not null and l.sfdc_is_deleted and not ${isBeingMerged('l.id')}
  union all
  select c.loser, next.record, c.steps + 1
    from chain c
   cross join lateral (
     select w.sfdc_master_id as record from person w where w.sfdc_id = c.record and w.sfdc_master_id is not null
     union all
     select k.contact_id from converted_lead k where k.lead_id = c.record
     union all
     select w.sfdc_id from person_merge m join person w on w.id = m.person_id
      where m.loser_sfdc_id = c.record and w.sfdc_id is not null
        and not exists (select from person p where p.sfdc_id = c.record)) next
   where c.steps < 50
)
select distinct on (c.loser) c.loser, w.id as winner
  from chain c join person w on w.sfdc_id = c.record
 where w.sfdc_master_id is null and w.id <> c.loser
 order by c.loser, c.steps`;

/**
 * Merges that were made in Salesforce (SYN-8): the loser's record is deleted and names its winner. Their people become one
 * as soon as the winner is here, which may be later than the loser's deletion. Returns the number of people merged.
 */
export async function followMerges(client: Client): Promise<number> {
  const { rows } = await client.query<MergePair>(`${mergesToFollow} limit ${atOnce}`);
  return mergePeople(client, rows, {
    source: 'salesforce',
    activity: activityType.mergePeople,
    sumScores: true,
    carryWrites: false,
  });
}

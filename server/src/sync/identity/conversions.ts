import { activityType } from '../../mapping/render-pull.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import { isBeingMerged } from './merge-intent.ts';
import { type MergePair, mergePeople } from './merge-people.ts';

/** Leads of one transaction; the first sync of an old org can bring a hundred thousand that were converted. */
const atOnce = 5000;

/**
 * Leads that were converted in Salesforce (SYN-9): one person stays, with the contact's identity, the history of both, and
 * the writes that were queued for the lead. Where the contact is not here yet, the lead's person takes its identity, and
 * the pull of contacts brings its values; where it is, the two people become one. Returns the number of leads. People of a
 * merge that is under way here are left to it.
 */
export async function followConversions(client: Client, source = 'salesforce'): Promise<number> {
  await client.query(`
    create temp table if not exists conversion (
      lead_person bigint primary key, lead_id text not null, contact_id text not null unique, contact_person bigint
    ) on commit drop;
    truncate conversion;
    insert into conversion
    select distinct on (l.sfdc_converted_contact_id) l.id, l.sfdc_id, l.sfdc_converted_contact_id, c.id
      from person l
      left join person c on c.sfdc_id = l.sfdc_converted_contact_id
     where l.sfdc_type = 'Lead' and l.sfdc_converted_contact_id is not null and l.sfdc_is_deleted is not true
       and not ${isBeingMerged('l.id')}
     order by l.sfdc_converted_contact_id, l.id limit ${atOnce}`);
  await client.query(`
    select count(*) from (select p.id from person p join conversion c on c.lead_person = p.id order by p.id for update of p) locked`);
  await client.query(`
    delete from conversion c
     where not exists (select from person p where p.id = c.lead_person and p.sfdc_id = c.lead_id and p.sfdc_type = 'Lead');
    insert into converted_lead (lead_id, contact_id) select lead_id, contact_id from conversion
    on conflict (lead_id) do nothing`);
  const adopted = await adoptContacts(client, source);
  const { rows } = await client.query<MergePair>(`
    select lead_person as loser, contact_person as winner from conversion where contact_person is not null`);
  const merged = await mergePeople(client, rows, {
    source,
    activity: activityType.convertLead,
    sumScores: false,
    carryWrites: true,
  });
  return adopted + merged;
}

/** The lead's person becomes the contact's. A queued write to a field that contacts do not have has nowhere to go. */
async function adoptContacts(client: Client, source: string): Promise<number> {
  const { rowCount } = await client.query(`
    update person p
       set sfdc_id = c.contact_id, sfdc_type = 'Contact', sfdc_converted_contact_id = null, updated_at = now()
      from conversion c
     where p.id = c.lead_person and c.contact_person is null`);
  await client.query(sql`
    insert into activity (person_id, type_id, source, old_value, new_value)
    select lead_person, ${activityType.convertLead}::smallint, ${source}, lead_id, contact_id
      from conversion where contact_person is null`);
  await client.query(`
    update record_error e set resolved_at = now()
      from conversion c where e.person_id = c.lead_person and e.resolved_at is null;
    update pending_change p set sent = null, sent_version = null, batch_id = null
      from conversion c where p.person_id = c.lead_person;
    delete from pending_change p using conversion c
     where p.person_id = c.lead_person
       and not exists (
         select from field f join field_mapping m on m.object = 'Contact' and m.entity = f.entity and m.field = f.name
          where f.id = p.field_id and m.chosen and m.updateable)`);
  return rowCount ?? 0;
}

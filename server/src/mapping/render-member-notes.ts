/**
 * Whoever changes a membership notes it in the same statement or transaction, by these: a cycle then costs what changed and
 * not what there is (docs/adr/0008-program-members.md). `rows` is whatever may stand after FROM. A note that is there
 * already is locked until the change is committed, so a comparison that takes the note away has seen the change.
 */

/** Rows of program_member that were added, changed or removed; only those of linked programs matter. */
export const noteMembers = (rows: string): string => `
  insert into member_change (program_id, person_id)
  select m.program_id, m.person_id
    from ${rows} m join program g on g.id = m.program_id and g.sfdc_campaign_id is not null
   order by m.program_id, m.person_id
  on conflict (program_id, person_id) do update set version = nextval('pending_version'), work = null`;

/** Rows of campaign_member that were added or changed, under the lead or contact whose person may not be here yet. */
export const noteCampaignMembers = (rows: string): string => `
  insert into campaign_member_change (program_id, sfdc_who_id)
  select distinct g.id, coalesce(m.sfdc_contact_id, m.sfdc_lead_id)
    from ${rows} m join program g on g.sfdc_campaign_id = m.sfdc_campaign_id
   where coalesce(m.sfdc_contact_id, m.sfdc_lead_id) is not null
   order by 1, 2
  on conflict (program_id, sfdc_who_id) do update set sfdc_who_id = excluded.sfdc_who_id`;

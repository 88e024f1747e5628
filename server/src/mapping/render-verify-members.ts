import { literal } from '../postgres/quoting.ts';
import { type MemberField, memberText } from './render-members.ts';
import { livingMember } from './render-reconcile.ts';

/**
 * The statements that compare the members of linked programs with the campaign members that are here, which are compared with
 * Salesforce themselves (SYN-18). Who was deleted in Salesforce stays a member here and is no difference; nor is anything of a
 * campaign that was deleted there.
 */
export function renderCompareMembers(fields: readonly MemberField[]): { missing: string; values: string } {
  return {
    missing: `
insert into verify_difference (object, sfdc_id, record_id, kind, reason)
select 'ProgramMember', coalesce(t.sfdc_id, g.sfdc_campaign_id), p.id,
       case when t.sfdc_id is null then 'missing-there' else 'missing-here' end, ${reason}
  from program g
  join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
 cross join lateral (
   select m.person_id from program_member m where m.program_id = g.id
   union
   select q.id from campaign_member c join person q on q.sfdc_id = coalesce(c.sfdc_contact_id, c.sfdc_lead_id)
    where c.sfdc_campaign_id = g.sfdc_campaign_id and c.sfdc_is_deleted is not true) x
  join person p on p.id = x.person_id and p.sfdc_is_deleted is not true
  left join program_member m on m.program_id = g.id and m.person_id = p.id
  left join lateral (${livingMember}) t on true
 where (m.person_id is null) <> (t.sfdc_id is null)`,
    values: `
insert into verify_difference (object, sfdc_id, record_id, kind, field, here, there, reason)
select 'ProgramMember', t.sfdc_id, p.id, 'value', v.field, v.here, v.there, ${reason}
  from program g
  join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
  join program_member m on m.program_id = g.id
  join person p on p.id = m.person_id and p.sfdc_is_deleted is not true
  join program_status s on s.program_id = g.id and s.status = m.status
 cross join lateral (${livingMember}) l
  join campaign_member t on t.sfdc_id = l.sfdc_id
 cross join lateral (values
   ('status', s.label, t.status)${fields.map((f) => `,\n   (${literal(f.name)}, ${memberText('m', f)}, ${memberText('t', f)})`).join('')}
 ) as v(field, here, there)
 where v.here is distinct from v.there`,
  };
}

const reason = `
       case when exists (select from record_error e where e.program_id = g.id and e.person_id = p.id and e.resolved_at is null)
              then 'refused'
            when g.initialised_at is null
              or exists (select from member_change c where c.program_id = g.id and c.person_id = p.id)
              or exists (select from campaign_member_change c where c.program_id = g.id and c.sfdc_who_id = p.sfdc_id)
              then 'pending'
            else 'defect' end`;

/** How many of each side there are. */
export const countMembers = `
select (select count(*)::int from campaign_member c join program g on g.sfdc_campaign_id = c.sfdc_campaign_id
         where c.sfdc_is_deleted is not true) as "inSalesforce",
       (select count(*)::int from program_member m join program g on g.id = m.program_id
         where g.sfdc_campaign_id is not null) as here,
       (select count(*)::int from verify_difference where object = 'ProgramMember') as differences`;

import { identifier as id, literal } from '../postgres/quoting.ts';
import { type MemberField, memberActivity, memberColumnType, memberKey, memberText } from './render-members.ts';

/**
 * The statements that compare the members of linked programs with those of their campaigns, three ways and a page of changed
 * memberships at a time (PRG): what is here, what is in Salesforce, and what both last agreed on. They change what is here,
 * move the base, and leave in member_change what Salesforce has to be told. Run by sync/programs/, in this order.
 *
 * A status that changed on both sides: the further step of the channel wins, at the same step ours. A member field that changed
 * on both sides: ours. A member that left on either side leaves on the other, whatever else changed.
 */

const personOfWho =
  'p.sfdc_id = any(array[c.sfdc_who_id, (select k.contact_id from converted_lead k where k.lead_id = c.sfdc_who_id)])';

/** Campaign members that changed and whose person is here. */
export const arrivable = `select from campaign_member_change c join person p on ${personOfWho}`;

/** Campaign members whose person is here become changed memberships; the others wait for their person. */
export const arriveCampaignMembers = `
with known as (
  delete from campaign_member_change c
   using person p
   where ${personOfWho}
  returning c.program_id, p.id as person_id
)
insert into member_change (program_id, person_id)
select distinct program_id, person_id from known order by program_id, person_id
on conflict (program_id, person_id) do update set version = nextval('pending_version'), work = null`;

const pageSize = 5000;

/** $1, $2: program and person that the page before ended with. Found, then locked, then compared: see renderClaim. */
export const changedPairs = {
  find: `
create temp table pair on commit drop as
select c.program_id, c.person_id
  from member_change c
  join program g on g.id = c.program_id and g.initialised_at is not null
  join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
 where (c.program_id, c.person_id) > ($1::bigint, $2::bigint)
 order by c.program_id, c.person_id limit ${pageSize}`,
  last: `select program_id as "programId", person_id as "personId" from pair order by program_id desc, person_id desc limit 1`,
  lockMembers: `
select count(*) from (
  select m.person_id from program_member m join pair using (program_id, person_id)
   order by m.program_id, m.person_id for update of m) locked`,
  lockChanges: `
select count(*) from (
  select c.person_id from member_change c join pair using (program_id, person_id)
   order by c.program_id, c.person_id for update of c) locked`,
};

/** A lead that was converted is its contact, also while the member does not name it yet. */
export const livingMember = `
    select t.sfdc_id, t.status from campaign_member t
     where t.sfdc_campaign_id = g.sfdc_campaign_id and t.sfdc_is_deleted is not true
       and (coalesce(t.sfdc_contact_id, t.sfdc_lead_id) = p.sfdc_id or t.sfdc_lead_id = p.sfdc_id
            or t.sfdc_lead_id in (select k.lead_id from converted_lead k where k.contact_id = p.sfdc_id))
     order by t.sfdc_contact_id is null, t.id desc limit 1`;

/** Where each membership stands. Who was deleted in Salesforce stays a member here, and waits for a new record there (SYN-7). */
export const pairStates = `
create temp table pair_state on commit drop as
select x.program_id, x.person_id, g.name as program, t.sfdc_id as member_id,
       case
         when p.id is null then 'forget'
         when p.sfdc_is_deleted then case when m.person_id is null then 'forget' else 'wait' end
         when t.sfdc_id is not null and st.status is null and (m.person_id is not null or b.person_id is null) then 'unknown-status'
         when m.person_id is not null and t.sfdc_id is not null then 'both'
         when m.person_id is not null and b.person_id is not null then 'remove'
         when m.person_id is not null then 'create'
         when t.sfdc_id is not null and b.person_id is not null then 'delete'
         when t.sfdc_id is not null then 'add'
         else 'forget'
       end as verdict,
       null::text as work
  from pair x
  join program g on g.id = x.program_id
  left join person p on p.id = x.person_id
  left join program_member m on m.program_id = x.program_id and m.person_id = x.person_id
  left join member_base b on b.program_id = x.program_id and b.person_id = x.person_id
  left join lateral (${livingMember}) t on true
  left join program_status st on st.program_id = x.program_id and st.label = t.status`;

/** Every value of the memberships that are on both sides, and what becomes of it. */
export function renderPairValues(fields: readonly MemberField[]): string {
  return `
create temp table pair_value on commit drop as
select program_id, person_id, key, field, here, base, there,
       case
         when here is not distinct from there then 'equal'
         when has_base and here is not distinct from base then 'theirs'
         when has_base and there is not distinct from base then 'ours'
         when not has_base and here is null then 'theirs'
         when not has_base and there is null then 'ours'
         when key = 'status' and their_step > our_step then 'conflict-theirs'
         else 'conflict-ours'
       end as outcome
  from (
    select x.program_id, x.person_id, v.key, v.field, v.here, v.there, theirs.step as their_step, ours.step as our_step,
           coalesce(b.agreed ? v.key, false) as has_base,
           case when b.sent ? v.key and b.sent ->> v.key is not distinct from v.there then v.there
                else b.agreed ->> v.key end as base
      from pair_state x
      join program_member m on m.program_id = x.program_id and m.person_id = x.person_id
      join campaign_member t on t.sfdc_id = x.member_id
      join program_status theirs on theirs.program_id = x.program_id and theirs.label = t.status
      join program_status ours on ours.program_id = x.program_id and ours.status = m.status
      left join member_base b on b.program_id = x.program_id and b.person_id = x.person_id
     cross join lateral (values
       ('status', x.program, m.status, theirs.status)${fields
         .map((f) => `,\n       (${memberKey(f)}, ${literal(f.name)}, ${memberText('m', f)}, ${memberText('t', f)})`)
         .join('')}
     ) as v(key, field, here, there)
     where x.verdict = 'both') compared`;
}

const entry = (oldValue: string, newValue: string) =>
  `x.person_id, ${memberActivity.statusChanged}, x.program, ${oldValue}, ${newValue}, 'salesforce', x.program_id::text`;
const activityColumns = 'person_id, type_id, field, old_value, new_value, source, detail';
const nobody = literal(memberActivity.notInProgram);
const taken = `('theirs', 'conflict-theirs')`;

/** What happens here. `added`, `removed` and `taken` return how many. */
export function renderReconcile(fields: readonly MemberField[]) {
  const columns = (alias: string) => fields.map((f) => `, ${alias}${id(f.column)}`).join('');
  return {
    conflicts: `
insert into conflict (person_id, program_id, what, base, here, there, outcome)
select person_id, program_id, field, base, here, there,
       case outcome when 'conflict-ours' then 'marketing-wins' else 'salesforce-wins' end
  from pair_value where outcome in ('conflict-ours', 'conflict-theirs')`,
    logTaken: `
insert into activity (${activityColumns})
select person_id, case key when 'status' then ${memberActivity.statusChanged} else ${memberActivity.dataChanged} end,
       field, here, there, 'salesforce', program_id::text
  from pair_value where outcome in ${taken}`,
    take: `
update program_member m
   set status = case when k.taken ? 'status' then k.taken ->> 'status' else m.status end,
       reached_success = m.reached_success or coalesce((
         select s.success from program_status s where s.program_id = m.program_id and s.status = k.taken ->> 'status'), false)${fields
           .map(
             (f) => `,
       ${id(f.column)} = case when k.taken ? ${memberKey(f)} then (k.taken ->> ${memberKey(f)})::${memberColumnType(f)} else m.${id(f.column)} end`,
           )
           .join('')},
       updated_at = now()
  from (select program_id, person_id, jsonb_object_agg(key, there) as taken
          from pair_value where outcome in ${taken} group by program_id, person_id) k
 where m.program_id = k.program_id and m.person_id = k.person_id`,
    /** What is there is known here from now on: the base of the next comparison, whichever side has won this one. */
    agree: `
insert into member_base as b (program_id, person_id, sfdc_member_id, agreed)
select v.program_id, v.person_id, x.member_id, jsonb_object_agg(v.key, v.there)
  from pair_value v join pair_state x on x.program_id = v.program_id and x.person_id = v.person_id
 group by v.program_id, v.person_id, x.member_id
on conflict (program_id, person_id)
do update set agreed = b.agreed || excluded.agreed, sfdc_member_id = excluded.sfdc_member_id, sent = null`,
    add: `
with added as (
  insert into program_member (program_id, person_id, status, reached_success${columns('')})
  select x.program_id, x.person_id, s.status, s.success${columns('t.')}
    from pair_state x
    join campaign_member t on t.sfdc_id = x.member_id
    join program_status s on s.program_id = x.program_id and s.label = t.status
   where x.verdict = 'add'
  on conflict do nothing
  returning *
), agreed as (
  insert into member_base (program_id, person_id, sfdc_member_id, agreed)
  select m.program_id, m.person_id, x.member_id, jsonb_build_object('status', m.status${fields
    .map((f) => `, ${memberKey(f)}, ${memberText('m', f)}`)
    .join('')})
    from added m join pair_state x on x.program_id = m.program_id and x.person_id = m.person_id
), logged as (
  insert into activity (${activityColumns})
  select ${entry(nobody, 'm.status')}
    from added m join pair_state x on x.program_id = m.program_id and x.person_id = m.person_id
)
select count(*)::int as rows from added`,
    remove: `
with removed as (
  delete from program_member m using pair_state x
   where x.verdict = 'remove' and m.program_id = x.program_id and m.person_id = x.person_id
  returning m.program_id, m.person_id, m.status
), logged as (
  insert into activity (${activityColumns})
  select ${entry('m.status', nobody)}
    from removed m join pair_state x on x.program_id = m.program_id and x.person_id = m.person_id
)
select count(*)::int as rows from removed`,
    forgetBases: `
delete from member_base b using pair_state x
 where x.verdict in ('remove', 'wait', 'forget') and b.program_id = x.program_id and b.person_id = x.person_id`,
  };
}

/** What is left for Salesforce. A status that its campaign lacks would silently become another one there. */
export const leaveWork = {
  find: `
update pair_state x
   set work = case
     when x.verdict in ('wait', 'delete', 'unknown-status') then x.verdict
     when not exists (
       select from program_member m
         join program g on g.id = m.program_id
         join program_status s on s.program_id = m.program_id and s.status = m.status
         join campaign_status k on k.sfdc_campaign_id = g.sfdc_campaign_id and k.label = s.label and k.sfdc_is_deleted is not true
        where m.program_id = x.program_id and m.person_id = x.person_id) then 'status-missing'
     when x.verdict = 'create' then 'create'
     else 'update' end
 where x.verdict in ('wait', 'delete', 'unknown-status', 'create')
    or exists (select from pair_value v
                where v.program_id = x.program_id and v.person_id = x.person_id and v.outcome in ('ours', 'conflict-ours'))`,
  keep: `
update member_change c set work = x.work
  from pair_state x
 where c.program_id = x.program_id and c.person_id = x.person_id and x.work is not null and c.work is distinct from x.work`,
  drop: `
delete from member_change c using pair_state x
 where c.program_id = x.program_id and c.person_id = x.person_id and x.work is null`,
  resolveErrors: `
update record_error e set resolved_at = now()
  from pair_state x
 where e.program_id = x.program_id and e.person_id = x.person_id and e.resolved_at is null
   and (x.work is null or (e.code in ('program/unknown-status', 'program/status-missing') and e.code <> 'program/' || x.work))`,
  /** $1: the messages by work, as JSON. Noted once, until it is resolved. Returns how many. */
  noteErrors: `
insert into record_error (object, direction, person_id, program_id, code, class, message)
select 'CampaignMember', case x.work when 'status-missing' then 'to-salesforce' else 'to-marketing' end, x.person_id, x.program_id,
       'program/' || x.work, 'needs-operator', format('%s (program %s)', $1::jsonb ->> x.work, x.program)
  from pair_state x
 where x.work in ('unknown-status', 'status-missing')
   and not exists (select from record_error e
                    where e.program_id = x.program_id and e.person_id = x.person_id and e.resolved_at is null
                      and e.code = 'program/' || x.work)`,
};

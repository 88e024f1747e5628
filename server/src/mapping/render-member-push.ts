import { identifier as id, literal } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import { recordActivity } from './record-log.ts';
import { type MemberField, memberColumnType, memberKey, memberText } from './render-members.ts';
import { activityType } from './render-pull.ts';

/** The statements that take changed memberships to Salesforce and settle them; run by sync/programs/. */

const due = `
  from member_change c
  join program g on g.id = c.program_id
  join person p on p.id = c.person_id`;

/** What is not refused, or may be tried again: after its time, or when the membership or its person changed since (SYN-14). */
const mayBeTried = `not exists (
         select from record_error e
          where e.program_id = c.program_id and e.person_id = c.person_id and e.direction = 'to-salesforce' and e.resolved_at is null
            and (e.retry_at > now() or (e.blocked_version >= c.version and e.last_seen >= p.updated_at)))`;

/** People that have to be in Salesforce first; at most 200. Those that were deleted there wait. */
export const dueLeads = `
select distinct c.person_id as "personId"${due}
 where c.work = 'create' and p.sfdc_id is null and ${mayBeTried}
 order by c.person_id limit 200`;

const onRecord = 'c.program_id as "programId", c.person_id as "personId", c.version';
const withBase = 'join member_base b on b.program_id = c.program_id and b.person_id = c.person_id';

/** New members, changes and removals that are due, at most $1: what is sent, and the same as canonical text. */
export function renderDueMembers(fields: readonly MemberField[]): Record<'create' | 'update' | 'delete', string> {
  const values = [
    `('Status', 'status', to_jsonb(s.label), m.status)`,
    ...fields.map((f) => `(${literal(f.salesforceField ?? '')}, ${memberKey(f)}, ${json(f)}, ${memberText('m', f)})`),
  ];
  const withValues = `
  join program_member m on m.program_id = c.program_id and m.person_id = c.person_id
  join program_status s on s.program_id = c.program_id and s.status = m.status
 cross join lateral (values
     ${values.join(',\n     ')}
   ) as v(source, key, value, here)`;
  return {
    create: `
select ${onRecord}, null::text as "memberId",
       jsonb_build_object('CampaignId', g.sfdc_campaign_id, p.sfdc_type || 'Id', p.sfdc_id)
         || jsonb_object_agg(v.source, v.value) filter (where v.here is not null) as record,
       jsonb_object_agg(v.key, v.here) as sent${due}${withValues}
 where c.work = 'create' and p.sfdc_id is not null and ${mayBeTried}
 group by c.program_id, c.person_id, c.version, g.sfdc_campaign_id, p.sfdc_type, p.sfdc_id
 order by c.program_id, c.person_id limit $1`,
    update: `
select ${onRecord}, b.sfdc_member_id as "memberId",
       jsonb_build_object('Id', b.sfdc_member_id) || jsonb_object_agg(v.source, v.value) as record,
       jsonb_object_agg(v.key, v.here) as sent${due}
  ${withBase}${withValues}
 where c.work = 'update' and v.here is distinct from b.agreed ->> v.key and ${mayBeTried}
 group by c.program_id, c.person_id, c.version, b.sfdc_member_id
 order by c.program_id, c.person_id limit $1`,
    delete: `
select ${onRecord}, b.sfdc_member_id as "memberId", '{}'::jsonb as record, '{}'::jsonb as sent${due}
  ${withBase}
 where c.work = 'delete' and ${mayBeTried}
 order by c.program_id, c.person_id limit $1`,
  };
}

/** As Salesforce reads it: numbers and flags as such, everything else as text; blank is an explicit null. */
function json(field: MemberField): string {
  const type = memberColumnType(field);
  const column = `m.${id(field.column)}`;
  const own = type === 'numeric' || type === 'bigint' || type === 'boolean' ? column : canonicalText(column, type);
  return `coalesce(to_jsonb(${own}), 'null')`;
}

/** Before an update leaves: if its answer is lost, Salesforce may hold this. $1: the memberships, as JSON. */
export const markSent = `
update member_base b set sent = r.sent
  from jsonb_to_recordset($1::jsonb) as r("programId" bigint, "personId" bigint, sent jsonb)
 where b.program_id = r."programId" and b.person_id = r."personId"`;

/** What Salesforce said, settled in this order. */
export function renderSettleMembers(fields: readonly MemberField[]) {
  const columns = fields.map((f) => `, ${id(f.column)}`).join('');
  const sentValue = (f: MemberField) => `(r.sent ->> ${memberKey(f)})::${memberColumnType(f)}`;
  return {
    /** $1: the results as JSON. */
    results: `
create temp table member_result on commit drop as
select r."programId" as program_id, r."personId" as person_id, r.version, r.work, r."memberId" as member_id, r.sent, r.ok,
       r.code, r.message, coalesce(r.fields, '{}') as fields, r.class
  from jsonb_to_recordset($1::jsonb) as r(
    "programId" bigint, "personId" bigint, version bigint, work text, "memberId" text, sent jsonb, ok boolean, code text,
    message text, fields text[], class text)`,
    /** In step from now on, here as there; the next pull reads what Salesforce made of it. */
    created: `
insert into campaign_member (sfdc_id, sfdc_campaign_id, sfdc_lead_id, sfdc_contact_id, status, has_responded, sfdc_is_deleted${columns})
select r.member_id, g.sfdc_campaign_id, case p.sfdc_type when 'Lead' then p.sfdc_id end,
       case p.sfdc_type when 'Contact' then p.sfdc_id end, s.label, s.success, false${fields.map((f) => `, ${sentValue(f)}`).join('')}
  from member_result r
  join program g on g.id = r.program_id
  join person p on p.id = r.person_id
  join program_status s on s.program_id = r.program_id and s.status = r.sent ->> 'status'
 where r.ok and r.work = 'create'
on conflict (sfdc_id) do nothing`,
    changed: `
update campaign_member t
   set status = coalesce(s.label, t.status), has_responded = coalesce(s.success, t.has_responded)${fields
     .map(
       (f) => `,
       ${id(f.column)} = case when r.sent ? ${memberKey(f)} then ${sentValue(f)} else t.${id(f.column)} end`,
     )
     .join('')},
       updated_at = now()
  from member_result r
  left join program_status s on s.program_id = r.program_id and s.status = r.sent ->> 'status'
 where r.ok and r.work = 'update' and t.sfdc_id = r.member_id`,
    removed: `
update campaign_member t set sfdc_is_deleted = true, updated_at = now()
  from member_result r
 where r.ok and r.work = 'delete' and t.sfdc_id = r.member_id and t.sfdc_is_deleted is not true`,
    agree: `
insert into member_base as b (program_id, person_id, sfdc_member_id, agreed)
select program_id, person_id, member_id, sent from member_result where ok and work in ('create', 'update')
on conflict (program_id, person_id)
do update set agreed = b.agreed || excluded.agreed, sfdc_member_id = excluded.sfdc_member_id, sent = null`,
    forget: `
delete from member_base b using member_result r
 where r.ok and r.work = 'delete' and b.program_id = r.program_id and b.person_id = r.person_id`,
    /** $1: whose work it is. */
    log: `
insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select r.person_id,
       case r.work when 'create' then ${recordActivity.addedToCampaign} when 'update' then ${recordActivity.campaignStatusChanged}
                   else ${recordActivity.removedFromCampaign} end,
       coalesce(k.name, g.sfdc_campaign_id), case when r.work <> 'create' then old.label end, new.label, $1, g.sfdc_campaign_id
  from member_result r
  join program g on g.id = r.program_id
  join person p on p.id = r.person_id
  left join campaign k on k.sfdc_id = g.sfdc_campaign_id
  left join member_base b on b.program_id = r.program_id and b.person_id = r.person_id
  left join program_status old on old.program_id = r.program_id and old.status = b.agreed ->> 'status'
  left join program_status new on new.program_id = r.program_id and new.status = r.sent ->> 'status'
 where r.ok and (r.work <> 'update' or r.sent ? 'status')`,
    ...settleRefusals,
  };
}

const refused = 'member_result r where not r.ok';
const waits = (attempts: string) =>
  `case r.class when 'retry-later' then now() + least(make_interval(secs => 30 * 2 ^ least(${attempts}, 10)), interval '6 hours') end`;
const blocks = `case when r.class <> 'retry-later' then r.version end`;

const settleRefusals = {
  unmark: `
update member_base b set sent = null
  from ${refused} and b.program_id = r.program_id and b.person_id = r.person_id`,
  repeatErrors: `
update record_error e
   set code = r.code, class = r.class, message = r.message, fields = r.fields, attempts = e.attempts + 1, last_seen = now(),
       retry_at = ${waits('e.attempts')}, blocked_version = ${blocks}
  from ${refused} and e.program_id = r.program_id and e.person_id = r.person_id
   and e.direction = 'to-salesforce' and e.resolved_at is null`,
  newErrors: `
insert into record_error (object, direction, person_id, program_id, sfdc_id, code, class, message, fields, retry_at, blocked_version)
select 'CampaignMember', 'to-salesforce', r.person_id, r.program_id, r.member_id, r.code, r.class, r.message, r.fields,
       ${waits('0')}, ${blocks}
  from ${refused}
   and not exists (select from record_error e
                    where e.program_id = r.program_id and e.person_id = r.person_id and e.direction = 'to-salesforce'
                      and e.resolved_at is null)`,
  logErrors: `
insert into activity (person_id, type_id, source, detail)
select r.person_id, ${activityType.syncFailed}, 'salesforce', r.code || ': ' || r.message
  from ${refused}`,
};

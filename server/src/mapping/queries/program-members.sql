create temp table member_input on commit drop as
select $2::bigint as program_id, i."personId" as person_id, i.status, i.values
  from jsonb_to_recordset($1::jsonb) as i("personId" bigint, status text, values jsonb);

select count(*) from (
  select m.person_id from program_member m join member_input i using (program_id, person_id) order by m.person_id for update of m) locked;

with added as (
  insert into program_member (program_id, person_id, status, reached_success, "field_1")
  select i.program_id, i.person_id, s.status, s.success, (i.values ->> 'it''s')::bigint
    from member_input i
   cross join lateral (
     select s.status, s.success from program_status s
      where s.program_id = i.program_id and (i.status is null or s.status = i.status)
      order by s.step, s.status limit 1) s
  on conflict do nothing
  returning program_id, person_id, status
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
  select a.person_id, 104, g.name, 'Not in Program', a.status, $1, g.id::text
    from added a join program g on g.id = a.program_id
), noted as (
  insert into member_change (program_id, person_id)
  select m.program_id, m.person_id
    from added m join program g on g.id = m.program_id and g.sfdc_campaign_id is not null
   order by m.program_id, m.person_id
  on conflict (program_id, person_id) do update set version = nextval('pending_version'), work = null
)
select count(*)::int as rows from added;

insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select m.person_id, v.type, v.field, v.old_value, v.new_value, $1, g.id::text
  from member_input i
  join program_member m using (program_id, person_id)
  join program g on g.id = i.program_id
 cross join lateral (values
   (104, g.name, m.status, coalesce(i.status, m.status)),
   (123, 'it''s', m."field_1"::text, case when i.values ? 'it''s' then (i.values ->> 'it''s')::bigint else m."field_1" end::text)
 ) as v(type, field, old_value, new_value)
 where v.old_value is distinct from v.new_value;

with changed as (
  update program_member m
     set status = coalesce(i.status, m.status),
         reached_success = m.reached_success or coalesce((
           select s.success from program_status s where s.program_id = m.program_id and s.status = i.status), false),
         "field_1" = case when i.values ? 'it''s' then (i.values ->> 'it''s')::bigint else m."field_1" end,
         updated_at = now()
    from member_input i
   where m.program_id = i.program_id and m.person_id = i.person_id
     and (m.status, m."field_1")
         is distinct from (coalesce(i.status, m.status), case when i.values ? 'it''s' then (i.values ->> 'it''s')::bigint else m."field_1" end)
  returning m.program_id, m.person_id
), noted as (
  insert into member_change (program_id, person_id)
  select m.program_id, m.person_id
    from changed m join program g on g.id = m.program_id and g.sfdc_campaign_id is not null
   order by m.program_id, m.person_id
  on conflict (program_id, person_id) do update set version = nextval('pending_version'), work = null
)
select count(*)::int as rows from changed;

with known as (
  delete from campaign_member_change c
   using person p
   where p.sfdc_id = any(array[c.sfdc_who_id, (select k.contact_id from converted_lead k where k.lead_id = c.sfdc_who_id)])
  returning c.program_id, p.id as person_id
)
insert into member_change (program_id, person_id)
select distinct program_id, person_id from known order by program_id, person_id
on conflict (program_id, person_id) do update set version = nextval('pending_version'), work = null;

create temp table pair on commit drop as
select c.program_id, c.person_id
  from member_change c
  join program g on g.id = c.program_id and g.initialised_at is not null
  join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
 where (c.program_id, c.person_id) > ($1::bigint, $2::bigint)
 order by c.program_id, c.person_id limit 5000;

select program_id as "programId", person_id as "personId" from pair order by program_id desc, person_id desc limit 1;

select count(*) from (
  select m.person_id from program_member m join pair using (program_id, person_id)
   order by m.program_id, m.person_id for update of m) locked;

select count(*) from (
  select c.person_id from member_change c join pair using (program_id, person_id)
   order by c.program_id, c.person_id for update of c) locked;

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
  left join lateral (
    select t.sfdc_id, t.status from campaign_member t
     where t.sfdc_campaign_id = g.sfdc_campaign_id and t.sfdc_is_deleted is not true
       and (coalesce(t.sfdc_contact_id, t.sfdc_lead_id) = p.sfdc_id or t.sfdc_lead_id = p.sfdc_id
            or t.sfdc_lead_id in (select k.lead_id from converted_lead k where k.contact_id = p.sfdc_id))
     order by t.sfdc_contact_id is null, t.id desc limit 1) t on true
  left join program_status st on st.program_id = x.program_id and st.label = t.status;

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
       ('status', x.program, m.status, theirs.status),
       ('1', 'it''s', m."field_1"::text, t."field_1"::text)
     ) as v(key, field, here, there)
     where x.verdict = 'both') compared;

insert into conflict (person_id, program_id, what, base, here, there, outcome)
select person_id, program_id, field, base, here, there,
       case outcome when 'conflict-ours' then 'marketing-wins' else 'salesforce-wins' end
  from pair_value where outcome in ('conflict-ours', 'conflict-theirs');

insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select person_id, case key when 'status' then 104 else 123 end,
       field, here, there, 'salesforce', program_id::text
  from pair_value where outcome in ('theirs', 'conflict-theirs');

update program_member m
   set status = case when k.taken ? 'status' then k.taken ->> 'status' else m.status end,
       reached_success = m.reached_success or coalesce((
         select s.success from program_status s where s.program_id = m.program_id and s.status = k.taken ->> 'status'), false),
       "field_1" = case when k.taken ? '1' then (k.taken ->> '1')::bigint else m."field_1" end,
       updated_at = now()
  from (select program_id, person_id, jsonb_object_agg(key, there) as taken
          from pair_value where outcome in ('theirs', 'conflict-theirs') group by program_id, person_id) k
 where m.program_id = k.program_id and m.person_id = k.person_id;

insert into member_base as b (program_id, person_id, sfdc_member_id, agreed)
select v.program_id, v.person_id, x.member_id, jsonb_object_agg(v.key, v.there)
  from pair_value v join pair_state x on x.program_id = v.program_id and x.person_id = v.person_id
 group by v.program_id, v.person_id, x.member_id
on conflict (program_id, person_id)
do update set agreed = b.agreed || excluded.agreed, sfdc_member_id = excluded.sfdc_member_id, sent = null;

with added as (
  insert into program_member (program_id, person_id, status, reached_success, "field_1")
  select x.program_id, x.person_id, s.status, s.success, t."field_1"
    from pair_state x
    join campaign_member t on t.sfdc_id = x.member_id
    join program_status s on s.program_id = x.program_id and s.label = t.status
   where x.verdict = 'add'
  on conflict do nothing
  returning *
), agreed as (
  insert into member_base (program_id, person_id, sfdc_member_id, agreed)
  select m.program_id, m.person_id, x.member_id, jsonb_build_object('status', m.status, '1', m."field_1"::text)
    from added m join pair_state x on x.program_id = m.program_id and x.person_id = m.person_id
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
  select x.person_id, 104, x.program, 'Not in Program', m.status, 'salesforce', x.program_id::text
    from added m join pair_state x on x.program_id = m.program_id and x.person_id = m.person_id
)
select count(*)::int as rows from added;

with removed as (
  delete from program_member m using pair_state x
   where x.verdict = 'remove' and m.program_id = x.program_id and m.person_id = x.person_id
  returning m.program_id, m.person_id, m.status
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
  select x.person_id, 104, x.program, m.status, 'Not in Program', 'salesforce', x.program_id::text
    from removed m join pair_state x on x.program_id = m.program_id and x.person_id = m.person_id
)
select count(*)::int as rows from removed;

delete from member_base b using pair_state x
 where x.verdict in ('remove', 'wait', 'forget') and b.program_id = x.program_id and b.person_id = x.person_id;

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
                where v.program_id = x.program_id and v.person_id = x.person_id and v.outcome in ('ours', 'conflict-ours'));

update member_change c set work = x.work
  from pair_state x
 where c.program_id = x.program_id and c.person_id = x.person_id and x.work is not null and c.work is distinct from x.work;

delete from member_change c using pair_state x
 where c.program_id = x.program_id and c.person_id = x.person_id and x.work is null;

update record_error e set resolved_at = now()
  from pair_state x
 where e.program_id = x.program_id and e.person_id = x.person_id and e.resolved_at is null
   and (x.work is null or (e.code in ('program/unknown-status', 'program/status-missing') and e.code <> 'program/' || x.work));

insert into record_error (object, direction, person_id, program_id, code, class, message)
select 'CampaignMember', case x.work when 'status-missing' then 'to-salesforce' else 'to-marketing' end, x.person_id, x.program_id,
       'program/' || x.work, 'needs-operator', format('%s (program %s)', $1::jsonb ->> x.work, x.program)
  from pair_state x
 where x.work in ('unknown-status', 'status-missing')
   and not exists (select from record_error e
                    where e.program_id = x.program_id and e.person_id = x.person_id and e.resolved_at is null
                      and e.code = 'program/' || x.work);

select distinct c.person_id as "personId"
  from member_change c
  join program g on g.id = c.program_id
  join person p on p.id = c.person_id
 where c.work = 'create' and p.sfdc_id is null and not exists (
         select from record_error e
          where e.program_id = c.program_id and e.person_id = c.person_id and e.direction = 'to-salesforce' and e.resolved_at is null
            and (e.retry_at > now() or (e.blocked_version >= c.version and e.last_seen >= p.updated_at)))
 order by c.person_id limit 200;

select c.program_id as "programId", c.person_id as "personId", c.version, null::text as "memberId",
       jsonb_build_object('CampaignId', g.sfdc_campaign_id, p.sfdc_type || 'Id', p.sfdc_id)
         || jsonb_object_agg(v.source, v.value) filter (where v.here is not null) as record,
       jsonb_object_agg(v.key, v.here) as sent
  from member_change c
  join program g on g.id = c.program_id
  join person p on p.id = c.person_id
  join program_member m on m.program_id = c.program_id and m.person_id = c.person_id
  join program_status s on s.program_id = c.program_id and s.status = m.status
 cross join lateral (values
     ('Status', 'status', to_jsonb(s.label), m.status),
     ('Drop"; --__c', '1', coalesce(to_jsonb(m."field_1"), 'null'), m."field_1"::text)
   ) as v(source, key, value, here)
 where c.work = 'create' and p.sfdc_id is not null and not exists (
         select from record_error e
          where e.program_id = c.program_id and e.person_id = c.person_id and e.direction = 'to-salesforce' and e.resolved_at is null
            and (e.retry_at > now() or (e.blocked_version >= c.version and e.last_seen >= p.updated_at)))
 group by c.program_id, c.person_id, c.version, g.sfdc_campaign_id, p.sfdc_type, p.sfdc_id
 order by c.program_id, c.person_id limit $1;

select c.program_id as "programId", c.person_id as "personId", c.version, b.sfdc_member_id as "memberId",
       jsonb_build_object('Id', b.sfdc_member_id) || jsonb_object_agg(v.source, v.value) as record,
       jsonb_object_agg(v.key, v.here) as sent
  from member_change c
  join program g on g.id = c.program_id
  join person p on p.id = c.person_id
  join member_base b on b.program_id = c.program_id and b.person_id = c.person_id
  join program_member m on m.program_id = c.program_id and m.person_id = c.person_id
  join program_status s on s.program_id = c.program_id and s.status = m.status
 cross join lateral (values
     ('Status', 'status', to_jsonb(s.label), m.status),
     ('Drop"; --__c', '1', coalesce(to_jsonb(m."field_1"), 'null'), m."field_1"::text)
   ) as v(source, key, value, here)
 where c.work = 'update' and v.here is distinct from b.agreed ->> v.key and not exists (
         select from record_error e
          where e.program_id = c.program_id and e.person_id = c.person_id and e.direction = 'to-salesforce' and e.resolved_at is null
            and (e.retry_at > now() or (e.blocked_version >= c.version and e.last_seen >= p.updated_at)))
 group by c.program_id, c.person_id, c.version, b.sfdc_member_id
 order by c.program_id, c.person_id limit $1;

select c.program_id as "programId", c.person_id as "personId", c.version, b.sfdc_member_id as "memberId", '{}'::jsonb as record, '{}'::jsonb as sent
  from member_change c
  join program g on g.id = c.program_id
  join person p on p.id = c.person_id
  join member_base b on b.program_id = c.program_id and b.person_id = c.person_id
 where c.work = 'delete' and not exists (
         select from record_error e
          where e.program_id = c.program_id and e.person_id = c.person_id and e.direction = 'to-salesforce' and e.resolved_at is null
            and (e.retry_at > now() or (e.blocked_version >= c.version and e.last_seen >= p.updated_at)))
 order by c.program_id, c.person_id limit $1;

update member_base b set sent = r.sent
  from jsonb_to_recordset($1::jsonb) as r("programId" bigint, "personId" bigint, sent jsonb)
 where b.program_id = r."programId" and b.person_id = r."personId";

create temp table member_result on commit drop as
select r."programId" as program_id, r."personId" as person_id, r.version, r.work, r."memberId" as member_id, r.sent, r.ok,
       r.code, r.message, coalesce(r.fields, '{}') as fields, r.class
  from jsonb_to_recordset($1::jsonb) as r(
    "programId" bigint, "personId" bigint, version bigint, work text, "memberId" text, sent jsonb, ok boolean, code text,
    message text, fields text[], class text);

insert into campaign_member (sfdc_id, sfdc_campaign_id, sfdc_lead_id, sfdc_contact_id, status, has_responded, sfdc_is_deleted, "field_1")
select r.member_id, g.sfdc_campaign_id, case p.sfdc_type when 'Lead' then p.sfdc_id end,
       case p.sfdc_type when 'Contact' then p.sfdc_id end, s.label, s.success, false, (r.sent ->> '1')::bigint
  from member_result r
  join program g on g.id = r.program_id
  join person p on p.id = r.person_id
  join program_status s on s.program_id = r.program_id and s.status = r.sent ->> 'status'
 where r.ok and r.work = 'create'
on conflict (sfdc_id) do nothing;

update campaign_member t
   set status = coalesce(s.label, t.status), has_responded = coalesce(s.success, t.has_responded),
       "field_1" = case when r.sent ? '1' then (r.sent ->> '1')::bigint else t."field_1" end,
       updated_at = now()
  from member_result r
  left join program_status s on s.program_id = r.program_id and s.status = r.sent ->> 'status'
 where r.ok and r.work = 'update' and t.sfdc_id = r.member_id;

update campaign_member t set sfdc_is_deleted = true, updated_at = now()
  from member_result r
 where r.ok and r.work = 'delete' and t.sfdc_id = r.member_id and t.sfdc_is_deleted is not true;

insert into member_base as b (program_id, person_id, sfdc_member_id, agreed)
select program_id, person_id, member_id, sent from member_result where ok and work in ('create', 'update')
on conflict (program_id, person_id)
do update set agreed = b.agreed || excluded.agreed, sfdc_member_id = excluded.sfdc_member_id, sent = null;

delete from member_base b using member_result r
 where r.ok and r.work = 'delete' and b.program_id = r.program_id and b.person_id = r.person_id;

insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select r.person_id,
       case r.work when 'create' then 42 when 'update' then 44
                   else 43 end,
       coalesce(k.name, g.sfdc_campaign_id), case when r.work <> 'create' then old.label end, new.label, $1, g.sfdc_campaign_id
  from member_result r
  join program g on g.id = r.program_id
  join person p on p.id = r.person_id
  left join campaign k on k.sfdc_id = g.sfdc_campaign_id
  left join member_base b on b.program_id = r.program_id and b.person_id = r.person_id
  left join program_status old on old.program_id = r.program_id and old.status = b.agreed ->> 'status'
  left join program_status new on new.program_id = r.program_id and new.status = r.sent ->> 'status'
 where r.ok and (r.work <> 'update' or r.sent ? 'status');

update member_base b set sent = null
  from member_result r where not r.ok and b.program_id = r.program_id and b.person_id = r.person_id;

update record_error e
   set code = r.code, class = r.class, message = r.message, fields = r.fields, attempts = e.attempts + 1, last_seen = now(),
       retry_at = case r.class when 'retry-later' then now() + least(make_interval(secs => 30 * 2 ^ least(e.attempts, 10)), interval '6 hours') end, blocked_version = case when r.class <> 'retry-later' then r.version end
  from member_result r where not r.ok and e.program_id = r.program_id and e.person_id = r.person_id
   and e.direction = 'to-salesforce' and e.resolved_at is null;

insert into record_error (object, direction, person_id, program_id, sfdc_id, code, class, message, fields, retry_at, blocked_version)
select 'CampaignMember', 'to-salesforce', r.person_id, r.program_id, r.member_id, r.code, r.class, r.message, r.fields,
       case r.class when 'retry-later' then now() + least(make_interval(secs => 30 * 2 ^ least(0, 10)), interval '6 hours') end, case when r.class <> 'retry-later' then r.version end
  from member_result r where not r.ok
   and not exists (select from record_error e
                    where e.program_id = r.program_id and e.person_id = r.person_id and e.direction = 'to-salesforce'
                      and e.resolved_at is null);

insert into activity (person_id, type_id, source, detail)
select r.person_id, 1001, 'salesforce', r.code || ': ' || r.message
  from member_result r where not r.ok;

insert into verify_difference (object, sfdc_id, record_id, kind, reason)
select 'ProgramMember', coalesce(t.sfdc_id, g.sfdc_campaign_id), p.id,
       case when t.sfdc_id is null then 'missing-there' else 'missing-here' end, 
       case when exists (select from record_error e where e.program_id = g.id and e.person_id = p.id and e.resolved_at is null)
              then 'refused'
            when g.initialised_at is null
              or exists (select from member_change c where c.program_id = g.id and c.person_id = p.id)
              or exists (select from campaign_member_change c where c.program_id = g.id and c.sfdc_who_id = p.sfdc_id)
              then 'pending'
            else 'defect' end
  from program g
  join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
 cross join lateral (
   select m.person_id from program_member m where m.program_id = g.id
   union
   select q.id from campaign_member c join person q on q.sfdc_id = coalesce(c.sfdc_contact_id, c.sfdc_lead_id)
    where c.sfdc_campaign_id = g.sfdc_campaign_id and c.sfdc_is_deleted is not true) x
  join person p on p.id = x.person_id and p.sfdc_is_deleted is not true
  left join program_member m on m.program_id = g.id and m.person_id = p.id
  left join lateral (
    select t.sfdc_id, t.status from campaign_member t
     where t.sfdc_campaign_id = g.sfdc_campaign_id and t.sfdc_is_deleted is not true
       and (coalesce(t.sfdc_contact_id, t.sfdc_lead_id) = p.sfdc_id or t.sfdc_lead_id = p.sfdc_id
            or t.sfdc_lead_id in (select k.lead_id from converted_lead k where k.contact_id = p.sfdc_id))
     order by t.sfdc_contact_id is null, t.id desc limit 1) t on true
 where (m.person_id is null) <> (t.sfdc_id is null);

insert into verify_difference (object, sfdc_id, record_id, kind, field, here, there, reason)
select 'ProgramMember', t.sfdc_id, p.id, 'value', v.field, v.here, v.there, 
       case when exists (select from record_error e where e.program_id = g.id and e.person_id = p.id and e.resolved_at is null)
              then 'refused'
            when g.initialised_at is null
              or exists (select from member_change c where c.program_id = g.id and c.person_id = p.id)
              or exists (select from campaign_member_change c where c.program_id = g.id and c.sfdc_who_id = p.sfdc_id)
              then 'pending'
            else 'defect' end
  from program g
  join campaign k on k.sfdc_id = g.sfdc_campaign_id and k.sfdc_is_deleted is not true
  join program_member m on m.program_id = g.id
  join person p on p.id = m.person_id and p.sfdc_is_deleted is not true
  join program_status s on s.program_id = g.id and s.status = m.status
 cross join lateral (
    select t.sfdc_id, t.status from campaign_member t
     where t.sfdc_campaign_id = g.sfdc_campaign_id and t.sfdc_is_deleted is not true
       and (coalesce(t.sfdc_contact_id, t.sfdc_lead_id) = p.sfdc_id or t.sfdc_lead_id = p.sfdc_id
            or t.sfdc_lead_id in (select k.lead_id from converted_lead k where k.contact_id = p.sfdc_id))
     order by t.sfdc_contact_id is null, t.id desc limit 1) l
  join campaign_member t on t.sfdc_id = l.sfdc_id
 cross join lateral (values
   ('status', s.label, t.status),
   ('it''s', m."field_1"::text, t."field_1"::text)
 ) as v(field, here, there)
 where v.here is distinct from v.there;

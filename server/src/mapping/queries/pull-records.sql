with fresh as (
  insert into "campaign_member" (sfdc_id, "sfdc_campaign_id", "sfdc_lead_id", "sfdc_contact_id", "status", "sfdc_is_deleted")
  select s."Id", s."CampaignId", s."LeadId", s."ContactId", s."Status", s."IsDeleted"
    from pull_staging s
   where (select r.id from "campaign_member" r where r.sfdc_id = s."Id") is null
  on conflict (sfdc_id) do nothing
  returning *
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
  select q.id, 42, coalesce(k.name, r.sfdc_campaign_id), null, r.status, 'salesforce', r.sfdc_campaign_id
    from fresh r
    join person q on q.sfdc_id = coalesce(r.sfdc_contact_id, r.sfdc_lead_id)
  left join campaign k on k.sfdc_id = r.sfdc_campaign_id
), noted as (
  insert into campaign_member_change (program_id, sfdc_who_id)
  select distinct g.id, coalesce(m.sfdc_contact_id, m.sfdc_lead_id)
    from fresh m join program g on g.sfdc_campaign_id = m.sfdc_campaign_id
   where coalesce(m.sfdc_contact_id, m.sfdc_lead_id) is not null
   order by 1, 2
  on conflict (program_id, sfdc_who_id) do update set sfdc_who_id = excluded.sfdc_who_id
)
select count(*)::int as rows from fresh;

create temp table pull_changed on commit drop as
select r.id as record_id
  from pull_staging s
 cross join lateral (select * from "campaign_member" where sfdc_id = s."Id" offset 0) r
 where (r."sfdc_campaign_id", r."sfdc_lead_id", r."sfdc_contact_id", r."status", r."sfdc_is_deleted") is distinct from (s."CampaignId", s."LeadId", s."ContactId", s."Status", s."IsDeleted");

insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select q.id, 42, coalesce(k.name, r.sfdc_campaign_id), null, r.status, 'salesforce', r.sfdc_campaign_id
  from pull_changed c
  join "campaign_member" r on r.id = c.record_id and r.sfdc_is_deleted
  join pull_staging s on s."Id" = r.sfdc_id and not s."IsDeleted"
  join person q on q.sfdc_id = coalesce(r.sfdc_contact_id, r.sfdc_lead_id)
  left join campaign k on k.sfdc_id = r.sfdc_campaign_id;

insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select q.id, 44, coalesce(k.name, r.sfdc_campaign_id), v.old_value, v.new_value, 'salesforce', r.sfdc_campaign_id
  from pull_changed c
  join "campaign_member" r on r.id = c.record_id
  join pull_staging s on s."Id" = r.sfdc_id
 cross join lateral (
   select 'Status', r."status", s."Status" where r."status" is distinct from s."Status"
 ) as v(field, old_value, new_value)
  join person q on q.sfdc_id = coalesce(r.sfdc_contact_id, r.sfdc_lead_id)
  left join campaign k on k.sfdc_id = r.sfdc_campaign_id;

with updated as (
  update "campaign_member" r
     set "sfdc_campaign_id" = s."CampaignId",
         "sfdc_lead_id" = s."LeadId",
         "sfdc_contact_id" = s."ContactId",
         "status" = s."Status",
         "sfdc_is_deleted" = s."IsDeleted",
         updated_at = now()
    from pull_changed c, pull_staging s
   where r.id = c.record_id and s."Id" = r.sfdc_id
  returning r.*
), noted as (
  insert into campaign_member_change (program_id, sfdc_who_id)
  select distinct g.id, coalesce(m.sfdc_contact_id, m.sfdc_lead_id)
    from updated m join program g on g.sfdc_campaign_id = m.sfdc_campaign_id
   where coalesce(m.sfdc_contact_id, m.sfdc_lead_id) is not null
   order by 1, 2
  on conflict (program_id, sfdc_who_id) do update set sfdc_who_id = excluded.sfdc_who_id
)
select count(*)::int as rows from updated;

with flagged as (
  update "campaign_member" t set sfdc_is_deleted = true, updated_at = now()
    from pull_staging s
   where t.sfdc_id = s."Id" and t.sfdc_is_deleted is distinct from true
  returning t.*
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
  select q.id, 43, coalesce(k.name, r.sfdc_campaign_id), r.status, null, 'salesforce', r.sfdc_campaign_id
    from flagged r
    join person q on q.sfdc_id = coalesce(r.sfdc_contact_id, r.sfdc_lead_id)
  left join campaign k on k.sfdc_id = r.sfdc_campaign_id
), noted as (
  insert into campaign_member_change (program_id, sfdc_who_id)
  select distinct g.id, coalesce(m.sfdc_contact_id, m.sfdc_lead_id)
    from flagged m join program g on g.sfdc_campaign_id = m.sfdc_campaign_id
   where coalesce(m.sfdc_contact_id, m.sfdc_lead_id) is not null
   order by 1, 2
  on conflict (program_id, sfdc_who_id) do update set sfdc_who_id = excluded.sfdc_who_id
)
select count(*)::int as rows from flagged;

with fresh as (
  insert into "sfdc_activity" (sfdc_id, kind, "sfdc_who_id", "subject", "activity_date")
  select s."Id", 'Task', s."WhoId", s."Subject", s."ActivityDate"
    from pull_staging s
   where (select r.id from "sfdc_activity" r where r.sfdc_id = s."Id") is null
  on conflict (sfdc_id) do nothing
  returning *
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
  select q.id, 26, r.kind, null, r.subject, 'salesforce', r.sfdc_id
    from fresh r
    join person q on q.sfdc_id = r.sfdc_who_id
   where not exists (select from activity_task x where x.sfdc_task_id = r.sfdc_id)
     and not exists (select from activity_task x where x.status = 'sent' and x.sfdc_who_id = r.sfdc_who_id)
)
select count(*)::int as rows from fresh;

insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select q.id, 30, v.field, v.old_value, v.new_value, 'salesforce', r.sfdc_id
  from pull_changed c
  join "sfdc_activity" r on r.id = c.record_id
  join pull_staging s on s."Id" = r.sfdc_id
 cross join lateral (
   select 'Subject', r."subject", s."Subject" where r."subject" is distinct from s."Subject"
   union all select 'ActivityDate', to_char(r."activity_date", 'YYYY-MM-DD'), to_char(s."ActivityDate", 'YYYY-MM-DD') where r."activity_date" is distinct from s."ActivityDate"
 ) as v(field, old_value, new_value)
  join person q on q.sfdc_id = r.sfdc_who_id;

create temp table pull_staging (
  "Id" text,
  "SystemModstamp" timestamptz,
  "OwnerId" text,
  "Title" text,
  "Drop""; --__c" numeric,
  "IsDeleted" boolean
) on commit drop;

copy pull_staging ("Id", "SystemModstamp", "OwnerId", "Title", "Drop""; --__c", "IsDeleted") from stdin with (format csv, header match, force_null ("Id", "SystemModstamp", "OwnerId", "Title", "Drop""; --__c", "IsDeleted"));

insert into record_error (object, direction, person_id, sfdc_id, code, class, message, fields)
select 'Contact', 'to-marketing', p.id, t."Id", 'VALUE_DOES_NOT_FIT', 'wait-for-change',
       format('The value %L of %s is no %s.', v.value, v.field, v.type), array[v.field]
  from pull_text t
  left join person p on p.sfdc_id = t."Id"
  cross join lateral (
    select f.* from (values
      ('SystemModstamp', 'timestamptz', t."SystemModstamp"),
      ('Drop"; --__c', 'numeric', t."Drop""; --__c"),
      ('IsDeleted', 'boolean', t."IsDeleted")
    ) as f(field, type, value)
    where not lockstep.fits(f.value, f.type) limit 1
  ) as v
on conflict (object, direction, sfdc_id) where resolved_at is null
do update set message = excluded.message, fields = excluded.fields, last_seen = now(), attempts = record_error.attempts + 1;

insert into pull_staging ("Id", "SystemModstamp", "OwnerId", "Title", "Drop""; --__c", "IsDeleted")
select t."Id"::text, t."SystemModstamp"::timestamptz, t."OwnerId"::text, t."Title"::text, t."Drop""; --__c"::numeric, t."IsDeleted"::boolean
  from pull_text t
 where not (not lockstep.fits(t."SystemModstamp", 'timestamptz') or not lockstep.fits(t."Drop""; --__c", 'numeric') or not lockstep.fits(t."IsDeleted", 'boolean'));

with fresh as (
  insert into person (sfdc_id, sfdc_type, sfdc_stamp, "sfdc_owner_id", "title", "drop""; --__c", "sfdc_is_deleted")
  select s."Id", 'Contact', s."SystemModstamp", s."OwnerId", s."Title", s."Drop""; --__c", s."IsDeleted"
    from pull_staging s
   where (select p.id from person p where p.sfdc_id = s."Id") is null
     and not exists (select from converted_lead k where k.lead_id = s."Id")
     and not exists (select from person_merge m where m.loser_sfdc_id = s."Id" and s."SystemModstamp" <= m.loser_gone_at)
  on conflict (sfdc_id) do nothing
  returning id
), logged as (
  insert into activity (person_id, type_id, source, new_value)
  select id, 12, 'salesforce', 'Contact' from fresh
)
select count(*)::int as rows from fresh;

create temp table pull_changed on commit drop as
select p.id as person_id
  from pull_staging s
 cross join lateral (select * from person where sfdc_id = s."Id" offset 0) p
 where (p."sfdc_owner_id", p."title", p."drop""; --__c", p."sfdc_is_deleted") is distinct from (s."OwnerId", s."Title", s."Drop""; --__c", s."IsDeleted")
    or exists (select from pending_change c where c.person_id = p.id);

select count(*)::int as people
  from (select p.id from person p join pull_changed c on c.person_id = p.id order by p.id for update of p) locked;

delete from pull_changed c
 using person p, pull_staging s
 where p.id = c.person_id and s."Id" = p.sfdc_id and s."SystemModstamp" < p.sfdc_pushed_at;

create temp table pull_decision on commit drop as
select c.person_id, c.field_id, c.base, v.here, v.there,
       case
         when v.here is not distinct from v.there then 'agreed'
         when not v.pushed then 'salesforce-wins'
         when v.there is not distinct from c.base then 'keep'
         when c.sent_version is not null and v.there is not distinct from c.sent then 'sent'
         when v.policy = 'newest' then case when c.changed_at + (select clock_offset from sync_state) > s."SystemModstamp" then 'marketing-wins' else 'salesforce-wins' end
         when v.policy = 'salesforce-unless-blank' then case when v.there is null then 'marketing-wins' else 'salesforce-wins' end
         when v.policy = 'add-differences' then 'added'
         else v.policy
       end as outcome
  from pending_change c
  join pull_changed using (person_id)
  join person p on p.id = c.person_id
  join pull_staging s on s."Id" = p.sfdc_id
 cross join lateral (select
     case c.field_id when 7 then p."title" when 8 then trim_scale(p."drop""; --__c")::text when 9 then p."sfdc_is_deleted"::text end as here,
     case c.field_id when 7 then s."Title" when 8 then trim_scale(s."Drop""; --__c")::text when 9 then s."IsDeleted"::text end as there,
     case c.field_id when 7 then true when 8 then true when 9 then false end as pushed,
     case c.field_id when 7 then 'salesforce-wins' when 8 then 'marketing-wins' when 9 then 'salesforce-wins' end as policy
   offset 0) v
 where c.field_id in (7, 8, 9);

update pull_staging s
   set "Title" = case when 7 = any(k.fields) then p."title" else s."Title" end,
       "Drop""; --__c" = case when 8 = any(k.fields) then p."drop""; --__c" else s."Drop""; --__c" end
  from (select person_id, array_agg(field_id) as fields
          from pull_decision where outcome in ('keep', 'sent', 'marketing-wins', 'added') group by person_id) k
  join person p on p.id = k.person_id
 where s."Id" = p.sfdc_id;

insert into activity (person_id, type_id, field, old_value, new_value, source)
select p.id, v.type_id, v.field, v.old_value, v.new_value, 'salesforce'
  from pull_changed c
  join person p on p.id = c.person_id
  join pull_staging s on s."Id" = p.sfdc_id
 cross join lateral (
   select 13::smallint, 'title', p."title", s."Title" where p."title" is distinct from s."Title"
   union all select 13::smallint, 'it''s', trim_scale(p."drop""; --__c")::text, trim_scale(s."Drop""; --__c")::text where p."drop""; --__c" is distinct from s."Drop""; --__c"
   union all select 13::smallint, 'sfdcIsDeleted', p."sfdc_is_deleted"::text, s."IsDeleted"::text where p."sfdc_is_deleted" is distinct from s."IsDeleted"
   union all select 23::smallint, 'sfdcOwnerId', p."sfdc_owner_id", s."OwnerId" where p."sfdc_owner_id" is distinct from s."OwnerId"
 ) as v(type_id, field, old_value, new_value);

update person p
   set "sfdc_owner_id" = s."OwnerId",
       "title" = s."Title",
       "drop""; --__c" = s."Drop""; --__c",
       "sfdc_is_deleted" = s."IsDeleted",
       sfdc_stamp = s."SystemModstamp",
       updated_at = now()
  from pull_changed c, pull_staging s
 where p.id = c.person_id and s."Id" = p.sfdc_id
   and (p."sfdc_owner_id", p."title", p."drop""; --__c", p."sfdc_is_deleted") is distinct from (s."OwnerId", s."Title", s."Drop""; --__c", s."IsDeleted");

with found as (
  select t.id, t.sfdc_is_deleted is true as was_deleted, s."MasterRecordId" as master
    from "person" t
    join pull_staging s on s."Id" = t.sfdc_id
   where t.sfdc_is_deleted is distinct from true or t.sfdc_master_id is distinct from s."MasterRecordId" and s."MasterRecordId" is not null
), flagged as (
  update "person" t set sfdc_is_deleted = true, sfdc_master_id = f.master, updated_at = now()
    from found f
   where t.id = f.id
), logged as (
  insert into activity (person_id, type_id, field, old_value, new_value, source)
  select id, 13, 'sfdcIsDeleted', 'false', 'true', 'salesforce' from found where not was_deleted
)
select count(*)::int as rows from found;

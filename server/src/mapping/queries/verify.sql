insert into verify_seen select "Id", 'Contact' from pull_staging on conflict do nothing;

insert into verify_difference (object, sfdc_id, kind, reason)
select 'Contact', s."Id", 'missing-here',
       case when s."SystemModstamp" >= $1 then 'not-pulled-yet' when e.id is not null then 'refused' else 'defect' end
  from pull_staging s
  left join "person" p on p.sfdc_id = s."Id"
  left join record_error e on e.sfdc_id = s."Id" and e.direction = 'to-marketing' and e.resolved_at is null
 where p.id is null and not exists (select from converted_lead k where k.lead_id = s."Id");

insert into verify_difference (object, sfdc_id, record_id, kind, field, here, there, reason)
select 'Contact', s."Id", p.id, 'value', v.field, v.here, v.there,
       case
            when exists (select from record_error e where e.person_id = p.id and e.direction = 'to-salesforce' and e.resolved_at is null and e.program_id is null
                and exists (select from pending_change c where c.person_id = p.id and c.field_id = v.field_id)) then 'refused'
            when exists (select from pending_change c where c.person_id = p.id and c.field_id = v.field_id) then 'pending'
            when v.here is not null and exists (select from field_block b where b.field_id = v.field_id and b.source = 'salesforce') then 'blocked'
            when exists (select from field f where f.id = v.field_id
                and (v.there is null and f.blanks in ('never-pull', 'never') or v.here is null and f.blanks in ('never-push', 'never'))) then 'blank-kept'
            when exists (select from field f
                           join field_mapping m on m.object = 'Contact' and m.entity = f.entity and m.field = f.name
                           join sfdc_field k on k.object = m.object and k.sf_field = m.sf_field
                          where f.id = v.field_id and (f.volatile or k.calculated)) then 'not-refreshed-yet'
            when s."SystemModstamp" >= $1 then 'not-pulled-yet' else 'defect' end
  from pull_staging s
  join "person" p on p.sfdc_id = s."Id"
   and (p."sfdc_owner_id", p."title", p."drop""; --__c", p."sfdc_is_deleted") is distinct from (s."OwnerId", s."Title", s."Drop""; --__c", s."IsDeleted")
 cross join lateral (values
   (7::integer, 'title', p."title", s."Title"),
   (8::integer, 'it''s', trim_scale(p."drop""; --__c")::text, trim_scale(s."Drop""; --__c")::text),
   (9::integer, 'sfdcIsDeleted', p."sfdc_is_deleted"::text, s."IsDeleted"::text),
   (null::integer, 'OwnerId', p."sfdc_owner_id", s."OwnerId")
 ) as v(field_id, field, here, there)
 where v.here is distinct from v.there;

insert into verify_difference (object, sfdc_id, record_id, kind, reason)
select 'Contact', p.sfdc_id, p.id, 'missing-there', 'defect'
  from "person" p
 where p.sfdc_id is not null and p.sfdc_is_deleted is not true and p.sfdc_type = 'Contact'
   and not exists (select from verify_seen v where v.sfdc_id = p.sfdc_id);

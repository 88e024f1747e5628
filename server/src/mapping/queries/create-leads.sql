select p.id as "personId", lower(p.email) as email,
       coalesce(jsonb_object_agg(f.source, case f.kind
         when 'numeric' then to_jsonb(f.value::numeric)
         when 'boolean' then to_jsonb(f.value::boolean)
         else to_jsonb(f.value)
       end) filter (where f.value is not null), '{}') as record,
       jsonb_object_agg(f.field_id, f.value) as here
  from person p
  left join company a on a.sfdc_id = p.sfdc_account_id
 cross join lateral (values
   ('Title', 7, 'text', p."title"),
   ('Drop"; --__c', 8, 'numeric', trim_scale(p."drop""; --__c")::text)
 ) as f(source, field_id, kind, value)
 where p.id = any($1) and (p.sfdc_id is null or p.sfdc_is_deleted)
 group by p.id
 order by p.id;

create temp table link_input (person_id bigint primary key, sfdc_id text collate "C" not null, values jsonb not null)
on commit drop;

insert into link_input
select l."personId", l."sfdcId", l.values
  from jsonb_to_recordset($1::jsonb) as l("personId" bigint, "sfdcId" text, values jsonb);

select p.id
  from person p join link_input l on l.person_id = p.id
 where p.sfdc_id is null or p.sfdc_is_deleted
 order by p.id for update of p;

delete from link_input where person_id <> all($1::bigint[]);

delete from pending_change c using link_input l where c.person_id = l.person_id;

insert into pending_change (person_id, field_id, base)
select l.person_id, v.field_id, l.values -> v.field_id::text ->> 'sent'
  from link_input l
  join person p on p.id = l.person_id
  left join company a on a.sfdc_id = p.sfdc_account_id
 cross join lateral (values
   (7, p."title", false),
   (8, trim_scale(p."drop""; --__c")::text, false)
 ) as v(field_id, here, of_company)
 where v.here is distinct from (l.values -> v.field_id::text ->> 'here') and not v.of_company;

update person p
   set sfdc_id = l.sfdc_id, sfdc_type = 'Contact', sfdc_is_deleted = false,
       sfdc_pushed_at = $1, updated_at = now()
  from link_input l
 where p.id = l.person_id;

with resolved as (
  update record_error e set resolved_at = now()
    from link_input l
   where e.person_id = l.person_id and e.direction = 'to-salesforce' and e.resolved_at is null
), settled as (
  delete from create_intent i using link_input l where i.person_id = l.person_id
)
insert into activity (person_id, type_id, source, new_value, detail)
select person_id, 19, $1, 'Contact' || ' ' || sfdc_id, $2 from link_input;

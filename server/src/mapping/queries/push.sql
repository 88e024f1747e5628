create temp table push_due on commit drop as
select p.id
  from person p
 where p.id in (select c.person_id from pending_change c where c.batch_id is null and c.field_id in (7, 8) and not exists (select from field_loop l where l.person_id = c.person_id and l.field_id = c.field_id))
   and p.sfdc_type = 'Contact' and p.sfdc_is_deleted is not true
   and not exists (select from out_of_filter o where o.sfdc_id = p.sfdc_id)
   and not exists (select from record_error e
                    where e.person_id = p.id and e.direction = 'to-salesforce' and e.resolved_at is null and e.program_id is null
                      and (e.retry_at > now() or e.blocked_version >= (
                           select max(c.version) from pending_change c where c.person_id = p.id)))
 order by p.id limit 200;

select count(*)::int as people
  from (select p.id from person p join push_due using (id) order by p.id for update of p) locked;

with claimed as (
  update pending_change c
     set batch_id = $1, sent_version = c.version,
         sent = case c.field_id when 7 then p."title" when 8 then trim_scale(p."drop""; --__c")::text end
    from push_due
    join person p using (id)
   where c.person_id = p.id and c.field_id in (7, 8) and c.batch_id is null and not exists (select from field_loop l where l.person_id = c.person_id and l.field_id = c.field_id)
  returning c.person_id, c.field_id
)
select count(distinct person_id)::int as people, coalesce(array_agg(distinct field_id), '{}') as fields from claimed;

select jsonb_build_object('Id', p.sfdc_id) || jsonb_object_agg(f.source, case f.kind
         when 'numeric' then to_jsonb(c.sent::numeric)
         when 'boolean' then to_jsonb(c.sent::boolean)
         else to_jsonb(c.sent)
       end) as record, p.sfdc_account_id as parent
  from pending_change c
  join person p on p.id = c.person_id
  join (values
    (7, 'Title', 'text'),
    (8, 'Drop"; --__c', 'numeric')
  ) as f(field_id, source, kind) using (field_id)
 where c.batch_id = $1
 group by p.id
 order by p.sfdc_account_id, p.id;

copy (
  select p.sfdc_id as "Id",
         max(coalesce(c.sent, '#N/A')) filter (where c.field_id = 7) as "Title",
         max(coalesce(c.sent, '#N/A')) filter (where c.field_id = 8) as "Drop""; --__c"
    from pending_change c
    join person p on p.id = c.person_id
   where c.batch_id = 5
   group by p.id
   order by p.sfdc_account_id, p.id
) to stdout with (format csv, header true);

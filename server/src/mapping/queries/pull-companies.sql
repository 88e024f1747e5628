with fresh as (
  insert into company (sfdc_id, sfdc_stamp, "sfdc_owner_id", "name")
  select s."Id", s."SystemModstamp", s."OwnerId", s."Name"
    from pull_staging s
   where (select p.id from company p where p.sfdc_id = s."Id") is null
  on conflict (sfdc_id) do nothing
  returning id
)
select count(*)::int as rows from fresh;

insert into activity (person_id, type_id, field, old_value, new_value, source, detail)
select q.id, 13, v.field, v.old_value, v.new_value, 'salesforce', 'company'
  from pull_staging s
  join company p on p.sfdc_id = s."Id" and (s."SystemModstamp" is distinct from p.sfdc_stamp
         or (p."sfdc_owner_id", p."name") is distinct from (s."OwnerId", s."Name") and not exists (select from company_edit e where e.company_id = p.id)) and (p."sfdc_owner_id", p."name") is distinct from (s."OwnerId", s."Name")
  join person q on q.sfdc_account_id = p.sfdc_id
 cross join lateral (
   select 'name', p."name", s."Name" where p."name" is distinct from s."Name"
 ) as v(field, old_value, new_value);

delete from company_edit e using company p, pull_staging s where e.company_id = p.id and p.sfdc_id = s."Id" and (s."SystemModstamp" is distinct from p.sfdc_stamp
         or (p."sfdc_owner_id", p."name") is distinct from (s."OwnerId", s."Name") and not exists (select from company_edit e where e.company_id = p.id));

with touched as (
  update company p
     set "sfdc_owner_id" = s."OwnerId",
         "name" = s."Name",
         sfdc_stamp = s."SystemModstamp",
         updated_at = case when (p."sfdc_owner_id", p."name") is distinct from (s."OwnerId", s."Name") then now() else p.updated_at end
    from pull_staging s
   where p.sfdc_id = s."Id" and (s."SystemModstamp" is distinct from p.sfdc_stamp
         or (p."sfdc_owner_id", p."name") is distinct from (s."OwnerId", s."Name") and not exists (select from company_edit e where e.company_id = p.id))
  returning p.updated_at = now() as really
)
select count(*) filter (where really)::int as rows from touched;

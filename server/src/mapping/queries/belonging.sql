with own as (
  select sfdc_id from person where id = $1 and sfdc_id is not null
  union all
  select k.lead_id from person p join converted_lead k on k.contact_id = p.sfdc_id where p.id = $1
), account as (
  select sfdc_account_id as sfdc_id from person where id = $1 and sfdc_account_id is not null
), way as (
  select r.id, 'Holder__c → Contact' as name from own w join "seat__c" r on r."holder__c" = w.sfdc_id and r.sfdc_is_deleted is not true
  union all
  select r.id, 'Deal__c → OpportunityContactRole.ContactId → Contact' as name from own w
    join "opportunity_role" m on m."sfdc_contact_id" = w.sfdc_id and m.sfdc_is_deleted is not true 
    join "seat__c" r on r."deal__c" = m."sfdc_opportunity_id" and r.sfdc_is_deleted is not true
  union all
  select r.id, 'Order__c → Order__c.Account__c → Account' as name from account w
    join "order__c" m on m."account__c" = w.sfdc_id and m.sfdc_is_deleted is not true 
    join "seat__c" r on r."order__c" = m."sfdc_id" and r.sfdc_is_deleted is not true
), found as (
  select id, array_agg(distinct name) as ways from way group by id order by id desc limit $2
)
select r."name" as "Name", found.ways as "#via"
  from found
  join "seat__c" r on r.id = found.id
 order by r.id desc;

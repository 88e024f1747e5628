-- compatible
-- What Salesforce says became of a record: the winner of a merge (SYN-8), the contact of a conversion (SYN-9).
alter table person add column sfdc_master_id text collate "C";
alter table person add column sfdc_converted_contact_id text collate "C";
create index person_merged on person (sfdc_master_id) where sfdc_master_id is not null;
create index person_converted on person (sfdc_converted_contact_id) where sfdc_type = 'Lead' and sfdc_converted_contact_id is not null;

-- Leads that became contacts: their record still exists in Salesforce, and must not become a person again.
create table converted_lead (
  lead_id text collate "C" primary key,
  contact_id text collate "C" not null,
  converted_at timestamptz not null default now()
);

-- Fields that became visible after the start, whose existing values are still to be filled in (FLD-6).
create table field_fill (
  object text not null,
  sf_field text not null,
  primary key (object, sf_field)
);

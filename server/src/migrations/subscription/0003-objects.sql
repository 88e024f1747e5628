-- compatible
-- Opportunities, campaigns and Salesforce's activities (SYN-1): tables that Salesforce alone writes. Children carry the
-- Salesforce ids of their parents and are joined when they are read, so that one whose parent has not come yet is stored all
-- the same and linked by itself later.

alter table field drop constraint field_entity_check;
alter table field add constraint field_entity_check check (entity in ('person', 'company', 'opportunity'));

-- Columns of its mapped fields are added when the fields are synced, as with person and company (FLD-5).
create table opportunity (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  sfdc_owner_id text collate "C",
  sfdc_account_id text collate "C",
  sfdc_campaign_id text collate "C",
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index opportunity_sfdc_id on opportunity (sfdc_id);
create index opportunity_account on opportunity (sfdc_account_id) where sfdc_account_id is not null;

-- Who has to do with an opportunity: without a role it belongs to no one (SYN-12).
create table opportunity_role (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  sfdc_opportunity_id text collate "C",
  sfdc_contact_id text collate "C",
  role text,
  is_primary boolean,
  sfdc_created_date timestamptz,
  sfdc_is_deleted boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index opportunity_role_sfdc_id on opportunity_role (sfdc_id);
create index opportunity_role_opportunity on opportunity_role (sfdc_opportunity_id);
create index opportunity_role_contact on opportunity_role (sfdc_contact_id);

create table campaign (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  name text,
  type text,
  status text,
  start_date date,
  end_date date,
  is_active boolean,
  description text,
  sfdc_parent_id text collate "C",
  sfdc_owner_id text collate "C",
  budgeted_cost numeric,
  actual_cost numeric,
  expected_revenue numeric,
  currency text,
  sfdc_created_date timestamptz,
  sfdc_is_deleted boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index campaign_sfdc_id on campaign (sfdc_id);

create table campaign_status (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  sfdc_campaign_id text collate "C",
  label text,
  sort_order bigint,
  is_default boolean,
  has_responded boolean,
  sfdc_is_deleted boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index campaign_status_sfdc_id on campaign_status (sfdc_id);
create index campaign_status_campaign on campaign_status (sfdc_campaign_id);

-- A member is a lead or a contact; the member of a lead that was converted names both.
create table campaign_member (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  sfdc_campaign_id text collate "C",
  sfdc_lead_id text collate "C",
  sfdc_contact_id text collate "C",
  status text,
  has_responded boolean,
  first_responded_date date,
  sfdc_created_date timestamptz,
  sfdc_is_deleted boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index campaign_member_sfdc_id on campaign_member (sfdc_id);
create index campaign_member_campaign on campaign_member (sfdc_campaign_id);
create index campaign_member_lead on campaign_member (sfdc_lead_id) where sfdc_lead_id is not null;
create index campaign_member_contact on campaign_member (sfdc_contact_id) where sfdc_contact_id is not null;

-- Tasks and events of Salesforce; not to be confused with `activity`, the log of a person.
create table sfdc_activity (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  kind text not null check (kind in ('Task', 'Event')),
  sfdc_who_id text collate "C",
  sfdc_what_id text collate "C",
  sfdc_account_id text collate "C",
  sfdc_owner_id text collate "C",
  subject text,
  description text,
  type text,
  subtype text,
  status text,
  priority text,
  is_closed boolean,
  activity_date date,
  starts_at timestamptz,
  ends_at timestamptz,
  location text,
  sfdc_created_date timestamptz,
  sfdc_is_deleted boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index sfdc_activity_sfdc_id on sfdc_activity (sfdc_id);
create index sfdc_activity_who on sfdc_activity (sfdc_who_id) where sfdc_who_id is not null;
create index sfdc_activity_what on sfdc_activity (sfdc_what_id) where sfdc_what_id is not null;

-- The sync options (SYN-15); what is not named has its default.
alter table sync_state add column if not exists options jsonb not null default '{}';

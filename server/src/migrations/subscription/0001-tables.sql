-- compatible
-- The tables of one subscription, made with its schema as the search path. Columns for mapped fields are added to
-- person and company when the fields are synced (sync/subscription-schema.ts).

-- The catalogue of marketing fields. A field is never deleted, only hidden (SET-6).
create table field (
  id integer generated always as identity primary key,
  entity text not null check (entity in ('person', 'company')),
  name text not null,
  label text not null,
  type text not null,
  column_name text not null,
  standard boolean not null,
  read_only boolean not null,
  hidden boolean not null default false,
  created_at timestamptz not null default now(),
  unique (entity, name),
  unique (entity, column_name)
);

-- The mapping document, a row per Salesforce field that takes part (mapping/field-mapping.ts).
create table field_mapping (
  object text not null,
  sf_field text not null,
  sf_label text not null,
  sf_type text not null,
  type text not null,
  custom boolean not null,
  updateable boolean not null,
  createable boolean not null,
  field text not null,
  entity text not null,
  origin text not null,
  chosen boolean not null,
  primary key (object, sf_field)
);

create table person (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  sfdc_type text check (sfdc_type in ('Lead', 'Contact')),
  sfdc_owner_id text collate "C",
  sfdc_account_id text collate "C",
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index person_sfdc_id on person (sfdc_id);
create index person_account on person (sfdc_account_id) where sfdc_account_id is not null;

create table company (
  id bigint generated always as identity primary key,
  sfdc_id text collate "C",
  sfdc_owner_id text collate "C",
  -- SystemModstamp of the version last taken over: an account is overwritten only by a newer one (SYN-11).
  sfdc_stamp timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index company_sfdc_id on company (sfdc_id);

-- Company fields that were edited here since the account last changed in Salesforce: they explain a difference.
create table company_edit (
  company_id bigint not null,
  field_id integer not null,
  edited_at timestamptz not null default now(),
  primary key (company_id, field_id)
);

create table sfdc_user (
  sfdc_id text collate "C" primary key,
  first_name text,
  last_name text,
  title text,
  phone text,
  email text,
  username text,
  active boolean not null
);

create table sfdc_queue (
  sfdc_id text collate "C" primary key,
  name text not null,
  developer_name text
);

-- What happened to a person (ACT). Type numbers are those of the Marketo REST API where it has one.
create table activity (
  id bigint generated always as identity primary key,
  person_id bigint not null,
  type_id smallint not null,
  at timestamptz not null default now(),
  field text,
  old_value text,
  new_value text,
  source text not null,
  detail text
);
create index activity_person on activity (person_id, id);

-- A change made here that Salesforce does not have yet: the base of the three-way comparison, and the outbox (SYN-4, SYN-5).
create sequence pending_version;
create table pending_change (
  person_id bigint not null,
  field_id integer not null,
  -- The value both sides last agreed on.
  base text,
  -- A new number for each edit: a result settles the change only if it is still the one that was sent.
  version bigint not null default nextval('pending_version'),
  changed_at timestamptz not null default now(),
  -- The value under way in a push, from just before it is sent until its result is known.
  sent text,
  sent_version bigint,
  batch_id bigint,
  primary key (person_id, field_id)
);
create index pending_batch on pending_change (batch_id) where batch_id is not null;

-- A push under way, so that it can be resumed after a crash: a Bulk job goes on without us.
create table push_batch (
  id bigint generated always as identity primary key,
  object text not null,
  method text not null check (method in ('collections', 'bulk')),
  columns jsonb not null,
  job_id text,
  created_at timestamptz not null default now()
);

-- A record that one side refused. Open until it succeeds; not an exception (SYN-14, OPS-2).
create table record_error (
  id bigint generated always as identity primary key,
  object text not null,
  direction text not null check (direction in ('to-salesforce', 'to-marketing')),
  person_id bigint,
  sfdc_id text collate "C",
  code text not null,
  class text not null check (class in ('retry-later', 'wait-for-change', 'needs-operator')),
  message text not null,
  fields text[] not null default '{}',
  attempts integer not null default 1,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  -- retry-later: not before this time. The others: not before a pending change newer than this version, or a change in Salesforce.
  retry_at timestamptz,
  blocked_version bigint,
  resolved_at timestamptz
);
create unique index record_error_open on record_error (object, direction, sfdc_id) where resolved_at is null;

create table conflict (
  id bigint generated always as identity primary key,
  person_id bigint not null,
  field_id integer not null,
  base text,
  here text,
  there text,
  outcome text not null check (outcome in ('marketing-wins', 'salesforce-wins')),
  at timestamptz not null default now()
);
create index conflict_person on conflict (person_id);

-- How far each (object, operation) is covered, by Salesforce's clock. Moves only with the rows it stands for (SYN-3).
create table sync_cursor (
  object text not null,
  operation text not null,
  covered_until timestamptz,
  -- A Bulk query under way: {id, coversUntil, locator, rows, total}.
  job jsonb,
  primary key (object, operation)
);

create table sync_cycle (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  api_calls integer,
  error_code text,
  error_detail text
);

-- One (object, operation) of a cycle: what Sync Status lists (OPS-1).
create table step (
  id bigint generated always as identity primary key,
  cycle_id bigint not null,
  object text not null,
  operation text not null,
  status text not null default 'In Process'
    check (status in ('In Process', 'Succeeded', 'Failed', 'Incomplete', 'Cleaned up')),
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  new integer not null default 0,
  updated integer not null default 0,
  deleted integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  -- Rows done and rows expected, while it runs.
  done bigint not null default 0,
  total bigint,
  message text
);
create index step_cycle on step (cycle_id);
create index step_started on step (started_at);

-- The state that changes with every cycle and belongs to no row above.
create table sync_state (
  only_row boolean primary key default true check (only_row),
  next_cycle_at timestamptz,
  last_synced_at timestamptz,
  api_used integer,
  api_max integer,
  -- A fingerprint of what describe() said: records that wait for a change are tried again when it differs.
  schema_fingerprint text,
  plans jsonb
);
insert into sync_state default values;

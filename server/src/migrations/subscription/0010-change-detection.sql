-- compatible
-- Change detection that loses nothing, the record filter, activities to Salesforce, the proof and the API budget.

-- Salesforce's clock minus this database's: a time of ours plus this is a time of theirs, however wrong our clock is.
alter table sync_state add column clock_offset interval not null default '0';

-- When the ids of an object were last compared with Salesforce's: what was purged leaves no trace to pull (SYN-3, SYN-7).
create table id_comparison (
  object text primary key,
  compared_at timestamptz not null
);

-- Which records of an object take part (SYN-15). A change is applied by the next cycle; no condition: every record.
create table record_filter (
  object text primary key,
  condition text,
  on_exit text not null default 'keep' check (on_exit in ('keep', 'flag')),
  applied text
);

-- Records that are here and do not meet the filter of their object: they are not updated, and not pushed.
create table out_of_filter (
  sfdc_id text collate "C" primary key,
  object text not null,
  since timestamptz not null default now()
);

-- What a step and a cycle cost (SYN-16).
alter table step add column api_calls integer not null default 0;
alter table sync_cycle add column api_used integer;
create index sync_cycle_started on sync_cycle (started_at);

-- Activities that become tasks in Salesforce (SYN-15). Several tasks are created together as a batch, which is on record before
-- the call: if its answer is lost, its tasks are found again by the batch's token.
create table task_batch (
  id bigint generated always as identity primary key,
  token text not null unique,
  -- By Salesforce's clock, not later than the call.
  started_at timestamptz not null,
  job_id text
);
create table activity_task (
  activity_id bigint primary key,
  person_id bigint not null,
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'created', 'refused')),
  batch_id bigint,
  sfdc_who_id text collate "C",
  sfdc_task_id text collate "C",
  attempts integer not null default 0,
  retry_at timestamptz
);
create index activity_task_open on activity_task (status, activity_id) where status in ('waiting', 'refused');
create index activity_task_batch on activity_task (batch_id) where batch_id is not null;
create index activity_task_sfdc on activity_task (sfdc_task_id) where sfdc_task_id is not null;
create index activity_reported on activity (type_id, at) where type_id in (2, 6, 7, 10, 11, 24, 25, 39, 40, 41, 1004, 1045);

-- The name that another program gave an activity it reported: reported again, it is still one activity.
alter table activity add column external_key text;
create unique index activity_external_key on activity (external_key) where external_key is not null;

-- Proofs, newest last (SYN-18).
create table verification (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  scheduled boolean not null,
  repaired boolean not null,
  -- What was found, after the repair if there was one.
  report jsonb,
  error_code text
);

-- A field of a person that both sides keep changing back: it is not pushed until an operator says so.
create table field_loop (
  person_id bigint not null,
  field_id integer not null,
  since timestamptz not null default now(),
  primary key (person_id, field_id)
);

import { idFunctions } from './id-functions.ts';

/** The org's own settings and metadata. A change to any of the metadata tables moves `metadata_version`. */
export const setupTables = `
create schema if not exists setup;
create schema if not exists org;
create schema if not exists bulk;
${idFunctions}
create table if not exists setup.setting (name text primary key, value jsonb not null);

-- How far the org's clock is ahead of the machine's.
create or replace function setup.clock_offset() returns interval language sql stable as $$
  select coalesce((select (value #>> '{}')::float8 from setup.setting where name = 'clockOffsetMs'), 0) * interval '1 millisecond'
$$;
-- The org's time when the transaction began, and in whole seconds at this moment, for what the database stamps by itself.
create or replace function setup.now() returns timestamptz language sql stable as $$ select now() + setup.clock_offset() $$;
create or replace function setup.clock() returns timestamptz language sql volatile as $$
  select date_trunc('second', clock_timestamp() + setup.clock_offset())
$$;

create table if not exists setup.object (
  name text primary key,
  key_prefix text,
  describe jsonb not null
);

-- describe holds the field exactly as a REST describe lists it; required makes it mandatory for everyone (a custom field's switch).
create table if not exists setup.field (
  object text not null references setup.object,
  name text not null,
  position int not null,
  describe jsonb not null,
  required boolean not null default false,
  primary key (object, name)
);
-- What a roll-up summary field sums up, as the Metadata API names it.
alter table setup.field add column if not exists summary jsonb;

-- No row means visible and editable.
create table if not exists setup.field_permission (
  profile_id text not null,
  object text not null,
  field text not null,
  readable boolean not null default true,
  editable boolean not null default true,
  primary key (profile_id, object, field)
);

-- No row means everything is allowed.
create table if not exists setup.object_permission (
  profile_id text not null,
  object text not null,
  readable boolean not null default true,
  createable boolean not null default true,
  editable boolean not null default true,
  deletable boolean not null default true,
  primary key (profile_id, object)
);

-- A record is refused with message when condition holds for it (see records/conditions.ts for the form).
create table if not exists setup.validation_rule (
  object text not null,
  name text not null,
  active boolean not null default true,
  field text,
  condition jsonb not null,
  message text not null,
  primary key (object, name)
);

-- What the org does to a value before it is saved, as a trigger of the org would: trim, upper, lower.
create table if not exists setup.before_save_rule (
  object text not null,
  field text not null,
  action text not null check (action in ('trim', 'upper', 'lower')),
  active boolean not null default true,
  primary key (object, field, action)
);

-- Who gets a record: the first rule in order whose condition holds (null: always), when a request asks for the rules.
create table if not exists setup.assignment_rule (
  id text primary key default setup.new_id('01Q'),
  object text not null,
  position int not null,
  active boolean not null default true,
  condition jsonb,
  owner_id text not null
);

-- A record is refused when another with the same value is there; 'allow' lets it pass with the header allowSave=true.
create table if not exists setup.duplicate_rule (
  object text not null,
  name text not null,
  active boolean not null default true,
  field text not null default 'Email',
  match_object text not null,
  action text not null default 'allow' check (action in ('block', 'allow')),
  message text not null default 'Use one of these records?',
  primary key (object, name)
);

-- The values of a picklist that records of a type may have, and the one that new records get. No row: all values.
create table if not exists setup.record_type_picklist (
  record_type_id text not null,
  field text not null,
  values text[] not null,
  preset text,
  primary key (record_type_id, field)
);

-- No row means visible and not the default.
create table if not exists setup.record_type_visibility (
  profile_id text not null,
  record_type_id text not null,
  visible boolean not null default true,
  is_default boolean not null default false,
  primary key (profile_id, record_type_id)
);

-- What users have looked at.
create table if not exists setup.recently_viewed (
  user_id text not null,
  record_id text not null,
  object text not null,
  viewed_at timestamptz not null,
  primary key (user_id, record_id)
);

create table if not exists setup.api_usage (hour timestamptz primary key, calls bigint not null);

create sequence if not exists setup.metadata_version;

create or replace function setup.metadata_changed() returns trigger language plpgsql as $$
begin
  perform nextval('setup.metadata_version');
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['object', 'field', 'field_permission', 'object_permission', 'validation_rule', 'before_save_rule', 'assignment_rule', 'duplicate_rule', 'record_type_picklist', 'record_type_visibility'] loop
    execute format('create or replace trigger metadata_changed after insert or update or delete or truncate on setup.%I
      for each statement execute function setup.metadata_changed()', t);
  end loop;
end $$;

-- What a query that needs several pages has found: ids in order, one array a page, so that later changes move nothing.
create unlogged table if not exists setup.query_cursor (
  locator text primary key,
  object text not null,
  soql text not null,
  user_id text not null,
  all_rows boolean not null,
  page_size int not null,
  total bigint not null,
  used_at timestamptz not null default now()
);
alter table setup.query_cursor add column if not exists child int[] not null default '{}';
create unlogged table if not exists setup.query_page (
  locator text not null references setup.query_cursor on delete cascade,
  page bigint not null,
  ids text[] not null,
  primary key (locator, page)
);

-- What Salesforce would have mailed; nothing is ever sent.
create table if not exists setup.mail (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  to_id text not null,
  subject text not null,
  record_id text not null
);
-- Programs mail whom they want, with a text of theirs.
alter table setup.mail add column if not exists to_address text, add column if not exists body text,
  alter to_id drop not null, alter record_id drop not null;

create table if not exists bulk.job (
  id text primary key,
  kind text not null check (kind in ('query', 'ingest')),
  operation text not null,
  object text not null,
  state text not null,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  api_version numeric not null,
  column_delimiter text not null,
  line_ending text not null,
  external_id_field text,
  soql text,
  columns text[],
  uploaded boolean not null default false,
  rows_processed bigint not null default 0,
  rows_failed bigint not null default 0,
  milliseconds bigint not null default 0,
  error_message text
);

-- A job of Bulk API 1.0 (/services/async). Its batches are rows of bulk.job.
create table if not exists bulk.async_job (
  id text primary key default setup.new_id('750'),
  operation text not null,
  object text not null,
  state text not null default 'Open',
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  api_version numeric not null,
  content_type text not null,
  concurrency_mode text not null,
  external_id_field text,
  assignment_rule text,
  chunk_size int
);
alter table bulk.job add column if not exists parent text references bulk.async_job;
alter table bulk.job add column if not exists assignment_rule text;
create index if not exists job_parent on bulk.job (parent);
`;

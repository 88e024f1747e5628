-- compatible
-- Fields over time (FLD-6 to FLD-9), and what administrators are told (OPS-4).

-- One row per cause while it lasts: seen again it is counted, gone it is resolved, back again it is a new row.
create table notification (
  id bigint generated always as identity primary key,
  kind text not null,
  -- What of that kind: an error code, `Lead.Field__c`, …
  subject text not null,
  message text not null,
  action text not null,
  times integer not null default 1,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  read_at timestamptz,
  dismissed_at timestamptz,
  resolved_at timestamptz
);
create unique index notification_open on notification (kind, subject) where resolved_at is null;

-- Hidden by an administrator, as opposed to hidden because nothing maps to it any more.
alter table field add column put_away boolean not null default false;
-- Re-read by the sweep, although nothing in its describe says that its values move by themselves (FLD-7).
alter table field add column volatile boolean not null default false;
-- What a blank means on its way to and from Salesforce.
alter table field add column blanks text not null default 'sync'
  check (blanks in ('sync', 'never-push', 'never-pull', 'never'));

-- A source that may fill the field, and not change it (FLD-9).
create table field_block (
  field_id integer not null references field,
  source text not null,
  primary key (field_id, source)
);

-- What describe() last said of a mapped field.
create table sfdc_field (
  object text not null,
  sf_field text not null,
  -- Keeps through a change of the API name (FieldDefinition.DurableId); null when the sync user may not read it.
  durable_id text,
  calculated boolean not null,
  picklist jsonb,
  primary key (object, sf_field)
);

-- A field that vanished together with one that came and looks like it (FLD-6).
create table field_rename (
  object text not null,
  old_field text not null,
  new_field text not null,
  -- Whether Salesforce says that it is the same field, or the label and the type suggest it.
  evidence text not null check (evidence in ('durable-id', 'label')),
  proposed_at timestamptz not null default now(),
  declined_at timestamptz,
  primary key (object, old_field, new_field)
);

-- A field whose type in Salesforce no longer fits its column: held until an administrator decides (FLD-6).
create table field_type_change (
  object text not null,
  sf_field text not null,
  new_sf_type text not null,
  -- Null when a field of that type has no value of its own.
  new_type text,
  noticed_at timestamptz not null default now(),
  primary key (object, sf_field)
);

-- What was decided, and the column from before, which is kept: it can be taken back.
create table field_conversion (
  id integer generated always as identity primary key,
  field_id integer not null references field,
  how text not null check (how in ('convert', 'start-empty')),
  old_type text not null,
  old_column text not null,
  new_type text not null,
  new_column text not null,
  at timestamptz not null default now(),
  undone_at timestamptz
);

-- The newest explicit decision about an e-mail address, on whatever record it was made (FLD-9).
create table opt_out (
  email text primary key,
  decided_at timestamptz not null,
  opted_out boolean not null,
  source text not null,
  person_id bigint
);

-- Addresses whose people have to be brought to that decision.
create table opt_out_due (email text primary key);

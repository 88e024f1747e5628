-- compatible
-- What the flow actions need: leads being created, pushes outside a cycle, the sync options.

-- When the newest push outside a cycle began, or the version of the record read back after it, by Salesforce's clock: a page
-- with an older version must not undo that push.
alter table person add column sfdc_pushed_at timestamptz;

-- A lead that is being created for a person, on record before the call: if its answer is lost, the lead is found by what
-- was sent, and linked instead of created twice.
create table create_intent (
  person_id bigint primary key,
  -- By Salesforce's clock, not later than the call.
  started_at timestamptz not null,
  email text,
  last_name text not null,
  company text not null,
  -- Field id → {here, sent}: what the person held and what was sent, as canonical text.
  values jsonb not null
);

-- A push of chosen people beside the cycle: the cycle leaves it alone unless its process is long gone.
alter table push_batch add column immediate boolean not null default false;

-- The sync options (SYN-15); what is not named has its default.
alter table sync_state add column options jsonb not null default '{}';

-- compatible
-- How far the change events were read, what they woke and did not yet lead to a pull, and why they are not listened to (PER-3).
-- Nothing here is needed to be right: cycles find every change by themselves.
create table change_events (
  only_row boolean primary key default true check (only_row),
  -- Where to go on; null begins with what happens then.
  replay_id text,
  state text not null default 'off' check (state in ('off', 'listening', 'waiting')),
  reason text,
  changed_at timestamptz not null default now(),
  -- Objects to pull early.
  due text[] not null default '{}',
  received bigint not null default 0,
  -- Events that told of our own writes.
  own bigint not null default 0,
  last_event_at timestamptz
);
insert into change_events default values;

-- A cycle of some objects only, woken by a change.
alter table sync_cycle add column early boolean not null default false;

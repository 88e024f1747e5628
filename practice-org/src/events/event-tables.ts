/** Changes beyond it, of one transaction, are told by one overflow event per object (Change Data Capture, "Overflow Events"). */
export const mostChangesOfTransaction = 100_000;
/** An event of more than a megabyte is replaced by a gap event; what jsonb takes is a little less than what is sent. */
const mostBytesOfEvent = 1_000_000;

/**
 * The event bus. A trigger writes each change into `captured`, in the transaction that makes it; only objects that are selected
 * have the trigger, so nothing is paid where nothing is captured. When it is committed, `event-log.ts` moves it to `log`, where
 * it gets its replay id: ids follow the order of commits, which the order of writing does not.
 */
export const eventTables = `
create schema if not exists events;
create table if not exists events.entity (object text primary key);
create table if not exists events.platform_event (name text primary key, label text not null, fields jsonb not null);
create table if not exists events.schema (id text primary key, json text not null);

create table if not exists events.captured (
  n bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  statement bigint not null,
  at timestamptz not null default clock_timestamp(),
  object text not null,
  change_type text not null,
  record_id text not null,
  origin text not null default coalesce(current_setting('practice_org.change_origin', true), ''),
  user_id text,
  fields jsonb not null default '{}'
);
-- Of objects that are not selected, changes are captured for push topics alone.
alter table events.captured add column if not exists selected boolean not null default true;
create sequence if not exists events.statement;

-- Replay ids grow with gaps, as those of Salesforce do.
create sequence if not exists events.replay_id start 1007 increment 3;
create table if not exists events.log (
  replay_id bigint primary key default nextval('events.replay_id'),
  id uuid not null default gen_random_uuid(),
  at timestamptz not null,
  object text not null,
  change_type text,
  record_ids text[],
  transaction_key text,
  sequence_number int,
  commit_number bigint,
  origin text,
  user_id text,
  fields jsonb,
  schema_id text,
  payload bytea
);
alter table events.log add column if not exists selected boolean not null default true;
create index if not exists log_object on events.log (object, replay_id);
create index if not exists log_at on events.log (at);

create table if not exists events.managed_subscription (
  id text primary key default setup.new_id('18x'),
  developer_name text not null unique,
  label text not null,
  topic text not null,
  default_replay text not null default 'LATEST',
  error_recovery_replay text not null default 'LATEST',
  state text not null default 'RUN',
  committed bigint
);

-- Room for so many more changes of this transaction.
create or replace function events.room() returns bigint language sql as $$
  select ${mostChangesOfTransaction} - coalesce(nullif(current_setting('practice_org.changes', true), ''), '0')::bigint
$$;

-- Counts what a statement changed and wrote; what found no room is told once for each object.
create or replace function events.finish(entity text, statement_number bigint, changed bigint, written bigint) returns void language plpgsql as $$
declare
  room bigint := events.room();
begin
  if changed > room and not exists (
    select from events.captured where xid = pg_current_xact_id() and object = entity and change_type = 'GAP_OVERFLOW'
  ) then
    insert into events.captured (statement, object, change_type, record_id, selected)
    values (statement_number, entity, 'GAP_OVERFLOW', '000000000000000AAA', exists (select from events.entity e where e.object = entity));
  end if;
  if written > 0 then
    perform set_config('practice_org.changes', (${mostChangesOfTransaction} - room + written)::text, true);
    perform pg_notify('practice_org_events', '');
  end if;
end $$;

create or replace function events.type_of(change text, fields jsonb) returns text language sql immutable as $$
  select case when pg_column_size(fields) > ${mostBytesOfEvent} then 'GAP_' || change else change end
$$;

create or replace function events.fitting(fields jsonb) returns jsonb language sql immutable as $$
  select case when pg_column_size(fields) > ${mostBytesOfEvent} then '{}' else fields end
$$;

create or replace function events.change_of(before jsonb, now jsonb) returns text language sql immutable as $$
  select case when not coalesce((now -> 'IsDeleted')::boolean, false)
              then case when (before -> 'IsDeleted')::boolean then 'UNDELETE' else 'UPDATE' end
              when not (before -> 'IsDeleted')::boolean then 'DELETE' end
$$;

create or replace function events.capture_insert() returns trigger language plpgsql as $$
declare
  statement_number bigint := nextval('events.statement');
  written bigint;
begin
  insert into events.captured (selected, statement, object, change_type, record_id, user_id, fields)
  select tg_nargs = 0, statement_number, tg_table_name, events.type_of('CREATE', v.fields), a."Id", v.fields ->> 'LastModifiedById',
         events.fitting(v.fields)
    from after a cross join lateral (select jsonb_strip_nulls(to_jsonb(a)) as fields offset 0) v
   limit events.room();
  get diagnostics written = row_count;
  perform events.finish(tg_table_name, statement_number, (select count(*) from after), written);
  return null;
end $$;

-- Fields that changed, with what they are now; a record that comes back from the recycle bin has all of them. What changes in
-- the bin is no event, and neither is a stamp of the system. LastModifiedDate is with every change, whatever the clock says.
create or replace function events.capture_update() returns trigger language plpgsql as $$
declare
  statement_number bigint := nextval('events.statement');
  written bigint;
begin
  insert into events.captured (selected, statement, object, change_type, record_id, user_id, fields)
  select tg_nargs = 0, statement_number, tg_table_name, events.type_of(r.change, c.fields), r.id, r.now ->> 'LastModifiedById',
         events.fitting(c.fields)
    from (
      select id, now, before, events.change_of(before, now) as change
        from (select a."Id" as id, to_jsonb(a) as now, to_jsonb(b) as before from after a join before b on b."Id" = a."Id" offset 0) j
      offset 0
    ) r
   cross join lateral (
      select case r.change
               when 'DELETE' then '{}'
               when 'UNDELETE' then jsonb_strip_nulls(r.now)
               else (select jsonb_object_agg(n.key, n.value)
                       from jsonb_each(r.now) n
                      where n.key not in ('SystemModstamp', 'deleted_with') and n.value is distinct from r.before -> n.key)
                    || jsonb_strip_nulls(jsonb_build_object('LastModifiedDate', r.now -> 'LastModifiedDate'))
             end as fields
    ) c
   where r.change is not null and c.fields is not null
   limit events.room();
  get diagnostics written = row_count;
  perform events.finish(tg_table_name, statement_number, (select count(*) from after), written);
  return null;
end $$;

-- What leaves the recycle bin was deleted before; objects without one lose their records here.
create or replace function events.capture_delete() returns trigger language plpgsql as $$
declare
  statement_number bigint := nextval('events.statement');
  written bigint;
begin
  insert into events.captured (selected, statement, object, change_type, record_id, user_id)
  select tg_nargs = 0, statement_number, tg_table_name, 'DELETE', b."Id", to_jsonb(b) ->> 'LastModifiedById'
    from before b where (to_jsonb(b) -> 'IsDeleted')::boolean is not true
   limit events.room();
  get diagnostics written = row_count;
  perform events.finish(tg_table_name, statement_number, written, written);
  return null;
end $$;
`;

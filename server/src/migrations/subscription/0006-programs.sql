-- compatible
-- Programs, their channels and members, and their link with Salesforce campaigns (PRG).

create table channel (
  id bigint generated always as identity primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

-- Progression statuses. Names are compared letter by letter, as Salesforce labels of a linked campaign must be.
create table channel_status (
  channel_id bigint not null references channel,
  name text not null,
  step integer not null,
  success boolean not null,
  primary key (channel_id, name)
);

create table program (
  id bigint generated always as identity primary key,
  name text not null unique,
  channel_id bigint not null references channel,
  description text,
  -- The linked campaign; one program per campaign.
  sfdc_campaign_id text collate "C" unique,
  linked_at timestamptz,
  -- When the members of both sides were taken up ("Init link with program"); null until then.
  initialised_at timestamptz,
  -- Type and ActualCost of the campaign as they were last sent (SYN-2).
  sent_type text,
  sent_cost numeric,
  -- A campaign that is being created for it, {name, startedAt}: if the answer is lost, it is found and linked instead of made twice.
  campaign_intent jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A program's status that has another label in its campaign.
create table program_status_label (
  program_id bigint not null references program,
  status text not null,
  label text not null,
  primary key (program_id, status),
  unique (program_id, label)
);

-- The statuses of each program, with the labels that its campaign has for them.
create view program_status as
select g.id as program_id, s.name as status, s.step, s.success, coalesce(l.label, s.name) as label
  from program g
  join channel_status s on s.channel_id = g.channel_id
  left join program_status_label l on l.program_id = g.id and l.status = s.name;

-- A month's cost; the month is its first day.
create table program_cost (
  program_id bigint not null references program,
  month date not null check (extract(day from month) = 1),
  cost numeric not null check (cost >= 0),
  primary key (program_id, month)
);

-- Columns of the member fields, field_1 to field_20, are added to it and to campaign_member as the fields are made.
create table program_member (
  program_id bigint not null references program,
  person_id bigint not null,
  status text not null,
  reached_success boolean not null default false,
  joined_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (program_id, person_id)
);
create index program_member_person on program_member (person_id);

-- Custom fields of program members, common to all programs; at most twenty.
create table member_field (
  id integer primary key check (id between 1 and 20),
  name text not null unique,
  label text not null,
  type text not null,
  -- The field of CampaignMember that it is mapped to.
  sfdc_field text unique
);

-- The membership that both sides last agreed on: values as canonical text, by 'status' and the ids of member fields.
create table member_base (
  program_id bigint not null,
  person_id bigint not null,
  sfdc_member_id text collate "C" not null,
  agreed jsonb not null,
  -- What an update under way carries: if its answer is lost, Salesforce may hold either.
  sent jsonb,
  primary key (program_id, person_id)
);
create index member_base_person on member_base (person_id);

-- Memberships of linked programs that changed on either side, until both sides are equal: work of the sync, and outbox.
create table member_change (
  program_id bigint not null,
  person_id bigint not null,
  -- A new number for each change: a refused membership is tried again when it is changed.
  version bigint not null default nextval('pending_version'),
  -- What the comparison found is to be done, null until it has looked.
  work text check (work in ('create', 'update', 'delete', 'wait', 'unknown-status', 'status-missing')),
  primary key (program_id, person_id)
);
create index member_change_person on member_change (person_id);

-- Campaign members that changed, by their lead or contact, whose person may not be here yet.
create table campaign_member_change (
  program_id bigint not null,
  sfdc_who_id text collate "C" not null,
  primary key (program_id, sfdc_who_id)
);

create index campaign_member_who on campaign_member (sfdc_campaign_id, (coalesce(sfdc_contact_id, sfdc_lead_id)));
create index converted_lead_contact on converted_lead (contact_id);

-- Whoever changes a membership, on either side, notes it in the same transaction: none can be forgotten, and a cycle costs what
-- changed and not what there is. The update locks the note until the change is committed (docs/adr/0008-program-members.md).
create function note_member_change() returns trigger language plpgsql as $$
begin
  insert into member_change (program_id, person_id)
  select m.program_id, m.person_id
    from changed m join program g on g.id = m.program_id and g.sfdc_campaign_id is not null
   order by m.program_id, m.person_id
  on conflict (program_id, person_id) do update set version = nextval('pending_version'), work = null;
  return null;
end $$;
create trigger note_insert after insert on program_member
  referencing new table as changed for each statement execute function note_member_change();
create trigger note_update after update on program_member
  referencing new table as changed for each statement execute function note_member_change();
create trigger note_delete after delete on program_member
  referencing old table as changed for each statement execute function note_member_change();

create function note_campaign_member_change() returns trigger language plpgsql as $$
begin
  insert into campaign_member_change (program_id, sfdc_who_id)
  select distinct g.id, coalesce(m.sfdc_contact_id, m.sfdc_lead_id)
    from changed m join program g on g.sfdc_campaign_id = m.sfdc_campaign_id
   where coalesce(m.sfdc_contact_id, m.sfdc_lead_id) is not null
   order by 1, 2
  on conflict (program_id, sfdc_who_id) do update set sfdc_who_id = excluded.sfdc_who_id;
  return null;
end $$;
create trigger note_insert after insert on campaign_member
  referencing new table as changed for each statement execute function note_campaign_member_change();
create trigger note_update after update on campaign_member
  referencing new table as changed for each statement execute function note_campaign_member_change();

-- Errors and conflicts of a membership name its program.
alter table record_error add column program_id bigint;
alter table conflict add column program_id bigint;
alter table conflict add column what text;
alter table conflict alter column field_id drop not null;

-- The numbers of the Marketo REST API.
update activity set type_id = type_id - 3 where type_id in (45, 46, 47);

-- Named like Salesforce's standard campaign types, which they become.
with made as (
  insert into channel (name)
  values ('Advertisement'), ('Conference'), ('Content'), ('Direct Mail'), ('Email'), ('Telemarketing'), ('Trade Show'), ('Webinar')
  returning id, name
)
insert into channel_status (channel_id, name, step, success)
select made.id, s.name, s.step, s.success
  from made
  join (values
    ('Advertisement', 'Member', 10, false), ('Advertisement', 'Clicked', 20, true),
    ('Conference', 'Invited', 10, false), ('Conference', 'Registered', 20, false), ('Conference', 'Waitlisted', 20, false),
    ('Conference', 'No Show', 30, false), ('Conference', 'Attended', 40, true),
    ('Content', 'Member', 10, false), ('Content', 'Downloaded', 20, true),
    ('Direct Mail', 'Sent', 10, false), ('Direct Mail', 'Returned', 20, false), ('Direct Mail', 'Responded', 30, true),
    ('Email', 'Sent', 10, false), ('Email', 'Opened', 20, false), ('Email', 'Clicked', 30, true),
    ('Telemarketing', 'To Be Called', 10, false), ('Telemarketing', 'Not Reached', 20, false), ('Telemarketing', 'Reached', 30, true),
    ('Trade Show', 'Invited', 10, false), ('Trade Show', 'Visited Booth', 20, true), ('Trade Show', 'Met Sales', 30, true),
    ('Webinar', 'Invited', 10, false), ('Webinar', 'Registered', 20, false), ('Webinar', 'No Show', 30, false),
    ('Webinar', 'Attended', 40, true), ('Webinar', 'Attended On Demand', 40, true)
  ) as s(channel, name, step, success) on s.channel = made.name;

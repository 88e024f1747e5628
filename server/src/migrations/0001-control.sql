-- compatible
-- Who may do what, and what was done. Everything here belongs to the whole server, not to one subscription.

create table lockstep.admin_user (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  role text not null check (role in ('admin', 'marketer', 'viewer')),
  password_hash text not null,
  disabled boolean not null default false,
  created_at timestamptz not null default now(),
  last_signed_in_at timestamptz
);
create unique index admin_user_email on lockstep.admin_user (lower(email));

-- Tokens are stored as SHA-256: they are random, so a fast hash is enough, and a stolen table signs nobody in.
create table lockstep.session (
  token_hash bytea primary key,
  user_id bigint not null references lockstep.admin_user on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  address text,
  user_agent text
);
create index session_user_id on lockstep.session (user_id);
create index session_last_used_at on lockstep.session (last_used_at);

create table lockstep.api_token (
  id bigint generated always as identity primary key,
  name text not null,
  role text not null check (role in ('admin', 'marketer', 'viewer')),
  token_hash bytea not null unique,
  -- What the token begins with, so that people can tell their tokens apart.
  starts_with text not null,
  created_by bigint references lockstep.admin_user on delete set null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table lockstep.audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- The name as it was then: an entry outlives its user.
  actor text not null,
  actor_user_id bigint,
  address text,
  action text not null,
  target text,
  detail jsonb not null default '{}'
);
create index audit_entry_at on lockstep.audit_entry (at desc, id desc);

-- Settings that are changed while the server runs, one row each.
create table lockstep.setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text
);

-- compatible
-- One marketing database with its one Salesforce org. Everything that belongs to it alone is in a schema of its own
-- (sql in migrations/subscription/), so that no statement ever reaches from one subscription into another.
create table lockstep.subscription (
  id integer generated always as identity primary key,
  name text not null unique,
  schema_name text not null unique,
  -- How far the set-up has come (SPEC SET): each state includes the ones before it.
  state text not null default 'new'
    check (state in ('new', 'credentials', 'fields', 'confirmed', 'mapped', 'started')),
  enabled boolean not null default true,
  -- The org and user that were confirmed; the shape is Identity of the Salesforce client.
  identity jsonb,
  -- Login address and method, for people to see; the secrets are sealed.
  connection jsonb,
  credentials text,
  created_at timestamptz not null default now(),
  started_at timestamptz
);

-- A login with Salesforce that is under way: from the redirect to the callback (state and PKCE, SET-4).
create table lockstep.oauth_login (
  state text primary key,
  subscription_id integer not null references lockstep.subscription on delete cascade,
  sealed text not null,
  created_at timestamptz not null default now()
);

-- Whether a text can be stored as a type: finds the value that made a load fail (FLD-5). Works from PostgreSQL 15 on,
-- where pg_input_is_valid does not exist yet; used only after a failure, so its speed does not matter.
create function lockstep.fits(value text, type text) returns boolean language plpgsql stable as $$
begin
  execute format('select cast($1 as %s)', type::regtype) using value;
  return true;
exception when data_exception then
  return false;
end
$$;

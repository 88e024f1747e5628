import type pg from 'pg';

/** Everything about logging in. Users themselves are records: org."User". May be called twice. */
export async function createIdentityTables(pool: pg.Pool): Promise<void> {
  await pool.query(`
    create schema if not exists setup;

    create table if not exists setup.identity_settings (
      one_row boolean primary key default true check (one_row),
      settings jsonb not null
    );

    create table if not exists setup.credential (
      user_id text primary key,
      password_hash text not null,
      security_token_hash bytea not null,
      password_expires_at timestamptz,
      failed_logins integer not null default 0,
      locked_until timestamptz
    );

    create table if not exists setup.profile_login (
      profile_id text primary key,
      api_enabled boolean not null
    );
    -- May use the API, and no pages.
    alter table setup.profile_login add column if not exists api_only boolean not null default false;

    create table if not exists setup.session (
      session_hash bytea primary key,
      user_id text not null,
      kind text not null check (kind in ('soap', 'oauth', 'page')),
      consumer_key text,
      scope text,
      refresh_family text,
      created_at timestamptz not null default setup.now(),
      prolonged_at timestamptz not null default setup.now(),
      expires_at timestamptz not null
    );
    create index if not exists session_of_user on setup.session (user_id);
    create index if not exists session_refresh_family on setup.session (refresh_family);

    create table if not exists setup.connected_app (
      consumer_key text primary key,
      consumer_secret text,
      label text not null,
      callback_urls text[] not null,
      flows text[] not null,
      scopes text[] not null,
      require_secret boolean not null,
      require_pkce boolean not null,
      rotate_refresh_tokens boolean not null,
      admin_approved boolean not null,
      run_as_user_id text,
      certificate text
    );

    create table if not exists setup.authorization_code (
      code_hash bytea primary key,
      consumer_key text not null,
      user_id text not null,
      redirect_uri text not null,
      scope text not null,
      code_challenge text,
      expires_at timestamptz not null
    );

    create table if not exists setup.refresh_token (
      token_hash bytea primary key,
      family text not null,
      consumer_key text not null,
      user_id text not null,
      scope text not null,
      replaced boolean not null default false,
      created_at timestamptz not null default setup.now()
    );
    create index if not exists refresh_token_family on setup.refresh_token (family);

    create table if not exists setup.app_approval (
      user_id text not null,
      consumer_key text not null,
      scope text not null,
      primary key (user_id, consumer_key)
    );
  `);
}

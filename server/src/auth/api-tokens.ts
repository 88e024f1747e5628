import type { Role } from '@lockstep/contract/session.ts';
import type { ApiTokenView, CreatedApiToken, NewApiToken } from '@lockstep/contract/users.ts';
import { LockstepError, must } from '../errors.ts';
import type { Client, Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { inTransaction } from '../postgres/transaction.ts';
import { isoTime } from '../postgres/types.ts';
import { told } from '../told.ts';
import { type Actor, recordAudit } from './audit.ts';
import type { Identity } from './identity.ts';
import { hashToken, makeToken } from './tokens.ts';

/** Lets people, and tools that look for leaked secrets, see what it is. */
export const tokenPrefix = 'lks_';
const shownCharacters = 9;

interface TokenRow {
  id: number;
  name: string;
  role: Role;
  starts_with: string;
  created_by: string | null;
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

/** A token for scripts: `Authorization: Bearer lks_…`. It is returned once and stored as a hash. */
export async function createApiToken(pool: Pool, wanted: NewApiToken, by: Actor): Promise<CreatedApiToken> {
  const token = makeToken(tokenPrefix);
  return await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: number }>(sql`
      insert into lockstep.api_token (name, role, token_hash, starts_with, created_by)
      values (${wanted.name}, ${wanted.role}, ${hashToken(token)}, ${token.slice(0, shownCharacters)}, ${by.userId})
      returning id`);
    const id = must(rows[0], 'the new token').id;
    await recordAudit(client, {
      ...by,
      action: 'api-token/created',
      target: wanted.name,
      detail: { role: wanted.role },
    });
    return {
      token,
      view: must(
        (await readTokens(client)).find((view) => view.id === id),
        'the new token',
      ),
    };
  });
}

/** Newest first, revoked ones included. */
export function listApiTokens(pool: Pool): Promise<ApiTokenView[]> {
  return readTokens(pool);
}

/** May be called again for a token that is revoked already. */
export async function revokeApiToken(pool: Pool, id: number, by: Actor): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string }>(sql`
      update lockstep.api_token set revoked_at = coalesce(revoked_at, now()) where id = ${id} returning name`);
    if (!rows[0]) throw new LockstepError('request/not-found', told`API token ${id}`);
    await recordAudit(client, { ...by, action: 'api-token/revoked', target: rows[0].name });
  });
}

/** Who a token stands for, unless it is unknown or revoked. The stamp is written at most once a minute. */
export async function findApiToken(pool: Pool, token: string): Promise<Identity | undefined> {
  const { rows } = await pool.query<{ name: string; role: Role }>(sql`
    with live as (
      select id, name, role, last_used_at
        from lockstep.api_token
       where token_hash = ${hashToken(token)} and revoked_at is null
    ), used as (
      update lockstep.api_token set last_used_at = now()
       where id in (select id from live where last_used_at is null or last_used_at < now() - interval '1 minute')
    )
    select name, role from live`);
  const found = rows[0];
  return found && { kind: 'token', role: found.role, actor: `API token ${found.name}`, userId: undefined };
}

async function readTokens(client: Client | Pool): Promise<ApiTokenView[]> {
  const { rows } = await client.query<TokenRow>(sql`
    select t.id, t.name, t.role, t.starts_with, u.email as created_by, t.created_at, t.last_used_at, t.revoked_at
      from lockstep.api_token t
      left join lockstep.admin_user u on u.id = t.created_by
     order by t.id desc`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    startsWith: row.starts_with,
    createdBy: row.created_by,
    createdAt: isoTime(row.created_at),
    lastUsedAt: isoTime(row.last_used_at),
    revokedAt: isoTime(row.revoked_at),
  }));
}

import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { hashOf, type SessionStore } from '../session-store.ts';

export interface RefreshToken {
  /** Shared by all tokens that rotation made out of the first one, and by the sessions opened with them. */
  family: string;
  consumerKey: string;
  userId: string;
  scope: string;
  /** Rotation has put another one in its place. */
  replaced: boolean;
}

export async function createRefreshToken(
  pool: pg.Pool,
  given: { consumerKey: string; userId: string; scope: string; family?: string },
): Promise<{ token: string; family: string }> {
  const token = `5Aep861${randomBytes(57).toString('base64url')}`;
  const family = given.family ?? randomUUID();
  await pool.query(
    'insert into setup.refresh_token (token_hash, family, consumer_key, user_id, scope) values ($1, $2, $3, $4, $5)',
    [hashOf(token), family, given.consumerKey, given.userId, given.scope],
  );
  return { token, family };
}

export async function findRefreshToken(pool: pg.Pool, token: string): Promise<RefreshToken | undefined> {
  const { rows } = await pool.query<RefreshToken>(
    `select family, consumer_key as "consumerKey", user_id as "userId", scope, replaced
       from setup.refresh_token where token_hash = $1`,
    [hashOf(token)],
  );
  return rows[0];
}

/** Marks a token as replaced. false when somebody else was faster: then it has been used twice. */
export async function replaceRefreshToken(pool: pg.Pool, token: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update setup.refresh_token set replaced = true where token_hash = $1 and not replaced',
    [hashOf(token)],
  );
  return rowCount === 1;
}

/** Ends a refresh token, its successors, and every session they opened. */
export async function revokeFamily(pool: pg.Pool, sessions: SessionStore, family: string): Promise<void> {
  await pool.query('delete from setup.refresh_token where family = $1', [family]);
  await sessions.endAllOfRefreshFamily(family);
}

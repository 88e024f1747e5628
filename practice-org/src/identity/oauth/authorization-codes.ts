import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { hashOf } from '../session-store.ts';
import { invalidGrant } from './oauth-error.ts';

/** What a person agreed to on the consent page. */
export interface Authorization {
  consumerKey: string;
  userId: string;
  redirectUri: string;
  scope: string;
  /** PKCE; always S256. */
  codeChallenge: string | null;
}

/** Salesforce's codes live a quarter of an hour. */
const lifetimeMinutes = 15;

export async function createCode(pool: pg.Pool, given: Authorization): Promise<string> {
  const code = `aPrx${randomBytes(42).toString('base64url')}==`;
  await pool.query(
    `insert into setup.authorization_code
       (code_hash, consumer_key, user_id, redirect_uri, scope, code_challenge, expires_at)
     values ($1, $2, $3, $4, $5, $6, setup.now() + make_interval(mins => $7))`,
    [
      hashOf(code),
      given.consumerKey,
      given.userId,
      given.redirectUri,
      given.scope,
      given.codeChallenge,
      lifetimeMinutes,
    ],
  );
  return code;
}

/** Uses a code up. Throws for one that never was, was used, or is too old. */
export async function redeemCode(pool: pg.Pool, code: string): Promise<Authorization> {
  const { rows } = await pool.query<Authorization & { expired: boolean }>(
    `delete from setup.authorization_code where code_hash = $1
     returning consumer_key as "consumerKey", user_id as "userId", redirect_uri as "redirectUri", scope,
               code_challenge as "codeChallenge", expires_at <= setup.now() as expired`,
    [hashOf(code)],
  );
  const [found] = rows;
  if (!found) throw invalidGrant('invalid authorization code');
  if (found.expired) throw invalidGrant('expired authorization code');
  return found;
}

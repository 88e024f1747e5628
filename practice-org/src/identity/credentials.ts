import { randomInt, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import { identitySettings } from './identity-settings.ts';
import { findUserByUsername, type OrgUser } from './org-user.ts';
import { hashPassword, passwordMatches } from './password-hash.ts';
import { hashOf } from './session-store.ts';

export type LoginResult = { user: OrgUser; failure?: undefined } | { user?: undefined; failure: LoginFailure };

/** Only OAuth tells these apart to a client; SOAP answers every one of them with the same INVALID_LOGIN. */
export type LoginFailure = 'wrong-credentials' | 'locked' | 'inactive';

/** Salesforce's tokens are 24 characters of letters and digits; the client appends one to the password. */
export const securityTokenLength = 24;

/** Signs in with what an API client sends: the password, followed directly by the security token. */
export async function logInWithToken(pool: pg.Pool, username: string, passwordAndToken: string): Promise<LoginResult> {
  const { securityTokenRequired } = await identitySettings(pool);
  const password = passwordAndToken.slice(0, -securityTokenLength);
  const token = passwordAndToken.slice(-securityTokenLength);
  return logIn(pool, username, async (credential) => {
    if (sameHash(hashOf(token), credential.security_token_hash)) {
      return passwordMatches(password, credential.password_hash);
    }
    return !securityTokenRequired && passwordMatches(passwordAndToken, credential.password_hash);
  });
}

/** Signs in with what a person types on the login page: no token is asked for there. */
export function logInWithPassword(pool: pg.Pool, username: string, password: string): Promise<LoginResult> {
  return logIn(pool, username, (credential) => passwordMatches(password, credential.password_hash));
}

interface Credential {
  password_hash: string;
  security_token_hash: Buffer;
  locked: boolean;
}

async function logIn(
  pool: pg.Pool,
  username: string,
  proves: (credential: Credential) => Promise<boolean>,
): Promise<LoginResult> {
  const user = await findUserByUsername(pool, username);
  const credential = user && (await readCredential(pool, user.id));
  if (!user || !credential) return { failure: 'wrong-credentials' };
  if (credential.locked) return { failure: 'locked' };
  if (!(await proves(credential))) {
    await countFailure(pool, user.id);
    return { failure: 'wrong-credentials' };
  }
  if (!user.isActive) return { failure: 'inactive' };
  await unlock(pool, user.id);
  return { user };
}

async function readCredential(pool: pg.Pool, userId: string): Promise<Credential | undefined> {
  const { rows } = await pool.query<Credential>(
    `select password_hash, security_token_hash, coalesce(locked_until > setup.now(), false) as locked
       from setup.credential where user_id = $1`,
    [userId],
  );
  return rows[0];
}

async function countFailure(pool: pg.Pool, userId: string): Promise<void> {
  const { maxFailedLogins, lockoutMinutes } = await identitySettings(pool);
  await pool.query(
    `update setup.credential
        set failed_logins = case when failed_logins + 1 >= $2 then 0 else failed_logins + 1 end,
            locked_until = case when failed_logins + 1 >= $2 then setup.now() + make_interval(mins => $3) end
      where user_id = $1`,
    [userId, maxFailedLogins, lockoutMinutes],
  );
}

export async function unlock(pool: pg.Pool, userId: string): Promise<void> {
  await pool.query(
    `update setup.credential set failed_logins = 0, locked_until = null
      where user_id = $1 and (failed_logins > 0 or locked_until is not null)`,
    [userId],
  );
}

/** Locks a user as too many wrong passwords would. */
export async function lock(pool: pg.Pool, userId: string): Promise<void> {
  const { lockoutMinutes } = await identitySettings(pool);
  await pool.query(
    'update setup.credential set locked_until = setup.now() + make_interval(mins => $2) where user_id = $1',
    [userId, lockoutMinutes],
  );
}

/** Gives a user a password, which also resets the security token, as at Salesforce. Returns the new token. */
export async function setPassword(
  pool: pg.Pool,
  userId: string,
  password: string,
  securityToken = makeSecurityToken(),
): Promise<string> {
  const { passwordDays } = await identitySettings(pool);
  await pool.query(
    `insert into setup.credential (user_id, password_hash, security_token_hash, password_expires_at)
     values ($1, $2, $3, case when $4 > 0 then setup.now() + make_interval(days => $4) end)
     on conflict (user_id) do update
       set password_hash = excluded.password_hash, security_token_hash = excluded.security_token_hash,
           password_expires_at = excluded.password_expires_at, failed_logins = 0, locked_until = null`,
    [userId, await hashPassword(password), hashOf(securityToken), passwordDays],
  );
  return securityToken;
}

/** Makes the old token useless and returns the new one, which is shown once. Open sessions go on. */
export async function resetSecurityToken(pool: pg.Pool, userId: string): Promise<string> {
  const token = makeSecurityToken();
  await pool.query('update setup.credential set security_token_hash = $2 where user_id = $1', [userId, hashOf(token)]);
  return token;
}

export async function expirePassword(pool: pg.Pool, userId: string): Promise<void> {
  await pool.query('update setup.credential set password_expires_at = setup.now() where user_id = $1', [userId]);
}

const tokenLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function makeSecurityToken(): string {
  return Array.from({ length: securityTokenLength }, () => tokenLetters[randomInt(tokenLetters.length)]).join('');
}

function sameHash(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

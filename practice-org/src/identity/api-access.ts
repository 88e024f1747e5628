import type pg from 'pg';
import { identitySettings } from './identity-settings.ts';

/** Why a user who is known may not use the API: an exception code of Salesforce's and its text. */
export interface Refusal {
  code: 'API_DISABLED_FOR_ORG' | 'API_CURRENTLY_DISABLED' | 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD';
  message: string;
}

/** The reason to refuse API calls of this user, or undefined when there is none. */
export async function apiRefusal(
  pool: pg.Pool,
  user: { userId: string; profileId: string },
): Promise<Refusal | undefined> {
  return (await apiNotEnabled(pool, user.profileId)) ?? (await passwordExpired(pool, user.userId));
}

/** This alone ends a login; an expired password does not: login() succeeds and says so. */
export async function apiNotEnabled(pool: pg.Pool, profileId: string): Promise<Refusal | undefined> {
  const settings = await identitySettings(pool);
  if (!settings.apiEnabled) {
    return { code: 'API_DISABLED_FOR_ORG', message: 'API is not enabled for this Organization or Partner' };
  }
  const { rowCount } = await pool.query('select from setup.profile_login where profile_id = $1 and not api_enabled', [
    profileId,
  ]);
  return rowCount ? { code: 'API_CURRENTLY_DISABLED', message: 'API is disabled for this User' } : undefined;
}

export async function passwordExpired(pool: pg.Pool, userId: string): Promise<Refusal | undefined> {
  const { rowCount } = await pool.query(
    'select from setup.credential where user_id = $1 and password_expires_at <= setup.now()',
    [userId],
  );
  if (!rowCount) return undefined;
  return {
    code: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
    message: 'The users password has expired, you must call SetPassword before attempting any other API operations',
  };
}

/** Whether people with this profile may use the API. A profile without a row may. */
export async function setApiEnabled(pool: pg.Pool, profileId: string, enabled: boolean): Promise<void> {
  await pool.query(
    `insert into setup.profile_login (profile_id, api_enabled) values ($1, $2)
     on conflict (profile_id) do update set api_enabled = excluded.api_enabled`,
    [profileId, enabled],
  );
}

/** Whether people with this profile may use nothing but the API ("Api Only User"). */
export async function setApiOnly(pool: pg.Pool, profileId: string, apiOnly: boolean): Promise<void> {
  await pool.query(
    `insert into setup.profile_login (profile_id, api_enabled, api_only) values ($1, true, $2)
     on conflict (profile_id) do update set api_only = excluded.api_only`,
    [profileId, apiOnly],
  );
}

export async function isApiOnly(pool: pg.Pool, profileId: string): Promise<boolean> {
  const { rowCount } = await pool.query('select from setup.profile_login where profile_id = $1 and api_only', [
    profileId,
  ]);
  return rowCount === 1;
}

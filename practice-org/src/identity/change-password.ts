import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { ApiError } from '../api-error.ts';
import { isAdministrator } from '../metadata/administrators.ts';
import type { Caller } from './caller.ts';
import { setPassword } from './credentials.ts';
import { findUserById } from './org-user.ts';
import type { SessionStore } from './session-store.ts';

const shortest = 8;

/** What Salesforce's usual policy says against a password: at least eight characters, letters and digits. */
export function problemWithPassword(password: string): string | undefined {
  if (password.length < shortest) return `Your password must be at least ${shortest} characters long.`;
  if (!/\d/.test(password) || !/[A-Za-z]/.test(password)) return 'Your password must include letters and numbers.';
  return undefined;
}

/** Whose password an API call is about: one's own, or anybody's for an administrator. */
export async function userOfPassword(pool: pg.Pool, caller: Caller, userId: string): Promise<string> {
  const user = await findUserById(pool, userId);
  if (!user) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  if (user.id !== caller.userId && !(await isAdministrator(pool, caller.profileId)))
    throw new ApiError(403, 'INSUFFICIENT_ACCESS', 'insufficient access rights on object id');
  return user.id;
}

/** Gives a user the password that a client chose. */
export async function choosePassword(
  pool: pg.Pool,
  sessions: SessionStore,
  userId: string,
  password: string,
): Promise<void> {
  const problem = problemWithPassword(password);
  if (problem) throw new ApiError(400, 'INVALID_NEW_PASSWORD', problem);
  await setPassword(pool, userId, password);
  sessions.forget();
}

/** Gives a user a password that the org makes up, and returns it. */
export async function resetPassword(pool: pg.Pool, sessions: SessionStore, userId: string): Promise<string> {
  const password = `${letters(6)}${randomInt(1000, 10_000)}`;
  await setPassword(pool, userId, password);
  sessions.forget();
  return password;
}

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function letters(count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
}

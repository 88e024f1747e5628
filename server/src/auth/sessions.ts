import type { Language } from '@lockstep/contract/languages.ts';
import type { Role, SessionView } from '@lockstep/contract/session.ts';
import { LockstepError } from '../errors.ts';
import type { Pool } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';
import { inTransaction } from '../postgres/transaction.ts';
import { told } from '../told.ts';
import { type Actor, recordAudit } from './audit.ts';
import type { Identity } from './identity.ts';
import { passwordMatches } from './passwords.ts';
import { csrfTokenOf, hashToken, makeToken } from './tokens.ts';

/** However often it is used, a session ends after this long, so that a stolen one does too. */
const longestDays = 30;

export interface Session {
  /** The secret of the cookie. */
  readonly token: string;
  readonly view: SessionView;
}

export interface Visitor {
  readonly address: string;
  readonly userAgent: string | undefined;
  /** Of the page that signs in; undefined for a program that does not say. */
  readonly language: Language | undefined;
}

interface UserRow {
  id: number;
  email: string;
  name: string;
  role: Role;
  password_hash: string;
}

/** A new session, or request/unauthenticated; which of the two was wrong is not told. */
export async function signIn(pool: Pool, email: string, password: string, visitor: Visitor): Promise<Session> {
  const { rows } = await pool.query<UserRow>(sql`
    select id, email, name, role, password_hash
      from lockstep.admin_user
     where lower(email) = lower(${email.trim()}) and not disabled`);
  const user = rows[0];
  const matches = await passwordMatches(password, user?.password_hash);
  if (!user || !matches) {
    await recordAudit(pool, { actor: email, address: visitor.address, action: 'session/refused' });
    throw new LockstepError('request/unauthenticated', told`The e-mail address or the password is wrong.`);
  }
  return await openSession(pool, user, visitor);
}

/** A session for a user whose identity is established. */
export async function openSession(
  pool: Pool,
  user: { id: number; email: string; name: string; role: Role },
  visitor: Visitor,
): Promise<Session> {
  const token = makeToken();
  await inTransaction(pool, async (client) => {
    await client.query(sql`
      insert into lockstep.session (token_hash, user_id, address, user_agent)
      values (${hashToken(token)}, ${user.id}, ${visitor.address}, ${visitor.userAgent?.slice(0, 500)})`);
    await client.query(sql`
      update lockstep.admin_user
         set last_signed_in_at = now(), language = coalesce(${visitor.language ?? null}, language)
       where id = ${user.id}`);
    await recordAudit(client, {
      actor: user.email,
      userId: user.id,
      address: visitor.address,
      action: 'session/opened',
    });
  });
  return { token, view: viewOf(user, token) };
}

export interface OpenSession {
  readonly identity: Identity;
  readonly view: SessionView;
}

/** The live session of a token. Using it keeps it alive; the stamp is written at most once a minute. */
export async function findSession(pool: Pool, token: string, idleHours: number): Promise<OpenSession | undefined> {
  const { rows } = await pool.query<Omit<UserRow, 'password_hash'>>(sql`
    with live as (
      select user_id, token_hash, last_used_at
        from lockstep.session
       where token_hash = ${hashToken(token)}
         and last_used_at > now() - make_interval(hours => ${idleHours})
         and created_at > now() - make_interval(days => ${longestDays})
    ), used as (
      update lockstep.session set last_used_at = now()
       where token_hash in (select token_hash from live where last_used_at < now() - interval '1 minute')
    )
    select u.id, u.email, u.name, u.role
      from live
      join lockstep.admin_user u on u.id = live.user_id
     where not u.disabled`);
  const user = rows[0];
  if (!user) return undefined;
  const identity: Identity = { kind: 'session', role: user.role, actor: user.email, userId: user.id };
  return { identity, view: viewOf(user, token) };
}

export async function signOut(pool: Pool, token: string, by: Actor): Promise<void> {
  const { rowCount } = await pool.query(sql`delete from lockstep.session where token_hash = ${hashToken(token)}`);
  if (rowCount) await recordAudit(pool, { ...by, action: 'session/closed' });
}

/** The language of the user's pages, for e-mails. */
export async function noteLanguage(pool: Pool, userId: number, language: Language): Promise<void> {
  await pool.query(sql`update lockstep.admin_user set language = ${language} where id = ${userId}`);
}

/** Removes what can't be used any more. */
export async function deleteEndedSessions(pool: Pool, idleHours: number): Promise<void> {
  await pool.query(sql`
    delete from lockstep.session
     where last_used_at < now() - make_interval(hours => ${idleHours})
        or created_at < now() - make_interval(days => ${longestDays})`);
}

function viewOf(user: { id: number; email: string; name: string; role: Role }, token: string): SessionView {
  const { id, email, name, role } = user;
  return { user: { id, email, name, role }, csrfToken: csrfTokenOf(token) };
}

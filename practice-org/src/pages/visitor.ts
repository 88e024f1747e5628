import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { isApiOnly } from '../identity/api-access.ts';
import { callerOf, findUserById, type OrgUser } from '../identity/org-user.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** A person at the pages who has signed in. */
export interface Visitor {
  user: OrgUser;
  /** May use the setup pages. */
  isAdministrator: boolean;
  /** May let programs in, and see nothing else. */
  isApiOnly: boolean;
  sessionId: string;
}

const sessionCookie = 'practice_org_session';
/** Before anybody signs in, this ties the login form to the browser that was shown it. */
const visitCookie = 'practice_org_visit';

const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

export async function visitorOf(pool: pg.Pool, request: FastifyRequest): Promise<Visitor | undefined> {
  const sessionId = request.cookies[sessionCookie];
  const session = sessionId ? await request.server.sessions.find(sessionId) : undefined;
  // An access token is not a browser session, even if somebody puts it into the cookie.
  if (!sessionId || session?.kind !== 'page') return undefined;
  const user = await findUserById(pool, session.caller.userId);
  return (
    user && {
      user,
      sessionId,
      isAdministrator: await isAdministrator(pool, user),
      isApiOnly: await isApiOnly(pool, user.profileId),
    }
  );
}

export async function signIn(request: FastifyRequest, reply: FastifyReply, user: OrgUser): Promise<void> {
  const { sessionId } = await request.server.sessions.open({ caller: callerOf(user), kind: 'page' });
  reply.setCookie(sessionCookie, sessionId, { ...cookieOptions, secure: request.protocol === 'https' });
}

export async function signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const sessionId = request.cookies[sessionCookie];
  if (sessionId) await request.server.sessions.end(sessionId);
  reply.clearCookie(sessionCookie, cookieOptions);
}

/** The hidden field every form carries; only pages of this org can know its value. */
export function csrfField(request: FastifyRequest, reply: FastifyReply): Html {
  return html`<input type="hidden" name="csrf" value="${csrfToken(secretOf(request) ?? startVisit(reply))}">`;
}

export function hasCsrfToken(request: FastifyRequest, form: URLSearchParams): boolean {
  const secret = secretOf(request);
  return secret !== undefined && form.get('csrf') === csrfToken(secret);
}

function secretOf(request: FastifyRequest): string | undefined {
  return request.cookies[sessionCookie] ?? request.cookies[visitCookie];
}

function startVisit(reply: FastifyReply): string {
  const secret = randomBytes(24).toString('base64url');
  reply.setCookie(visitCookie, secret, cookieOptions);
  return secret;
}

function csrfToken(secret: string): string {
  return createHash('sha256').update(`csrf ${secret}`).digest('base64url');
}

async function isAdministrator(pool: pg.Pool, user: OrgUser): Promise<boolean> {
  const { rows } = await pool.query('select "Name" as name from org."Profile" where "Id" = $1', [user.profileId]);
  return rows[0]?.name === 'System Administrator';
}

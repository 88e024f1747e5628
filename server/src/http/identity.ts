import type { Role, SessionView } from '@lockstep/contract/session.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findApiToken, tokenPrefix } from '../auth/api-tokens.ts';
import type { Actor } from '../auth/audit.ts';
import { type Identity, mayActAs } from '../auth/identity.ts';
import { findSession } from '../auth/sessions.ts';
import { isCsrfTokenOf } from '../auth/tokens.ts';
import type { Context } from '../context.ts';
import { LockstepError, must } from '../errors.ts';
import { told } from '../told.ts';
import type { App } from './routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; undefined when nobody is signed in. */
    identity: Identity | undefined;
    /** The session of the cookie, when that is how they are signed in. */
    session: { token: string; view: SessionView } | undefined;
  }
}

const cookieName = 'lockstep_session';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const bearer = new RegExp(`^Bearer (${tokenPrefix}\\S+)$`, 'i');

/**
 * Finds out who makes each request: a script by its API token, a person by the session cookie. A browser sends the
 * cookie also when another site makes it do so; therefore changes need the CSRF token too, which only our page knows.
 */
export function recogniseVisitors(app: App, context: Context): void {
  app.decorateRequest('identity', undefined);
  app.decorateRequest('session', undefined);
  app.addHook('onRequest', async (request) => {
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (token) request.identity = await findApiToken(context.pool, token);
    else await recogniseSession(request, context);
  });
}

async function recogniseSession(request: FastifyRequest, context: Context): Promise<void> {
  const token = request.cookies[cookieName];
  if (!token) return;
  const found = await findSession(context.pool, token, context.config.sessionHours);
  if (!found) return;
  if (!safeMethods.has(request.method) && !isCsrfTokenOf(token, request.headers['x-csrf-token'])) {
    throw new LockstepError(
      'request/forbidden',
      told`The X-CSRF-Token header is missing or belongs to another session.`,
    );
  }
  request.identity = found.identity;
  request.session = { token, view: found.view };
}

/** For a route's `onRequest`: lets in whoever has the role, or one that includes it. */
export function requireRole(role: Role) {
  return async (request: FastifyRequest): Promise<void> => {
    if (!request.identity) throw new LockstepError('request/unauthenticated', '');
    if (!mayActAs(request.identity, role))
      throw new LockstepError('request/forbidden', told`It needs the role ${role}.`);
  };
}

/** Who asks, for the audit trail. Only behind requireRole. */
export function actorOf(request: FastifyRequest): Actor {
  const { actor, userId } = must(request.identity, 'the identity behind a protected endpoint');
  return { actor, userId, address: request.ip };
}

export function giveCookie(reply: FastifyReply, token: string, context: Context): void {
  reply.setCookie(cookieName, token, cookieOptions(context));
}

export function takeCookie(reply: FastifyReply, context: Context): void {
  reply.clearCookie(cookieName, cookieOptions(context));
}

function cookieOptions(context: Context) {
  const secure = context.config.publicUrl?.startsWith('https:') ?? false;
  return { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
}

import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { Caller } from './caller.ts';
import type { SessionStore } from './session-store.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The org's sessions; `registerIdentity` puts them here. */
    sessions: SessionStore;
  }
}

/**
 * The caller of a REST or Bulk request, known by its session id. Throws the 401 that makes clients log in again, or the
 * 403 of a user who may log in but not use the API. Cheap: a known session costs one hash and one map look-up.
 */
export async function authenticate(request: FastifyRequest): Promise<Caller> {
  const sessionId = sessionIdOf(request);
  const session = sessionId ? await request.server.sessions.find(sessionId) : undefined;
  if (!session) throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  if (session.refusal) throw new ApiError(403, session.refusal.code, session.refusal.message);
  return session.caller;
}

/** `Bearer` is today's scheme, `OAuth` the older one that Salesforce still takes; Bulk 1.0 has a header of its own. */
export function sessionIdOf(request: FastifyRequest): string | undefined {
  const [scheme, token] = request.headers.authorization?.trim().split(/\s+/) ?? [];
  if (token && /^(bearer|oauth)$/i.test(scheme ?? '')) return token;
  const bulkSession = request.headers['x-sfdc-session'];
  return typeof bulkSession === 'string' ? bulkSession : undefined;
}

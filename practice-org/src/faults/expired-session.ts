import type { FastifyRequest } from 'fastify';
import { sessionIdOf } from '../identity/session.ts';
import type { FaultSwitch } from './fault-switch.ts';

/** Ends the caller's session for good: authentication then refuses it, and the client has to log in again. */
export async function expireSession(faults: FaultSwitch, request: FastifyRequest, path: string): Promise<void> {
  const sessionId = sessionIdOf(request);
  if (sessionId && faults.strikes('expiredSession', path)) await request.server.sessions.end(sessionId);
}

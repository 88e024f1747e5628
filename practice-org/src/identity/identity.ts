import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { SessionStore } from './session-store.ts';

export { createIdentityTables } from './identity-tables.ts';
export { seedIdentity } from './seed-identity.ts';

/** What logging in needs to know of the org it belongs to; OrgContext has it all. */
export interface IdentityOrg {
  readonly pool: pg.Pool;
  /** Where clients reach this server, without a slash at the end. */
  baseUrl(): string;
}

/**
 * Makes `authenticate` work for this app, and serves SOAP login and OAuth. Call it on the root instance, before the
 * routes that authenticate: Fastify hands decorations down, not up.
 */
export function registerIdentity(app: FastifyInstance, org: IdentityOrg): void {
  app.decorate('sessions', new SessionStore(org.pool));
}

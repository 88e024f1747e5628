import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { registerOAuth } from './oauth/oauth-endpoints.ts';
import { SessionStore } from './session-store.ts';
import { registerSoap } from './soap/soap-endpoint.ts';

export { createIdentityTables } from './identity-tables.ts';
export { seedIdentity } from './seed-identity.ts';

/**
 * Makes `authenticate` work for this app, and serves SOAP login and OAuth. Call it on the root instance, before the routes
 * that authenticate: Fastify hands decorations down, not up.
 */
export function registerIdentity(app: FastifyInstance, org: OrgContext): void {
  app.decorate('sessions', new SessionStore(org.pool, org.clock));
  // Salesforce's 401 names the scheme; clients look at the status, proxies at this.
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Token');
  });
  registerSoap(app, org);
  registerOAuth(app, org);
}

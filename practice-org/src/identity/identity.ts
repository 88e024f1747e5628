import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { registerPages } from '../pages/pages.ts';
import { registerOAuth } from './oauth/oauth-endpoints.ts';
import { SessionStore } from './session-store.ts';
import { registerSoap } from './soap/soap-endpoint.ts';

export { createIdentityTables } from './identity-tables.ts';
export { seedIdentity } from './seed-identity.ts';

/** What logging in needs to know of the org it belongs to. */
export type IdentityOrg = Pick<OrgContext, 'pool' | 'baseUrl'>;

/**
 * Makes `authenticate` work for this app, and serves SOAP login, OAuth, and the pages that people sign in
 * and give consent on. Call it on the root instance, before the
 * routes that authenticate: Fastify hands decorations down, not up.
 */
export function registerIdentity(app: FastifyInstance, org: OrgContext): void {
  app.decorate('sessions', new SessionStore(org.pool));
  // Salesforce's 401 names the scheme; clients look at the status, proxies at this.
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Token');
  });
  registerSoap(app, org);
  registerOAuth(app, org);
  registerPages(app, org);
}

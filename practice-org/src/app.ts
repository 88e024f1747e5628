import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerBulk } from './bulk/bulk-routes.ts';
import { registerFaults } from './faults/faults.ts';
import { registerIdentity } from './identity/identity.ts';
import type { OrgContext } from './org-context.ts';
import { registerErrors } from './rest/errors.ts';
import { registerRest } from './rest/rest-routes.ts';

const megabyte = 1024 * 1024;

/** The HTTP server of an org, not listening yet. */
export async function buildApp(org: OrgContext): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: org.log as never,
    disableRequestLogging: true,
    bodyLimit: 150 * megabyte,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: 500 },
    // Fastify's own limits would cut off uploads that take long on a busy machine.
    requestTimeout: 0,
  });
  acceptCompressedBodies(app);
  registerErrors(app);
  registerFaults(app, org);
  registerIdentity(app, org);
  await registerRest(app, org);
  await registerBulk(app, org);
  return app;
}

function acceptCompressedBodies(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== 'gzip' && encoding !== 'deflate') return payload;
    delete request.headers['content-length'];
    const stream = (payload as Readable).pipe(encoding === 'gzip' ? createGunzip() : createInflate());
    return Object.assign(stream, { receivedEncodedLength: 0 });
  });
}

import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, createInflate, gzip } from 'node:zlib';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { ApiError } from './api-error.ts';
import { registerBulk } from './bulk/bulk-routes.ts';
import { registerClockEndpoint } from './clock-setting.ts';
import { registerCometd } from './cometd/cometd-endpoint.ts';
import { rememberOrigin } from './events/change-origin.ts';
import { registerEventEndpoints } from './events/event-endpoints.ts';
import type { EventLog } from './events/event-log.ts';
import { registerFaults } from './faults/faults.ts';
import { registerIdentity } from './identity/identity.ts';
import { registerMetadataEndpoints } from './metadata/metadata-endpoints.ts';
import type { OrgContext } from './org-context.ts';
import { registerPages } from './pages/pages.ts';
import { registerErrors } from './rest/errors.ts';
import { registerPlatformEvents } from './rest/platform-events.ts';
import { registerRest } from './rest/rest-routes.ts';
import { plainUrl, speakXml } from './rest/xml-answers.ts';
import { registerSoapRecords } from './soap/soap-records.ts';
import type { SelfSigned } from './tls/certificate.ts';

const megabyte = 1024 * 1024;
const compress = promisify(gzip);

/** The HTTP server of an org, not listening yet; with a certificate it speaks HTTPS. */
export async function buildApp(org: OrgContext, events: EventLog, tls?: SelfSigned): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    ...(tls && { https: { cert: tls.certificate, key: tls.key } }),
    loggerInstance: org.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 150 * megabyte,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    // Fastify's own limit would cut off uploads that take long on a busy machine.
    requestTimeout: 0,
    rewriteUrl: plainUrl,
  });
  acceptBodies(app);
  speakXml(app);
  compressAnswers(app);
  registerErrors(app);
  registerFaults(app, org);
  rememberOrigin(app);
  registerIdentity(app, org);
  registerSoapRecords(app, org);
  registerMetadataEndpoints(app, org);
  registerEventEndpoints(app, org);
  registerClockEndpoint(app, org);
  registerPages(app, org);
  await registerCometd(app, org, events);
  await registerPlatformEvents(app, org, events);
  await registerRest(app, org);
  await registerBulk(app, org);
  return app;
}

function acceptBodies(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== 'gzip' && encoding !== 'deflate') return payload;
    delete request.headers['content-length'];
    const stream = (payload as Readable).pipe(encoding === 'gzip' ? createGunzip() : createInflate());
    return Object.assign(stream, { receivedEncodedLength: 0 });
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, text: string | Buffer) => {
      // Clients send the type without a body, on DELETE for example.
      if (text.length === 0) return undefined;
      try {
        return JSON.parse(text.toString());
      } catch (error) {
        throw new ApiError(400, 'JSON_PARSER_ERROR', (error as Error).message);
      }
    },
  );
  // Uploads are streamed to where they go, however large.
  app.addContentTypeParser(['text/csv', 'application/csv'], async (_request: unknown, payload: unknown) => payload);
}

function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const text = typeof payload === 'string' && payload.length > 1024 ? payload : undefined;
    if (!text || reply.hasHeader('content-encoding') || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? ''))
      return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return compress(text, { level: 1 });
  });
}

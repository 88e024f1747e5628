import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import { registerAjvFormats, type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { type FastifyBaseLogger, fastify, LogController } from 'fastify';
import type { Context } from '../context.ts';
import { auditRoutes } from './audit.ts';
import { answerErrors } from './error-answers.ts';
import { healthRoutes } from './health.ts';
import { recogniseVisitors } from './identity.ts';
import { endStreamsOnClose } from './live-events.ts';
import { measureRequests, metricsRoutes } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { limitRates } from './rate-limits.ts';
import type { App, Routes } from './routes.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { sessionRoutes } from './session.ts';
import { measureSync } from './sync-metrics.ts';
import { usersRoutes } from './users.ts';
import { serveWeb } from './web-files.ts';

const ownRoutes: readonly Routes[] = [healthRoutes, metricsRoutes, sessionRoutes, usersRoutes, auditRoutes];

/** A server with every endpoint, not listening yet. `routes` are families of endpoints beside the basic ones. */
export async function buildApp(context: Context, routes: readonly Routes[] = []): Promise<App> {
  const app: App = fastify({
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: context.config.trustProxy === 'yes',
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>();

  registerAjvFormats();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerErrors(app);
  addSecurityHeaders(app, context.config);
  measureRequests(app, context.metrics);
  measureSync(context.metrics, context.pool);
  endStreamsOnClose(app);
  await app.register(cookie);
  await app.register(formbody);
  recogniseVisitors(app, context);
  await limitRates(app);
  await describeApi(app);

  for (const family of [...ownRoutes, ...routes]) {
    await app.register(async (scope) => family(scope as App, context));
  }
  await serveWeb(app);
  return app;
}

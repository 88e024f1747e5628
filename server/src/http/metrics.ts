import { Histogram, type Registry } from 'prom-client';
import type { App, Routes } from './routes.ts';

/** Times every request by its route, never by its address, so that the number of series stays small. */
export function measureRequests(app: App, registry: Registry): void {
  const duration = new Histogram({
    name: 'lockstep_http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    request.log.debug({ method: request.method, route, status: reply.statusCode, seconds }, 'request');
  });
}

/** For Prometheus. Numbers only, nothing about people, so it needs no sign-in. */
export const metricsRoutes: Routes = (app, { metrics }) => {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type(metrics.contentType);
    return await metrics.metrics();
  });
};

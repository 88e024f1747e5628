import type { FastifyInstance } from 'fastify';
import type { EventLog } from '../events/event-log.ts';
import { publishEvent } from '../events/publish-event.ts';
import type { OrgContext } from '../org-context.ts';
import { sendJson, versionedRoutes } from './request.ts';

/** Platform events are published like records are made. */
export async function registerPlatformEvents(app: FastifyInstance, org: OrgContext, log: EventLog): Promise<void> {
  await versionedRoutes(app, org, (routes) => {
    routes.post<{ Params: { event: string } }>('/sobjects/:event(^\\w+__e$)', async (request, reply) => {
      const record = (request.body ?? {}) as Record<string, unknown>;
      return sendJson(reply, 201, await publishEvent(org, log, request.caller, request.params.event, record));
    });
  });
}

import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import { requireAdministrator } from '../metadata/administrators.ts';
import type { OrgContext } from '../org-context.ts';
import { definePlatformEvent, type PlatformEvent } from './platform-events.ts';
import { canBeCaptured, mostEntities, selectEntities, selectedEntities } from './selected-entities.ts';

const root = '/practice-org/metadata';

/** What Setup › Change Data Capture and Setup › Platform Events are for, over JSON; with the session of an administrator. */
export function registerEventEndpoints(app: FastifyInstance, org: OrgContext): void {
  app.register(async (routes) => {
    routes.addHook('onRequest', (request) => requireAdministrator(org, request));

    routes.get(`${root}/change-data-capture`, () => selectedEntities(org.pool));

    routes.put(`${root}/change-data-capture`, async (request) => {
      await selectEntities(org, await readEntities(org, request.body));
      return selectedEntities(org.pool);
    });

    routes.post(`${root}/platform-events`, async (request, reply) =>
      reply.code(201).send(await definePlatformEvent(org.pool, (request.body ?? {}) as PlatformEvent)),
    );
  });
}

async function readEntities(org: OrgContext, body: unknown): Promise<string[]> {
  if (!Array.isArray(body)) throw invalid('Send a JSON list of object names.');
  const { objects } = await org.metadata.current();
  const names = body.map((name) => {
    const known = objects.get(String(name).toLowerCase())?.name;
    if (!known || !canBeCaptured(known)) throw invalid(`${name} can't be selected for Change Data Capture.`);
    return known;
  });
  if (new Set(names).size > mostEntities)
    throw invalid(`At most ${mostEntities} entities can be selected for Change Data Capture.`);
  return names;
}

function invalid(message: string): ApiError {
  return new ApiError(400, 'FIELD_INTEGRITY_EXCEPTION', message);
}

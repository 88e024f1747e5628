import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { OrgContext } from '../org-context.ts';
import { listManaged, type ManagedSubscription, saveManaged } from '../pubsub/managed-subscriptions.ts';
import { basePathOf, sendJson } from './request.ts';

type OfQuery = { Querystring: { q?: string } };

/** ManagedEventSubscription records of the Tooling API: subscribers look theirs up before they subscribe. */
export function registerManagedSubscriptions(routes: FastifyInstance, org: OrgContext): void {
  routes.get<OfQuery>('/tooling/query', async (request, reply) => {
    const soql = request.query.q ?? '';
    if (!/\bFROM\s+ManagedEventSubscription\b/i.test(soql))
      throw new ApiError(400, 'INVALID_TYPE', 'This org has only ManagedEventSubscription in its Tooling API.');
    const [, field, value] = /\bWHERE\s+(Id|DeveloperName)\s*=\s*'([^'\\]*)'/i.exec(soql) ?? [];
    const wanted = (one: ManagedSubscription) =>
      field?.toLowerCase() === 'id' ? one.id.startsWith(String(value)) : !field || one.developerName === value;
    const records = (await listManaged(org.pool)).filter(wanted).map((one) => record(basePathOf(request), one));
    return sendJson(reply, 200, {
      size: records.length,
      totalSize: records.length,
      done: true,
      queryLocator: null,
      entityTypeName: 'ManagedEventSubscription',
      records,
    });
  });

  routes.post('/tooling/sobjects/ManagedEventSubscription', async (request, reply) => {
    const id = await saveManaged(org.pool, request.body);
    return sendJson(reply, 201, { id, success: true, errors: [], warnings: [], infos: [] });
  });
}

function record(basePath: string, one: ManagedSubscription) {
  return {
    attributes: {
      type: 'ManagedEventSubscription',
      url: `${basePath}/tooling/sobjects/ManagedEventSubscription/${one.id}`,
    },
    Id: one.id,
    DeveloperName: one.developerName,
    Metadata: {
      defaultReplay: one.defaultReplay,
      errorRecoveryReplay: one.errorRecoveryReplay,
      label: one.label,
      state: one.state,
      topicName: one.topic,
      urls: null,
      version: null,
    },
  };
}

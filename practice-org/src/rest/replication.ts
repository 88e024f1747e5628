import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { deletedRecords, readSpan, updatedRecords } from '../records/replication.ts';
import { toJson } from '../soql/to-record.ts';
import { objectIn, sendJson, viewOf } from './request.ts';

type Range = { Params: { object: string }; Querystring: { start?: string; end?: string } };

/** getUpdated and getDeleted: what changed in a span of time. */
export function registerReplication(routes: FastifyInstance, org: OrgContext): void {
  routes.get<Range>('/sobjects/:object/updated', async (request, reply) => {
    const object = objectIn(await viewOf(org, request), request.params.object);
    const updated = await updatedRecords(
      org,
      object,
      readSpan(org.clock.instant(), request.query.start, request.query.end),
    );
    return sendJson(reply, 200, {
      ids: updated.ids,
      latestDateCovered: toJson(updated.latestDateCovered, 'datetime'),
    });
  });

  routes.get<Range>('/sobjects/:object/deleted', async (request, reply) => {
    const object = objectIn(await viewOf(org, request), request.params.object);
    const deleted = await deletedRecords(
      org,
      object,
      readSpan(org.clock.instant(), request.query.start, request.query.end),
    );
    return sendJson(reply, 200, {
      deletedRecords: deleted.deletedRecords.map(({ id, deletedDate }) => ({
        deletedDate: toJson(deletedDate, 'datetime'),
        id,
      })),
      earliestDateAvailable: toJson(deleted.earliestDateAvailable, 'datetime'),
      latestDateCovered: toJson(deleted.latestDateCovered, 'datetime'),
    });
  });
}

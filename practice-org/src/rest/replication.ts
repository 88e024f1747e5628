import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import { reader } from '../database.ts';
import type { OrgContext } from '../org-context.ts';
import { tableName } from '../schema/object-tables.ts';
import { toJson } from '../soql/shape.ts';
import { objectIn, sendJson, viewOf } from './request.ts';

type Range = { Params: { object: string }; Querystring: { start?: string; end?: string } };

/** getUpdated and getDeleted: what changed in a span of time, by whole minutes as Salesforce counts here. */
export function registerReplication(routes: FastifyInstance, org: OrgContext): void {
  routes.get<Range>('/sobjects/:object/updated', async (request, reply) => {
    const { table, deletable, start, end } = await rangeOf(org, request);
    const { rows } = await reader(org.pool).query(
      `select "Id" as id from ${table} where ${deletable ? 'not "IsDeleted" and' : ''} "SystemModstamp" >= $1 and "SystemModstamp" < $2 order by "SystemModstamp", "Id"`,
      [start, end],
    );
    return sendJson(reply, 200, { ids: rows.map(({ id }) => id), latestDateCovered: toJson(covered(end), 'datetime') });
  });

  routes.get<Range>('/sobjects/:object/deleted', async (request, reply) => {
    const { table, deletable, start, end } = await rangeOf(org, request);
    if (!deletable) throw notReplicable(request.params.object);
    const { rows } = await reader(org.pool).query(
      `select "Id" as id, "SystemModstamp" as at from ${table} where "IsDeleted" and "SystemModstamp" >= $1 and "SystemModstamp" < $2 order by at, id`,
      [start, end],
    );
    const earliest = await reader(org.pool).query(`select min("CreatedDate") as at from org."Organization"`);
    return sendJson(reply, 200, {
      deletedRecords: rows.map(({ id, at }) => ({ deletedDate: toJson(at, 'datetime'), id })),
      earliestDateAvailable: toJson(earliest.rows[0].at, 'datetime'),
      latestDateCovered: toJson(covered(end), 'datetime'),
    });
  });
}

async function rangeOf(
  org: OrgContext,
  request: FastifyRequest<Range>,
): Promise<{ table: string; deletable: boolean; start: Date; end: Date }> {
  const object = objectIn(await viewOf(org, request), request.params.object);
  if (!object.meta.describe.replicateable) throw notReplicable(object.name);
  const start = toMinute(request.query.start, 'start');
  const end = toMinute(request.query.end, 'end');
  if (start >= end) throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate before endDate');
  if (start.getTime() < Date.now() - 30 * 86_400_000 - 60_000)
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 30 days ago');
  const deletable = object.meta.fields.some(({ name }) => name === 'IsDeleted');
  return { table: tableName(object.name), deletable, start, end };
}

function notReplicable(object: string): ApiError {
  return new ApiError(400, 'INVALID_TYPE', `sObject type '${object}' is not replicable`);
}

/** What lies ahead can't have been covered. */
function covered(end: Date): Date {
  return new Date(Math.min(end.getTime(), Math.floor(Date.now() / 60_000) * 60_000));
}

function toMinute(text: string | undefined, name: string): Date {
  // A plus sign that was not encoded arrives as a blank.
  const at = Date.parse((text ?? '').replace(' ', '+').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(at)) throw new ApiError(400, 'INVALID_FIELD', `${name} must be a valid dateTime`);
  return new Date(Math.floor(at / 60_000) * 60_000);
}

import type { FastifyInstance } from 'fastify';
import { reader } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { basePathOf, sendJson, viewOf } from './request.ts';

const usual = 200;

/** GET /recent: what the caller has looked at last. */
export function registerRecent(routes: FastifyInstance, org: OrgContext): void {
  routes.get<{ Querystring: { limit?: string } }>('/recent', async (request, reply) => {
    const view = await viewOf(org, request);
    const limit = Math.min(2000, Number(request.query.limit) || usual);
    const objects = view.objects().filter(({ meta }) => meta.describe.mruEnabled);
    return sendJson(reply, 200, await recentRecords(org, request.caller, objects, basePathOf(request), limit));
  });
}

/** The records that a user has looked at, newest first, each with its id and name. */
export async function recentRecords(
  org: OrgContext,
  { userId }: Pick<Caller, 'userId'>,
  objects: ObjectView[],
  basePath: string,
  limit: number,
): Promise<object[]> {
  const selects = objects.flatMap((object) => recentOf(object) ?? []);
  if (selects.length === 0) return [];
  const { rows } = await reader(org.pool).query(
    `select * from (${selects.join(' union all ')}) found order by at desc, id limit $1`,
    [limit, userId],
  );
  return rows.map(({ object, id, label, name }) => ({
    attributes: { type: object, url: `${basePath}/sobjects/${object}/${id}` },
    Id: id,
    [label]: name,
  }));
}

function recentOf(object: ObjectView): string | undefined {
  const label = ['Name', 'Subject', 'MasterLabel', 'Label'].find((name) => object.field(name)?.columnType);
  if (!label) return undefined;
  const live = object.meta.fields.some(({ name }) => name === 'IsDeleted') ? 'and not t."IsDeleted"' : '';
  return `select v.object, '${label}' as label, t."Id" as id, t.${quoteName(label)} as name, v.viewed_at as at
    from setup.recently_viewed v join ${tableName(object.name)} t on t."Id" = v.record_id
    where v.user_id = $2 and v.object = '${object.name}' ${live}`;
}

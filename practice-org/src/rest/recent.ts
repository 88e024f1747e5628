import type { FastifyInstance } from 'fastify';
import { reader } from '../database.ts';
import type { ObjectView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import { basePathOf, sendJson, viewOf } from './request.ts';

const usual = 200;

/** GET /recent: what was last worked on. */
export function registerRecent(routes: FastifyInstance, org: OrgContext): void {
  routes.get<{ Querystring: { limit?: string } }>('/recent', async (request, reply) => {
    const view = await viewOf(org, request);
    const limit = Math.min(2000, Number(request.query.limit) || usual);
    const objects = view.objects().filter(({ meta }) => meta.describe.mruEnabled);
    return sendJson(reply, 200, await recentRecords(org, objects, basePathOf(request), limit));
  });
}

/** The records that changed last, newest first, each with its id and name. */
export async function recentRecords(
  org: OrgContext,
  objects: ObjectView[],
  basePath: string,
  limit: number,
): Promise<object[]> {
  const selects = objects.flatMap((object) => recentOf(object, limit) ?? []);
  if (selects.length === 0) return [];
  const { rows } = await reader(org.pool).query(
    `select * from (${selects.join(' union all ')}) found order by at desc, id limit $1`,
    [limit],
  );
  return rows.map(({ object, id, label, name }) => ({
    attributes: { type: object, url: `${basePath}/sobjects/${object}/${id}` },
    Id: id,
    [label]: name,
  }));
}

/** Each part ends by itself: the index finds its newest without a look at the others. */
function recentOf(object: ObjectView, limit: number): string | undefined {
  const label = ['Name', 'Subject', 'MasterLabel', 'Label'].find((name) => object.field(name)?.columnType);
  if (!label || !object.field('SystemModstamp')) return undefined;
  const live = object.meta.fields.some(({ name }) => name === 'IsDeleted') ? 'where not "IsDeleted"' : '';
  return `(select '${object.name}' as object, '${label}' as label, "Id" as id, ${quoteName(label)} as name, "SystemModstamp" as at
    from ${tableName(object.name)} ${live} order by "SystemModstamp" desc, "Id" limit ${limit})`;
}

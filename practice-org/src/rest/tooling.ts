import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, notFound } from '../api-error.ts';
import type { ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { listManaged, saveManaged } from '../pubsub/managed-subscriptions.ts';
import { queryMore, runQuery } from '../soql/run-query.ts';
import { describeGlobal, describeObject, summaryOf } from './describe.ts';
import { managedRecord, wantedManaged } from './managed-subscriptions.ts';
import { basePathOf, objectIn, sendJson } from './request.ts';

type OfQuery = { Querystring: { q?: string } };
type OfObject = { Params: { object: string } };
type OfRecord = { Params: { object: string; id: string } };

/**
 * What clients look up in the Tooling API: which objects and fields there are, and the managed subscriptions of the Pub/Sub API.
 * https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/intro_rest_resources.htm
 */
export function registerTooling(routes: FastifyInstance, org: OrgContext): void {
  routes.get('/tooling', (request, reply) => {
    const base = toolingPath(request);
    return sendJson(reply, 200, { query: `${base}/query`, sobjects: `${base}/sobjects` });
  });

  routes.get('/tooling/sobjects', async (request, reply) =>
    sendJson(reply, 200, describeGlobal(await toolingView(org, request), toolingPath(request))),
  );

  routes.get<OfObject>('/tooling/sobjects/:object', async (request, reply) => {
    const object = objectIn(await toolingView(org, request), request.params.object);
    return sendJson(reply, 200, { objectDescribe: summaryOf(object, toolingPath(request)), recentItems: [] });
  });

  routes.get<OfObject>('/tooling/sobjects/:object/describe', async (request, reply) => {
    const view = await toolingView(org, request);
    const object = objectIn(view, request.params.object);
    return sendJson(reply, 200, describeObject(view, object, toolingPath(request), org.baseUrl()));
  });

  routes.get<OfRecord>('/tooling/sobjects/:object/:id', async (request, reply) => {
    const object = objectIn(await toolingView(org, request), request.params.object);
    const fields = object.fields.map(({ name }) => name).join(', ');
    const id = request.params.id.replace(/[^\w.]/g, '');
    const soql = `SELECT ${fields} FROM ${object.name} WHERE Id = '${id}'`;
    const [record] = (await ask(org, request, soql)).records;
    if (!record) throw notFound();
    return sendJson(reply, 200, record);
  });

  routes.get<OfQuery>('/tooling/query', async (request, reply) => {
    const soql = request.query.q;
    if (!soql) throw new ApiError(400, 'MALFORMED_QUERY', 'SOQL query is required: parameter q is missing');
    if (/\bFROM\s+ManagedEventSubscription\b/i.test(soql)) {
      const records = (await listManaged(org.pool)).filter(wantedManaged(soql));
      return sendJson(
        reply,
        200,
        toolingResult('ManagedEventSubscription', {
          totalSize: records.length,
          done: true,
          records: records.map((one) => managedRecord(basePathOf(request), one)),
        }),
      );
    }
    const result = await ask(org, request, soql);
    return sendJson(reply, 200, toolingResult(typeOf(result.records[0]), result));
  });

  routes.get<{ Params: { locator: string } }>('/tooling/query/:locator', async (request, reply) => {
    const result = await queryMore(org, request.caller, request.params.locator, toolingPath(request), 'tooling');
    return sendJson(reply, 200, toolingResult(typeOf(result.records[0]), result));
  });

  routes.post('/tooling/sobjects/ManagedEventSubscription', async (request, reply) => {
    const id = await saveManaged(org.pool, request.body);
    return sendJson(reply, 201, { id, success: true, errors: [], warnings: [], infos: [] });
  });
}

const toolingPath = (request: FastifyRequest) => `${basePathOf(request)}/tooling`;

const toolingView = (org: OrgContext, request: FastifyRequest): Promise<ProfileView> =>
  org.metadata.viewFor(request.caller.profileId, 'tooling');

function ask(org: OrgContext, request: FastifyRequest, soql: string) {
  const options = { soql, allRows: false, pageSize: 2000, basePath: toolingPath(request), api: 'tooling' } as const;
  return runQuery(org, request.caller, options);
}

function typeOf(record: unknown): string | null {
  return (record as { attributes?: { type: string } } | undefined)?.attributes?.type ?? null;
}

/** A query's answer as the Tooling API writes it. */
function toolingResult(
  entityTypeName: string | null,
  result: { totalSize: number; done: boolean; records: unknown[] },
) {
  return { size: result.records.length, queryLocator: null, entityTypeName, ...result };
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { OrgContext } from '../org-context.ts';
import { explainQuery } from '../soql/explain.ts';
import { columnsOf } from '../soql/query-columns.ts';
import { queryMore, runQuery } from '../soql/run-query.ts';
import { listViewQuery } from './list-views.ts';
import { basePathOf, sendJson, viewOf } from './request.ts';

type Query = { Querystring: { q?: string | string[]; explain?: string | string[]; columns?: string } };

export function registerQuery(routes: FastifyInstance, org: OrgContext): void {
  for (const [path, allRows] of [
    ['/query', false],
    ['/queryAll', true],
  ] as const) {
    routes.get<Query>(path, async (request, reply) => {
      const explained = [request.query.explain ?? []].flat()[0];
      if (explained) {
        const soql = listViewQuery(await viewOf(org, request), explained) ?? explained;
        return sendJson(reply, 200, await explainQuery(org, request.caller, soql));
      }
      const soql = [request.query.q ?? []].flat()[0];
      if (!soql) throw new ApiError(400, 'MALFORMED_QUERY', 'SOQL query is required: parameter q is missing');
      if (request.query.columns === 'true') return sendJson(reply, 200, await columnsOf(org, request.caller, soql));
      const pageSize = pageSizeOf(request);
      return sendJson(
        reply,
        200,
        await runQuery(org, request.caller, { soql, allRows, pageSize, basePath: basePathOf(request) }),
      );
    });
    routes.get<{ Params: { locator: string } }>(`${path}/:locator`, async (request, reply) =>
      sendJson(reply, 200, await queryMore(org, request.caller, request.params.locator, basePathOf(request))),
    );
  }
}

/** `Sforce-Query-Options: batchSize=500`, kept between the limits that Salesforce documents. */
function pageSizeOf(request: FastifyRequest): number {
  const wanted = /batchSize\s*=\s*(\d+)/i.exec(String(request.headers['sforce-query-options'] ?? ''))?.[1];
  return wanted ? Math.min(2000, Math.max(200, Number(wanted))) : 2000;
}

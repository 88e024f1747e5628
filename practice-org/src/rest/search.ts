import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { OrgContext } from '../org-context.ts';
import {
  everyRecord,
  parseSosl,
  type Returned,
  returnedOf,
  type Search,
  type SearchGroup,
} from '../sosl/parse-sosl.ts';
import { runSearch } from '../sosl/run-search.ts';
import { basePathOf, sendJson, viewOf } from './request.ts';

interface Parameters {
  q?: string;
  in?: string;
  fields?: string[];
  sobjects?: { name: string; fields?: string[]; where?: string; orderBy?: string; limit?: number }[];
  overallLimit?: number;
  defaultLimit?: number;
}

type BySosl = { Querystring: { q?: string } };

/** SOSL, and searches whose parts are parameters. */
export function registerSearch(routes: FastifyInstance, org: OrgContext): void {
  routes.get<BySosl>('/search', async (request, reply) => {
    const text = request.query.q ?? '';
    const records = await runSearch(org, request.caller, parseSosl(text), { text, basePath: basePathOf(request) });
    // Versions before 37.0 answer with the list alone.
    return sendJson(reply, 200, Number(request.apiVersion) < 37 ? records : { searchRecords: records });
  });

  routes.get<{ Querystring: Record<string, string | string[] | undefined> }>(
    '/parameterizedSearch',
    async (request, reply) =>
      sendJson(reply, 200, { searchRecords: await searchBy(org, request, fromQuery(request.query)) }),
  );

  routes.post<{ Body: Parameters }>('/parameterizedSearch', async (request, reply) =>
    sendJson(reply, 200, { searchRecords: await searchBy(org, request, request.body ?? {}) }),
  );

  routes.get('/search/scopeOrder', async (request, reply) => {
    const view = await viewOf(org, request);
    const objects = view.objects().filter(({ meta }) => meta.describe.searchable && meta.describe.layoutable);
    const scope = objects.map(({ name }) => ({ type: name, url: `${basePathOf(request)}/sobjects/${name}/describe` }));
    return sendJson(reply, 200, scope);
  });
}

function searchBy(org: OrgContext, request: FastifyRequest, parameters: Parameters): Promise<unknown[]> {
  const text = parameters.q ?? '';
  if (text === '') throw new ApiError(400, 'MALFORMED_SEARCH', 'A search term is required: parameter q is missing');
  const search: Search = {
    terms: text,
    group: groupOf(parameters.in),
    returning: (parameters.sobjects ?? []).map((asked) => returnedBy(asked, parameters)),
    limit: Math.min(2000, Number(parameters.overallLimit ?? 2000)),
  };
  return runSearch(org, request.caller, search, { text, basePath: basePathOf(request) });
}

function returnedBy(asked: NonNullable<Parameters['sobjects']>[number], all: Parameters): Returned {
  const fields = asked.fields ?? all.fields;
  const limit = asked.limit ?? all.defaultLimit;
  if (!fields && !asked.where && !asked.orderBy && limit === undefined) return everyRecord(asked.name);
  return returnedOf({ ...asked, fields, limit });
}

function groupOf(text = 'all'): SearchGroup {
  const group = text.toLowerCase();
  if (['all', 'name', 'email', 'phone', 'sidebar'].includes(group)) return group as SearchGroup;
  throw new ApiError(400, 'INVALID_SEARCH_SCOPE', `The search scope is not valid: ${text}`);
}

/** `?q=Acme&sobject=Account&Account.fields=Id,Name&Account.limit=10&in=NAME` */
function fromQuery(query: Record<string, string | string[] | undefined>): Parameters {
  const one = (name: string) => [query[name] ?? []].flat()[0];
  const list = (name: string) =>
    one(name)
      ?.split(',')
      .map((item) => item.trim());
  const number = (name: string) => (one(name) === undefined ? undefined : Number(one(name)));
  const objects = [query.sobject ?? []].flat().flatMap((names) => names.split(','));
  const given = <T extends object>(value: T) =>
    Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
      [K in keyof T]: Exclude<T[K], undefined>;
    };
  return given({
    q: one('q'),
    in: one('in'),
    fields: list('fields'),
    overallLimit: number('overallLimit'),
    defaultLimit: number('defaultLimit'),
    sobjects: objects.map((name) =>
      given({
        name,
        fields: list(`${name}.fields`),
        where: one(`${name}.where`),
        orderBy: one(`${name}.orderBy`),
        limit: number(`${name}.limit`),
      }),
    ),
  }) as Parameters;
}

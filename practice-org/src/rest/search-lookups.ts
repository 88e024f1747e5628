import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { ObjectView, ProfileView, ViewField } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { returnedOf } from '../sosl/parse-sosl.ts';
import { runSearch } from '../sosl/run-search.ts';
import { basePathOf, sendJson, viewOf } from './request.ts';

type OfSuggestions = { Querystring: { q?: string; sobject?: string; fields?: string; limit?: string } };

/** What search boxes ask for: which columns found records are shown with, and records whose name goes on like this. */
export function registerSearchLookups(routes: FastifyInstance, org: OrgContext): void {
  routes.get<{ Querystring: { q?: string } }>('/search/layout', async (request, reply) => {
    const view = await viewOf(org, request);
    return sendJson(reply, 200, namedObjects(view, request.query.q).map(searchLayout));
  });

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search_suggest_records.htm
  routes.get<OfSuggestions>('/search/suggestions', async (request, reply) => {
    const { q = '', sobject, fields, limit = '5' } = request.query;
    const words = q.replaceAll(/["*?]/g, '').trim();
    if (words.length < 2)
      throw new ApiError(400, 'MALFORMED_SEARCH', 'A search term is required: parameter q is missing');
    const most = Math.min(2000, Number(limit) || 5);
    const asked = (fields ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const returning = namedObjects(await viewOf(org, request), sobject).map((object) =>
      returnedOf({ name: object.name, fields: [...new Set(['Id', ...nameOf(object), ...asked])] }),
    );
    const search = { terms: `${words}*`, group: 'name' as const, returning, limit: most + 1 };
    const found = await runSearch(org, request.caller, search, { text: q, basePath: basePathOf(request) });
    return sendJson(reply, 200, { autoSuggestResults: found.slice(0, most), hasMoreResults: found.length > most });
  });
}

export function namedObjects(view: ProfileView, names = ''): ObjectView[] {
  const wanted = names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (wanted.length === 0 || wanted.length > 100)
    throw new ApiError(400, 'INVALID_TYPE', 'A list of one to a hundred objects is required');
  return wanted.map((name) => {
    const object = view.object(name);
    if (!object) throw new ApiError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
    return object;
  });
}

function nameOf({ fields }: ObjectView): string[] {
  return fields.filter(({ describe }) => describe.nameField).map(({ name }) => name);
}

/** The name and how to reach whom or what is found. */
function searchLayout(object: ObjectView): object {
  const shown = ['Company', 'Title', 'Phone', 'Email', 'Status', 'StageName', 'CloseDate', 'ActivityDate'];
  const columns = [...nameOf(object), ...shown].flatMap((name) => object.field(name) ?? []);
  return { label: 'Search Results', limitRows: 25, searchColumns: columns.map((field) => column(object, field)) };
}

function column({ name: object }: ObjectView, { name, describe }: ViewField): object {
  const format = describe.type === 'date' || describe.type === 'datetime' ? describe.type : null;
  return { field: `${object}.${name}`, format, label: describe.label, name };
}

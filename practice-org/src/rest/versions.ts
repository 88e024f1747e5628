import type { FastifyInstance } from 'fastify';
import type { OrgContext } from '../org-context.ts';
import { basePathOf, newestVersion, oldestVersion, sendJson } from './request.ts';

const resources = [
  'query',
  'queryAll',
  'sobjects',
  'limits',
  'composite',
  'jobs',
  'search',
  'parameterizedSearch',
  'recent',
  'tooling',
  'ui-api',
  'tabs',
  'theme',
  'compactLayouts',
  'quickActions',
  'process',
];
const seasons = ['Winter', 'Spring', 'Summer'];

/** GET /services/data and the list of resources of a version. Only the first needs no session. */
export function registerVersions(app: FastifyInstance): void {
  app.get('/services/data', (_request, reply) => sendJson(reply, 200, versions()));
}

export function registerResources(routes: FastifyInstance, org: OrgContext): void {
  routes.get('/', async (request, reply) => {
    const base = basePathOf(request);
    const identity = `${org.baseUrl()}/id/${request.caller.organizationId}/${request.caller.userId}`;
    return sendJson(reply, 200, {
      ...Object.fromEntries(resources.map((name) => [name, `${base}/${name}`])),
      identity,
    });
  });
}

function versions(): object[] {
  return Array.from({ length: newestVersion - oldestVersion + 1 }, (_, i) => {
    const version = `${oldestVersion + i}.0`;
    return { label: labelOf(oldestVersion + i), url: `/services/data/v${version}`, version };
  });
}

/** Three releases a year since 20.0, Winter '11. */
function labelOf(version: number): string {
  const releases = version - 20;
  return `${seasons[releases % 3]} '${11 + Math.floor(releases / 3)}`;
}

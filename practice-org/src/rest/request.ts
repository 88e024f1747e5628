import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, notFound } from '../api-error.ts';
import { inTransaction, type Queryable } from '../database.ts';
import type { Caller } from '../identity/caller.ts';
import { authenticate } from '../identity/session.ts';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import type { SaveOptions } from '../records/prepare.ts';
import type { SaveContext } from '../records/save-context.ts';
import { innerRequestHeader } from './inner-request.ts';
import { refuseOtherMethods } from './other-methods.ts';

export const oldestVersion = 20;
export const newestVersion = 66;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the versioned endpoints, once the request has been let in. */
    caller: Caller;
    /** `60.0` in `/services/data/v60.0/…`. */
    apiVersion: string;
  }
}

/** A plugin whose routes all live under /services/data/vXX.0 and need a session. */
export async function versionedRoutes(
  app: FastifyInstance,
  org: OrgContext,
  register: (routes: FastifyInstance) => void,
): Promise<void> {
  await app.register(
    async (routes) => {
      routes.decorateRequest('caller', null as never);
      routes.decorateRequest('apiVersion', '');
      routes.addHook('onRequest', (request, reply) => {
        const version = versionIn(request);
        return openRequest(org, request, reply, version.startsWith('v') ? version.slice(1) : '');
      });
      const refuseOthers = refuseOtherMethods(routes);
      register(routes);
      refuseOthers();
    },
    { prefix: '/services/data/:version' },
  );
}

/** Lets a request in: its version exists, its session is known, the day's limit is not reached. */
export async function openRequest(
  org: OrgContext,
  request: FastifyRequest,
  reply: FastifyReply,
  version: string,
): Promise<void> {
  request.apiVersion = checkedVersion(version);
  request.caller = await authenticate(request);
  const most = dailyLimit(org);
  if (!request.headers[innerRequestHeader]) org.usage.count();
  const used = org.usage.used();
  reply.header('Sforce-Limit-Info', `api-usage=${Math.min(used, most)}/${most}`);
  reply.header('Cache-Control', 'no-cache,must-revalidate,max-age=0,no-store,private');
  reply.header('Vary', 'Accept-Encoding');
  if (used > most) throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
}

export function versionIn(request: FastifyRequest): string {
  return (request.params as { version?: string }).version ?? '';
}

function checkedVersion(version: string): string {
  const number = /^\d{2}\.0$/.test(version) ? Number(version) : 0;
  if (number < oldestVersion || number > newestVersion) throw notFound();
  return version;
}

export function dailyLimit(org: OrgContext): number {
  return org.settings.get('dailyApiRequests', 15_000);
}

export function basePathOf(request: FastifyRequest): string {
  return `/services/data/v${request.apiVersion}`;
}

export function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(body));
}

export async function viewOf(org: OrgContext, request: FastifyRequest): Promise<ProfileView> {
  return org.metadata.viewFor(request.caller.profileId);
}

export function objectIn(view: ProfileView, name: string): ObjectView {
  const object = view.object(name);
  if (!object) throw notFound();
  return object;
}

/** Runs work on one object in a transaction, with the options that the request's headers ask for. */
export async function saving<T>(
  org: OrgContext,
  request: FastifyRequest,
  objectName: string,
  work: (context: SaveContext) => Promise<T>,
): Promise<T> {
  const view = await viewOf(org, request);
  const object = objectIn(view, objectName);
  return inTransaction(org.pool, (database) => work(saveContext(org, request, view, object, database)));
}

export function saveContext(
  org: OrgContext,
  request: FastifyRequest,
  view: ProfileView,
  object: ObjectView,
  database: Queryable,
): SaveContext {
  const truncate = /true/i.test(String(request.headers['sforce-allow-field-truncation'] ?? ''));
  const options: SaveOptions = {
    source: request.headers['content-type']?.includes('xml') ? 'csv' : 'json',
    truncate,
    assignment: assignmentOf(request),
    allowDuplicates: /allowSave\s*=\s*true/i.test(String(request.headers['sforce-duplicate-rule-header'] ?? '')),
    basePath: basePathOf(request),
  };
  return { org, caller: request.caller, view, object, database, options };
}

/**
 * `Sforce-Auto-Assign: TRUE`, `FALSE` or a rule's id. Without it, new records are assigned by the active rules.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_autoassign.htm
 */
function assignmentOf(request: FastifyRequest): SaveOptions['assignment'] {
  const asked = String(request.headers['sforce-auto-assign'] ?? '').trim();
  if (asked === '') return { onlyNew: true };
  if (/^false$/i.test(asked)) return undefined;
  return /^true$/i.test(asked) ? {} : { ruleId: asked };
}

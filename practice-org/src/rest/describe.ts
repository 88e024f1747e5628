import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { recentRecords } from './recent.ts';
import { recordTypeInfos } from './record-type-infos.ts';
import { basePathOf, objectIn, sendJson, viewOf } from './request.ts';

type Params = { Params: { object: string } };

/** What a global describe tells of each object. */
const summaryKeys = [
  'activateable',
  'associateEntityType',
  'associateParentEntity',
  'createable',
  'custom',
  'customSetting',
  'deepCloneable',
  'deletable',
  'deprecatedAndHidden',
  'feedEnabled',
  'hasSubtypes',
  'isInterface',
  'isSubtype',
  'keyPrefix',
  'label',
  'labelPlural',
  'layoutable',
  'mergeable',
  'mruEnabled',
  'name',
  'queryable',
  'replicateable',
  'retrieveable',
  'searchable',
  'triggerable',
  'undeletable',
  'updateable',
];

export function registerDescribe(routes: FastifyInstance, org: OrgContext): void {
  routes.get('/sobjects', async (request, reply) => {
    const view = await viewOf(org, request);
    return sendConditional(request, reply, view, describeGlobal(view, basePathOf(request)));
  });

  routes.get<Params>('/sobjects/:object', async (request, reply) => {
    const view = await viewOf(org, request);
    const object = objectIn(view, request.params.object);
    const recentItems = await recentRecords(org, request.caller, [object], basePathOf(request), 5);
    return sendJson(reply, 200, { objectDescribe: summaryOf(object, basePathOf(request)), recentItems });
  });

  routes.get<Params>('/sobjects/:object/describe', async (request, reply) => {
    const view = await viewOf(org, request);
    const object = objectIn(view, request.params.object);
    return sendConditional(request, reply, view, describeObject(view, object, basePathOf(request), org.baseUrl()));
  });
}

export function describeGlobal(view: ProfileView, basePath: string) {
  const sobjects = view.objects().map((object) => summaryOf(object, basePath));
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects };
}

/** Answers 304 to a client that has this very describe already, by ETag or by date. */
function sendConditional(request: FastifyRequest, reply: FastifyReply, view: ProfileView, body: object): FastifyReply {
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 8)}"`;
  const changed = view.metadata.changedAt;
  reply.header('ETag', etag).header('Last-Modified', changed.toUTCString().replace(/, 0/, ', '));
  if (isKnown(request, etag, changed)) return reply.code(304).send();
  return reply.code(200).header('content-type', 'application/json;charset=UTF-8').send(text);
}

function isKnown(request: FastifyRequest, etag: string, changed: Date): boolean {
  const tags = request.headers['if-none-match'];
  if (tags)
    return tags.split(',').some(
      (tag) =>
        tag
          .trim()
          .replace(/^W\//, '')
          .replace(/-?gzip/, '') === etag,
    );
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && changed.getTime() <= since;
}

/** An object as this profile sees it: hidden fields missing, read-only ones marked, urls of this server and version. */
export function describeObject(view: ProfileView, object: ObjectView, basePath: string, baseUrl: string): object {
  const { describe } = object.meta;
  const described = {
    ...describe,
    createable: describe.createable && object.permission.createable,
    updateable: describe.updateable && object.permission.editable,
    deletable: describe.deletable && object.permission.deletable,
    childRelationships: describe.childRelationships.filter((child) =>
      view.object(child.childSObject)?.field(child.field),
    ),
    fields: object.fields.map((field) => ({
      ...field.describe,
      createable: field.createable,
      updateable: field.updateable,
      nillable: field.describe.nillable && !field.required,
    })),
    recordTypeInfos: recordTypeInfos(object).map((info) => ({
      ...info,
      urls: { layout: `${describe.urls.sobject}/describe/layouts/${info.recordTypeId}` },
    })),
  };
  return rewritten(described, basePath, baseUrl);
}

export function summaryOf(object: ObjectView, basePath: string): object {
  const { describe } = object.meta;
  const summary = Object.fromEntries(summaryKeys.map((key) => [key, describe[key] ?? absent(key)]));
  const { rowTemplate, sobject } = describe.urls;
  const described = `${sobject}/describe`;
  return rewritten({ ...summary, urls: { rowTemplate, describe: described, sobject } }, basePath, '');
}

/** What an object without such a trait is told to have. */
function absent(key: string): false | null {
  return ['associateEntityType', 'associateParentEntity', 'keyPrefix'].includes(key) ? null : false;
}

/** The recorded describes name one version and one host; the answer names the ones in use. */
function rewritten(value: object, basePath: string, baseUrl: string): object {
  const text = JSON.stringify(value)
    .replaceAll('/services/data/v59.0', basePath)
    .replaceAll('https://example.my.salesforce.com', baseUrl);
  return JSON.parse(text) as object;
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, fromProblem, notFound } from '../api-error.ts';
import { reader } from '../database.ts';
import { looksLikeId, toId18 } from '../ids.ts';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { OrgContext } from '../org-context.ts';
import { deleteRecords } from '../records/delete.ts';
import { externalIdField, findByExternalId } from '../records/external-ids.ts';
import type { InputRecord } from '../records/prepare.ts';
import { retrieveRecords } from '../records/retrieve.ts';
import { createRecords, updateRecords } from '../records/save.ts';
import type { SaveContext, SaveResult } from '../records/save-context.ts';
import { upsertRecords } from '../records/upsert.ts';
import { runQuery } from '../soql/run-query.ts';
import { sendBlob } from './blobs.ts';
import { basePathOf, objectIn, saveContext, saving, sendJson, viewOf } from './request.ts';

type OfObject = { Params: { object: string } };
type OfRecord = { Params: { object: string; id: string }; Querystring: { fields?: string } };
type OfKey = { Params: { object: string; field: string; '*': string }; Querystring: { fields?: string } };

/** One record at a time: create, read, update, delete, and the same by external id. */
export function registerRecords(routes: FastifyInstance, org: OrgContext): void {
  routes.post<OfObject>('/sobjects/:object', async (request, reply) => {
    const result = await saving(org, request, request.params.object, async (context) =>
      mustSucceed((await createRecords(context, [bodyOf(request)]))[0]),
    );
    const object = objectIn(await viewOf(org, request), request.params.object);
    reply.header('Location', `${basePathOf(request)}/sobjects/${object.name}/${result.id}`);
    return sendJson(reply, 201, { id: result.id, success: true, errors: [] });
  });

  routes.get<OfRecord>('/sobjects/:object/:id', async (request, reply) => {
    const view = await viewOf(org, request);
    const object = objectIn(view, request.params.object);
    return sendJson(reply, 200, await readOne(org, request, object, recordId(object, request.params.id)));
  });

  routes.patch<OfRecord>('/sobjects/:object/:id', async (request, reply) => {
    const Id = request.params.id;
    await saving(org, request, request.params.object, async (context) => {
      recordId(context.object, Id);
      return mustSucceed((await updateRecords(context, [{ ...withoutId(bodyOf(request)), Id }]))[0]);
    });
    return reply.code(204).send();
  });

  routes.delete<OfRecord>('/sobjects/:object/:id', async (request, reply) => {
    await saving(org, request, request.params.object, async (context) => {
      recordId(context.object, request.params.id);
      return mustSucceed((await deleteRecords(context, [request.params.id]))[0]);
    });
    return reply.code(204).send();
  });

  registerExternalIds(routes, org);
}

function registerExternalIds(routes: FastifyInstance, org: OrgContext): void {
  routes.get<OfKey>('/sobjects/:object/:field/*', async (request, reply) => {
    const view = await viewOf(org, request);
    const object = objectIn(view, request.params.object);
    const blob = object.field(request.params['*']);
    if (blob?.describe.type === 'base64' && toId18(request.params.field))
      return sendBlob(org, reply, object, recordId(object, request.params.field), blob);
    if (toId18(request.params.field) && !object.field(request.params.field))
      return sendJson(reply, 200, await related(org, request, view, object));
    const context = saveContext(org, request, view, object, reader(org.pool));
    const id = await onlyMatch(context, request, reply);
    if (id === undefined) return reply;
    if (id === null) throw notFound();
    return sendJson(reply, 200, await readOne(org, request, object, id));
  });

  routes.patch<OfKey>('/sobjects/:object/:field/*', (request, reply) => upsertOne(org, request, reply));
  // A key of Id alone, without a value, creates the record.
  routes.post<OfKey>('/sobjects/:object/:field/*', (request, reply) => upsertOne(org, request, reply));

  routes.delete<OfKey>('/sobjects/:object/:field/*', async (request, reply) => {
    const deleted = await saving(org, request, request.params.object, async (context) => {
      const id = await onlyMatch(context, request, reply);
      if (id === undefined) return false;
      if (id === null) throw notFound();
      mustSucceed((await deleteRecords(context, [id]))[0]);
      return true;
    });
    return deleted ? reply.code(204).send() : reply;
  });
}

/** `sobjects/Account/001…/Contacts`: the children of a record, or its parent. */
async function related(
  org: OrgContext,
  request: FastifyRequest<OfKey>,
  view: ProfileView,
  object: ObjectView,
): Promise<unknown> {
  const id = recordId(object, request.params.field);
  const name = request.params['*'];
  const basePath = basePathOf(request);
  const names = request.query.fields?.split(',').map((field) => field.trim());
  const child = view.childRelationship(object, name);
  if (child) {
    const fields = names ?? (view.object(child.object) as ObjectView).fields.map((field) => field.name);
    const soql = `SELECT ${fields.join(', ')} FROM ${child.object} WHERE ${child.field} = '${id}'`;
    return runQuery(org, request.caller, { soql, allRows: false, pageSize: 2000, basePath });
  }
  const reference = object.relationship(name);
  if (!reference) throw notFound();
  const [record] = await retrieveRecords(org, request.caller, object, [id], [reference.name], basePath);
  const parentId = record?.[reference.name];
  const parent = typeof parentId === 'string' ? view.objectOfId(parentId) : undefined;
  if (!parent) throw notFound();
  return readOne(org, request, parent, parentId as string);
}

async function upsertOne(org: OrgContext, request: FastifyRequest<OfKey>, reply: FastifyReply): Promise<FastifyReply> {
  const value = decodeURIComponent(request.params['*']);
  const outcome = await saving(org, request, request.params.object, async (context) => {
    const field = externalIdField(context.object, request.params.field);
    if ((await onlyMatch(context, request, reply)) === undefined) return undefined;
    const input = { ...withoutId(bodyOf(request)), [field.name]: value };
    return mustSucceed((await upsertRecords(context, field, [input]))[0]);
  });
  if (!outcome) return reply;
  const withFlag = Number(request.apiVersion) >= 46;
  if (!outcome.created && !withFlag) return reply.code(204).send();
  const body = { id: outcome.id, success: true, errors: [], ...(withFlag ? { created: outcome.created } : {}) };
  return sendJson(reply, outcome.created ? 201 : 200, body);
}

/** The record a key names: its id, null when there is none, undefined when the answer 300 with all of them has been sent. */
async function onlyMatch(
  context: SaveContext,
  request: FastifyRequest<OfKey>,
  reply: FastifyReply,
): Promise<string | null | undefined> {
  const field = externalIdField(context.object, request.params.field);
  const value = decodeURIComponent(request.params['*']);
  const found = await findByExternalId(context, field, [field.name === 'Id' ? (toId18(value) ?? value) : value]);
  const ids = found.get(value.toLowerCase()) ?? found.get((toId18(value) ?? '').toLowerCase()) ?? [];
  if (ids.length <= 1) return ids[0] ?? null;
  sendJson(
    reply,
    300,
    ids.map((id) => `${basePathOf(request)}/sobjects/${context.object.name}/${id}`),
  );
  return undefined;
}

async function readOne(
  org: OrgContext,
  request: FastifyRequest<{ Querystring: { fields?: string } }>,
  object: ObjectView,
  id: string,
): Promise<unknown> {
  const names = request.query.fields
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const [record] = await retrieveRecords(org, request.caller, object, [id], names, basePathOf(request));
  if (!record) throw notFound();
  return record;
}

function recordId(object: ObjectView, given: string): string {
  const id = toId18(given);
  if (!id) {
    if (looksLikeId(given))
      throw new ApiError(400, 'MALFORMED_ID', `Record ID: id value of incorrect type: ${given}`, ['Id']);
    throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${given}`);
  }
  if (object.keyPrefix && !id.startsWith(object.keyPrefix))
    throw new ApiError(400, 'MALFORMED_ID', `Record ID: id value of incorrect type: ${given}`, ['Id']);
  return id;
}

function mustSucceed(result: SaveResult | undefined): SaveResult {
  const [problem] = result?.errors ?? [];
  if (problem) throw fromProblem(problem);
  return result as SaveResult;
}

function bodyOf(request: FastifyRequest): InputRecord {
  const { body } = request;
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'Cannot deserialize instance of sobject');
  return body as InputRecord;
}

function withoutId(input: InputRecord): InputRecord {
  if (Object.keys(input).some((name) => name.toLowerCase() === 'id')) {
    const message = 'The Id field should not be specified in the sobject data.';
    throw new ApiError(400, 'INVALID_FIELD', message, ['Id']);
  }
  return input;
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, plainProblem } from '../api-error.ts';
import { toId18 } from '../ids.ts';
import type { OrgContext } from '../org-context.ts';
import { deleteRecords } from '../records/delete.ts';
import { externalIdField } from '../records/external-ids.ts';
import type { InputRecord } from '../records/prepare.ts';
import { retrieveRecords } from '../records/retrieve.ts';
import { createRecords, updateRecords } from '../records/save.ts';
import { type Save, saveAll as saveRecords } from '../records/save-all.ts';
import { refused, type SaveContext, type SaveResult } from '../records/save-context.ts';
import { idOf } from '../records/stored-records.ts';
import { upsertRecords } from '../records/upsert.ts';
import { basePathOf, objectIn, saveContext, sendJson, viewOf } from './request.ts';

const most = 200;

type Collection = { Body: { allOrNone?: boolean; records?: InputRecord[] } };

/** Up to 200 records in one request, each with its own result. */
export function registerCollections(routes: FastifyInstance, org: OrgContext): void {
  routes.post<Collection>('/composite/sobjects', async (request, reply) =>
    sendJson(reply, 200, await saveCollection(org, request, typeOf, createRecords)),
  );

  routes.patch<Collection>('/composite/sobjects', async (request, reply) =>
    sendJson(reply, 200, await saveCollection(org, request, typeOf, updateRecords)),
  );

  routes.patch<Collection & { Params: { object: string; field: string } }>(
    '/composite/sobjects/:object/:field',
    async (request, reply) => {
      const { object, field } = request.params;
      const results = await saveCollection(
        org,
        request,
        () => object,
        (context, records) => upsertRecords(context, externalIdField(context.object, field), records),
      );
      return sendJson(reply, 200, results);
    },
  );

  routes.delete<{ Querystring: { ids?: string; allOrNone?: string } }>(
    '/composite/sobjects',
    async (request, reply) => {
      const ids = (request.query.ids ?? '').split(',').filter(Boolean);
      checkSize(ids.length);
      const view = await viewOf(org, request);
      const typeOfId = ({ Id }: InputRecord) => view.objectOfId(String(Id))?.name;
      const remove = (context: SaveContext, records: InputRecord[]) =>
        deleteRecords(
          context,
          records.map(({ Id }) => Id),
        );
      return sendJson(
        reply,
        200,
        await saveAll(
          org,
          request,
          ids.map((Id) => ({ Id })),
          request.query.allOrNone === 'true',
          typeOfId,
          remove,
        ),
      );
    },
  );

  registerRetrieve(routes, org);
}

function registerRetrieve(routes: FastifyInstance, org: OrgContext): void {
  const retrieve = async (request: FastifyRequest<{ Params: { object: string } }>, ids: string[], fields: string[]) => {
    const object = objectIn(await viewOf(org, request), request.params.object);
    return retrieveRecords(
      org,
      request.caller,
      object,
      ids.map((id) => toId18(id) ?? id.replace(/\W/g, '')),
      fields,
      basePathOf(request),
    );
  };
  routes.get<{ Params: { object: string }; Querystring: { ids?: string; fields?: string } }>(
    '/composite/sobjects/:object',
    async (request, reply) =>
      sendJson(reply, 200, await retrieve(request, split(request.query.ids), split(request.query.fields))),
  );
  routes.post<{ Params: { object: string }; Body: { ids?: string[]; fields?: string[] } }>(
    '/composite/sobjects/:object',
    async (request, reply) =>
      sendJson(reply, 200, await retrieve(request, request.body.ids ?? [], request.body.fields ?? [])),
  );
}

const split = (list: string | undefined) =>
  (list ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

async function saveCollection(
  org: OrgContext,
  request: FastifyRequest<Collection>,
  objectOf: (record: InputRecord) => string | undefined,
  save: Save,
): Promise<object[]> {
  const records = request.body?.records ?? [];
  checkSize(records.length);
  return saveAll(org, request, records, request.body.allOrNone === true, objectOf, save);
}

async function saveAll(
  org: OrgContext,
  request: FastifyRequest,
  records: InputRecord[],
  allOrNone: boolean,
  objectOf: (record: InputRecord) => string | undefined,
  save: Save,
): Promise<object[]> {
  const view = await viewOf(org, request);
  const results = await saveRecords(org, {
    records,
    allOrNone,
    objectOf,
    contextFor: (name, database) => saveContext(org, request, view, objectIn(view, name), database),
    save,
    withoutObject: refusedType,
  });
  return results.map(toAnswer);
}

function typeOf(record: InputRecord): string | undefined {
  return (record.attributes as { type?: string } | undefined)?.type;
}

function refusedType(record: InputRecord): SaveResult {
  const id = idOf(record);
  if (id !== undefined)
    return refused(String(id), { statusCode: 'MALFORMED_ID', message: `malformed id ${id}`, fields: [] });
  return refused(null, { statusCode: 'INVALID_TYPE', message: 'Type is not specified in attributes', fields: [] });
}

function checkSize(count: number): void {
  if (count === 0) throw new ApiError(400, 'REQUIRED_FIELD_MISSING', 'At least 1 record is required');
  if (count > most)
    throw new ApiError(
      400,
      'EXCEEDED_MAX_SIZE_REQUEST',
      `The request cannot contain more than ${most} records. Your request contains ${count} records.`,
    );
}

/** A result without a record has no `id` key; an upsert's tells whether it created. */
function toAnswer({ id, success, created, errors }: SaveResult): object {
  return {
    ...(id === null ? {} : { id }),
    success,
    errors: errors.map(plainProblem),
    ...(created === undefined ? {} : { created }),
  };
}

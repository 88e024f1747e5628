import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, notFound } from '../api-error.ts';
import { reader } from '../database.ts';
import type { ObjectView, ViewField } from '../metadata/profile-view.ts';
import { partsOf } from '../multipart.ts';
import type { OrgContext } from '../org-context.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';

/**
 * Records with a blob may come in parts: JSON with the other fields, and the bytes in a part that is named like their field.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_insert_update_blob.htm
 */
export function acceptRecordsInParts(routes: FastifyInstance): void {
  routes.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => recordOf(body, request.headers['content-type'] ?? ''),
  );
}

function recordOf(body: Buffer, contentType: string): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const part of partsOf(body, contentType)) {
    if (part.contentType === 'application/json') Object.assign(record, parsed(part.content));
    else record[part.name] = part.content.toString('base64');
  }
  return record;
}

function parsed(content: Buffer): object {
  try {
    return JSON.parse(content.toString()) as object;
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', (error as Error).message);
  }
}

/** Sends the bytes of a blob field: `sobjects/Attachment/00P…/Body`. */
export async function sendBlob(
  org: OrgContext,
  reply: FastifyReply,
  object: ObjectView,
  id: string,
  field: ViewField,
): Promise<FastifyReply> {
  const { rows } = await reader(org.pool).query(
    `select ${quoteName(field.name)} as blob from ${tableName(object.name)} where "Id" = $1 and not "IsDeleted"`,
    [id],
  );
  if (!rows[0]) throw notFound();
  return reply
    .code(200)
    .header('content-type', 'application/octetstream')
    .send(Buffer.from(rows[0].blob ?? '', 'base64'));
}

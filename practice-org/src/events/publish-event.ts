import { randomUUID } from 'node:crypto';
import { ApiError, type Problem } from '../api-error.ts';
import type { Caller } from '../identity/caller.ts';
import type { OrgContext } from '../org-context.ts';
import type { EventLog } from './event-log.ts';
import { platformEventSchema, rememberSchema } from './platform-event-schema.ts';
import { findPlatformEvent, type PlatformEvent } from './platform-events.ts';

/** How Salesforce says that an event is on its way: as an error of a success. */
export interface PublishedEvent {
  id: string;
  success: true;
  errors: Problem[];
}

/** Publishes a platform event that was sent as a record. https://developer.salesforce.com/docs/atlas.en-us.platform_events.meta/platform_events/platform_events_publish_api.htm */
export async function publishEvent(
  org: OrgContext,
  log: EventLog,
  caller: Caller,
  name: string,
  record: Record<string, unknown>,
): Promise<PublishedEvent> {
  const event = await findPlatformEvent(org.pool, name);
  if (!event) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  const schema = platformEventSchema(event);
  await rememberSchema(org.pool, schema);
  const id = randomUUID();
  const payload = schema.type.toBuffer({
    CreatedDate: org.clock.instant().getTime(),
    CreatedById: caller.userId,
    ...valuesOf(event, record),
  });
  const [replayId] = await log.publish(event.name, [{ id, schemaId: schema.id, payload }]);
  return {
    id: `e00${String(replayId).padStart(15, '0')}`,
    success: true,
    errors: [{ statusCode: 'OPERATION_ENQUEUED', message: id, fields: [] }],
  };
}

function valuesOf(event: PlatformEvent, record: Record<string, unknown>): Record<string, unknown> {
  const values = Object.fromEntries(event.fields.map(({ name }) => [name, null as unknown]));
  for (const [key, given] of Object.entries(record)) {
    if (key === 'attributes') continue;
    const field = event.fields.find(({ name }) => name.toLowerCase() === key.toLowerCase());
    if (!field) throw new ApiError(400, 'INVALID_FIELD', `No such column '${key}' on sobject of type ${event.name}`);
    values[field.name] = readValue(field, given);
  }
  return values;
}

function readValue({ name, type }: PlatformEvent['fields'][number], given: unknown): unknown {
  if (given === null || given === undefined) return null;
  const kinds = { Number: 'number', Checkbox: 'boolean' } as const;
  const kind = type in kinds ? kinds[type as keyof typeof kinds] : 'string';
  const isTime = type === 'Date' || type === 'DateTime';
  const at = isTime ? Date.parse(String(given)) : 0;
  if (typeof given !== kind || Number.isNaN(at))
    throw new ApiError(400, 'JSON_PARSER_ERROR', `The value of ${name} is none of the type ${type}`);
  return isTime ? at : given;
}

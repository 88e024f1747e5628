import type { Schema } from 'avsc';
import type { Queryable } from '../database.ts';
import { asEventSchema, type EventSchema } from './change-event-schema.ts';
import { avroTypes, type PlatformEvent } from './platform-events.ts';

export function platformEventSchema({ name, fields }: PlatformEvent): EventSchema {
  return asEventSchema({
    type: 'record',
    name,
    namespace: 'com.sforce.eventbus',
    fields: [
      { name: 'CreatedDate', type: 'long', doc: 'CreatedDate:DateTime' },
      { name: 'CreatedById', type: 'string', doc: 'CreatedBy:EntityId' },
      ...fields.map((field) => ({
        name: field.name,
        type: ['null', avroTypes[field.type]],
        doc: `Data:${field.type}:${field.name}`,
        default: null,
      })),
    ],
  } as Schema);
}

/** Keeps a schema for whoever reads events that were written with it. */
export async function rememberSchema(database: Queryable, { id, json }: EventSchema): Promise<void> {
  await database.query('insert into events.schema (id, json) values ($1, $2) on conflict do nothing', [id, json]);
}

import avro from 'avsc';
import type pg from 'pg';
import { changeHeader } from '../events/change-event.ts';
import { changeEventSchema, type EventField } from '../events/change-event-schema.ts';
import type { LoggedEvent } from '../events/event-log.ts';
import type { ProfileView } from '../metadata/profile-view.ts';

type Json = Record<string, unknown>;

/** The `data` of a message: the event in JSON as the reader may see it; undefined when its object is hidden. */
export async function eventData(pool: pg.Pool, view: ProfileView, event: LoggedEvent): Promise<Json | undefined> {
  const known = event.payload ? await platformEvent(pool, event) : changeEvent(view, event);
  return known && { ...known, event: { replayId: event.replayId } };
}

async function platformEvent(pool: pg.Pool, { schemaId, payload }: LoggedEvent): Promise<Json> {
  const { rows } = await pool.query('select json from events.schema where id = $1', [schemaId]);
  const decoded = avro.Type.forSchema(JSON.parse(rows[0].json)).fromBuffer(payload as Buffer) as Json;
  const times = [...rows[0].json.matchAll(/"doc":"Data:(?:DateTime|Date):(\w+)"/g)].map(([, name]) => name as string);
  for (const name of ['CreatedDate', ...times])
    if (typeof decoded[name] === 'number') decoded[name] = new Date(decoded[name]).toISOString();
  return { schema: schemaId, payload: { ...decoded } };
}

/** A change event in JSON has the fields that changed, and their names instead of bitmaps. */
function changeEvent(view: ProfileView, event: LoggedEvent): Json | undefined {
  const object = view.object(event.object);
  if (!object) return undefined;
  const schema = changeEventSchema(object.meta);
  const seen = Object.fromEntries(Object.entries(event.fields).filter(([name]) => object.field(name)));
  const isUpdate = event.changeType === 'UPDATE';
  const told = isUpdate ? seen : Object.fromEntries(Object.entries(seen).filter(([, value]) => value !== null));
  return {
    schema: schema.id,
    payload: {
      ...Object.fromEntries(schema.fields.flatMap((field) => fieldOf(field, told))),
      ChangeEventHeader: {
        ...changeHeader(event),
        nulledFields: isUpdate ? namesOf(schema.fields, (name) => seen[name] === null) : [],
        diffFields: [],
        changedFields: isUpdate ? namesOf(schema.fields, (name) => name in seen) : [],
      },
    },
  };
}

function fieldOf({ name, field, components }: EventField, values: Json): [string, unknown][] {
  if (field) return field.name in values ? [[name, jsonValue(field.describe.type, values[field.name])]] : [];
  const parts = (components ?? []).filter((part) => part.field.name in values);
  if (parts.length === 0) return [];
  return [
    [
      name,
      Object.fromEntries(
        parts.map((part) => [part.name, jsonValue(part.field.describe.type, values[part.field.name])]),
      ),
    ],
  ];
}

/** A component of a compound field is named with it: `Name.FirstName`. */
function namesOf(fields: readonly EventField[], isMeant: (field: string) => boolean): string[] {
  return fields.flatMap(({ name, field, components = [] }) =>
    field
      ? [name].filter(() => isMeant(field.name))
      : components.filter((part) => isMeant(part.field.name)).map((part) => `${name}.${part.name}`),
  );
}

function jsonValue(type: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'datetime') return new Date(String(value)).toISOString();
  return type === 'date' ? String(value).slice(0, 10) : value;
}

import { ApiError } from '../api-error.ts';
import type { Queryable } from '../database.ts';

/** A custom platform event, as an administrator defines it. */
export interface PlatformEvent {
  /** Ends in `__e`. */
  name: string;
  label: string;
  fields: { name: string; type: keyof typeof avroTypes }[];
}

/** Types a field may have, and what they are in Avro. */
export const avroTypes = {
  Text: 'string',
  LongTextArea: 'string',
  Number: 'double',
  Checkbox: 'boolean',
  DateTime: 'long',
  Date: 'long',
};

/** Defines a platform event, or changes its fields. */
export async function definePlatformEvent(database: Queryable, given: PlatformEvent): Promise<PlatformEvent> {
  const { name, label, fields } = given;
  const isName = (text: string, ending: string) => new RegExp(`^[A-Za-z]\\w*${ending}$`).test(text);
  if (!isName(String(name), '__e') || !label || !Array.isArray(fields))
    throw refused('A platform event needs a name that ends in __e, a label, and a list of fields.');
  for (const field of fields)
    if (!isName(String(field.name), '__c') || !(field.type in avroTypes))
      throw refused(`A field needs a name that ends in __c and one of the types ${Object.keys(avroTypes).join(', ')}.`);
  await database.query(
    `insert into events.platform_event (name, label, fields) values ($1, $2, $3)
     on conflict (name) do update set label = excluded.label, fields = excluded.fields`,
    [name, label, JSON.stringify(fields)],
  );
  return { name, label, fields };
}

export async function findPlatformEvent(database: Queryable, name: string): Promise<PlatformEvent | undefined> {
  const { rows } = await database.query<PlatformEvent>(
    'select name, label, fields from events.platform_event where lower(name) = lower($1)',
    [name],
  );
  return rows[0];
}

function refused(message: string): ApiError {
  return new ApiError(400, 'FIELD_INTEGRITY_EXCEPTION', message);
}

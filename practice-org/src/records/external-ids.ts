import { ApiError } from '../api-error.ts';
import type { ObjectView, ViewField } from '../metadata/profile-view.ts';
import { quoteName, tableName } from '../schema/object-tables.ts';
import type { SaveContext } from './save-context.ts';

/** The field an upsert matches by: Id, an external id, or a standard field that Salesforce allows for look-ups. */
export function externalIdField(object: ObjectView, name: string): ViewField {
  const field = object.field(name);
  if (field && (field.name === 'Id' || field.describe.externalId || field.describe.idLookup)) return field;
  throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`);
}

/** The ids of the records with each value of a look-up field, by the value's lower case. */
export async function findByExternalId(
  { object, database }: SaveContext,
  field: ViewField,
  values: unknown[],
): Promise<Map<string, string[]>> {
  const live = object.meta.fields.some(({ name }) => name === 'IsDeleted') ? 'and not "IsDeleted"' : '';
  const { rows } = await database.query(
    `select "Id" as id, lower(${quoteName(field.name)}::text) as value from ${tableName(object.name)} where lower(${quoteName(field.name)}::text) = any($1) ${live} order by "Id"`,
    [values.map((value) => String(value).toLowerCase())],
  );
  const found = new Map<string, string[]>();
  for (const { id, value } of rows) found.set(value, [...(found.get(value) ?? []), id]);
  return found;
}

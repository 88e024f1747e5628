import { ApiError, type Problem } from '../api-error.ts';
import type { FieldMeta, ObjectMeta, RecordTypeMeta } from '../metadata/metadata.ts';

import type { ObjectView } from '../metadata/profile-view.ts';
import { readValue, type ValueSource } from './field-values.ts';
import type { Values } from './org-rules.ts';

export type InputRecord = Record<string, unknown>;

export interface SaveOptions {
  source: ValueSource;
  truncate: boolean;
  /** Whether assignment rules choose the owner: those of the org, or one by its id. Unless told, none do. */
  assignment?: { ruleId?: string; onlyNew?: boolean } | undefined;
  /** Mail the users who own new records. */
  mailUsers?: boolean;
  /** Save a record that a duplicate rule would block. */
  allowDuplicates?: boolean;
  /** `/services/data/v60.0`, for addresses in answers. */
  basePath?: string;
}

/** One record on its way into its table. */
export interface Draft {
  id: string | null;
  values: Values;
  problems: Problem[];
}

const requiredMessage = (fields: string[]): Problem => ({
  statusCode: 'REQUIRED_FIELD_MISSING',
  message: `Required fields are missing: [${fields.join(', ')}]`,
  fields,
});

/** Reads a client's record field by field. An unknown field refuses the request: it could not even be parsed. */
export function readRecord(
  object: ObjectView,
  input: InputRecord,
  operation: 'create' | 'update',
  options: SaveOptions,
): Draft {
  const draft: Draft = { id: null, values: {}, problems: [] };
  const readOnly: string[] = [];
  let column = 0;
  for (const [key, given] of Object.entries(input)) {
    column++;
    if (key === 'attributes' || key.toLowerCase() === 'id') continue;
    const field = object.field(key);
    if (!field) throw new ApiError(400, 'INVALID_FIELD', `No such column '${key}' on sobject of type ${object.name}`);
    if (!(operation === 'create' ? field.createable : field.updateable)) {
      readOnly.push(field.name);
      continue;
    }
    const read = readValue(field, given, { ...options, column });
    if ('statusCode' in read) draft.problems.push(read);
    else draft.values[field.name] = read.value;
  }
  if (readOnly.length > 0) draft.problems.unshift(notWritable(readOnly));
  return draft;
}

function notWritable(fields: string[]): Problem {
  const message = `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  return { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message, fields };
}

/** What Salesforce fills in when a new record leaves it out; the defaults of its record type come before those of the fields. */
export function applyDefaults(object: ObjectView, values: Values, type?: RecordTypeMeta): void {
  const isBlank = (name: string) => values[name] === undefined || values[name] === null;
  for (const [name, preset] of traitsOf(object).defaults)
    if (isBlank(name) && !type?.picklists.has(name)) values[name] = preset;
  for (const [name, { preset }] of type?.picklists ?? []) if (isBlank(name)) values[name] = preset;
}

/** The mandatory fields that would be empty; on an update only those the client empties, or that were empty already. */
export function missingFields(object: ObjectView, values: Values, stored: Values | undefined): Problem | undefined {
  const missing = traitsOf(object).mandatory.filter(({ name, required }) => {
    const value = values[name] === undefined ? stored?.[name] : values[name];
    const touched = stored === undefined || values[name] !== undefined || required;
    return touched && (value === null || value === undefined);
  });
  return missing.length > 0 ? requiredMessage(missing.map(({ name }) => name)) : undefined;
}

interface Traits {
  defaults: [string, unknown][];
  mandatory: FieldMeta[];
}

/** Worked out once per object and metadata version: a bulk job asks for every row. */
const traits = new WeakMap<ObjectMeta, Traits>();

function traitsOf({ meta }: ObjectView): Traits {
  const known = traits.get(meta) ?? {
    defaults: meta.fields.flatMap((field): [string, unknown][] => {
      const preset = field.columnType && field.describe.createable ? defaultOf(field) : null;
      return preset === null || preset === undefined ? [] : [[field.name, preset]];
    }),
    mandatory: meta.fields.filter(isMandatory),
  };
  traits.set(meta, known);
  return known;
}

function defaultOf({ describe }: FieldMeta): unknown {
  return describe.picklistValues.find((value) => value.active && value.defaultValue)?.value ?? describe.defaultValue;
}

function isMandatory({ required, describe, columnType }: FieldMeta): boolean {
  if (!columnType || describe.type === 'boolean') return false;
  return required || (!describe.nillable && describe.createable && describe.name !== 'OwnerId');
}

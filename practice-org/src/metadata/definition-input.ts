import { type FieldDefinition, fieldTypes, type PicklistEntry } from '../schema/custom-field-describe.ts';
import type { SummaryFilterItem } from '../schema/summary-field.ts';
import type { FieldChanges } from './custom-fields.ts';
import type { ObjectDefinition } from './custom-objects.ts';
import { invalid } from './invalid.ts';

type Json = Record<string, unknown>;

const kinds = {
  name: 'string',
  label: 'string',
  type: 'string',
  length: 'number',
  precision: 'number',
  scale: 'number',
  required: 'boolean',
  unique: 'boolean',
  caseSensitive: 'boolean',
  externalId: 'boolean',
  defaultValue: 'boolean',
  helpText: 'string',
  restricted: 'boolean',
  controllingField: 'string',
  referenceTo: 'string',
  relationshipName: 'string',
  formula: 'string',
  blankAsZero: 'boolean',
  displayFormat: 'string',
  startingNumber: 'number',
  summaryForeignKey: 'string',
  summaryOperation: 'string',
  summarizedField: 'string',
} as const;

/** Reads a field from a request; a wrong or unknown property is refused by its name. */
export function readFieldDefinition(body: unknown): FieldDefinition {
  const changes = readFieldChanges(body);
  const { name = '', type } = changes;
  if (!type) throw invalid('Required fields are missing: [type]', 'REQUIRED_FIELD_MISSING');
  return { ...changes, name, type, label: changes.label ?? labelFrom(name) };
}

export function readFieldChanges(body: unknown): FieldChanges {
  const { picklistValues, summaryFilterItems, ...plain } = asObject(body);
  const changes: Json = {};
  for (const [key, value] of Object.entries(plain)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key as keyof typeof kinds] : undefined;
    if (!kind) throw invalid(`A field has no property ${key}`, 'INVALID_FIELD');
    if (value === undefined || value === null) continue;
    if (typeof value !== kind) throw invalid(`${key} must be a ${kind}`, 'INVALID_FIELD');
    if (kind === 'number' && !(Number.isInteger(value) && (value as number) >= 0))
      throw invalid(`${key} must be a whole number`, 'INVALID_FIELD');
    changes[key] = value;
  }
  if (changes.type && !fieldTypes.includes(changes.type as never))
    throw invalid(`${changes.type} is not a field type; these are: ${fieldTypes.join(', ')}`, 'INVALID_TYPE');
  if (picklistValues !== undefined) changes.picklistValues = readPicklist(picklistValues);
  if (summaryFilterItems !== undefined) changes.summaryFilterItems = readFilterItems(summaryFilterItems);
  return changes;
}

function readFilterItems(given: unknown): SummaryFilterItem[] {
  if (!Array.isArray(given)) throw invalid('summaryFilterItems must be a list', 'INVALID_FIELD');
  return given.map((item) => {
    const { field, operation, value } = asObject(item);
    return { field: String(field ?? ''), operation: String(operation ?? ''), value: String(value ?? '') };
  });
}

/** A value may be text alone. */
function readPicklist(given: unknown): PicklistEntry[] {
  if (!Array.isArray(given)) throw invalid('picklistValues must be a list', 'INVALID_FIELD');
  return given.map((entry) => {
    if (typeof entry === 'string') return { value: entry };
    const { value, label, active, default: isDefault, controllingFieldValues } = asObject(entry);
    if (typeof value !== 'string' || value === '') throw invalid('A picklist value needs a value', 'INVALID_FIELD');
    return {
      value,
      ...(typeof label === 'string' && { label }),
      ...(typeof active === 'boolean' && { active }),
      ...(typeof isDefault === 'boolean' && { default: isDefault }),
      ...(Array.isArray(controllingFieldValues) && { controllingFieldValues: controllingFieldValues.map(String) }),
    };
  });
}

export function readObjectDefinition(body: unknown): ObjectDefinition {
  const { name, label, pluralLabel, nameField, enableActivities, fields } = asObject(body);
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    name: text(name) ?? '',
    label: text(label) ?? labelFrom(text(name) ?? ''),
    pluralLabel: text(pluralLabel),
    nameField: nameField === undefined ? undefined : readNameField(nameField),
    enableActivities: enableActivities === true,
    fields: Array.isArray(fields) ? fields.map(readFieldDefinition) : [],
  };
}

function readNameField(given: unknown): ObjectDefinition['nameField'] {
  const { type = 'Text', ...rest } = readFieldChanges(given);
  if (type !== 'Text' && type !== 'AutoNumber') throw invalid('A name is Text or AutoNumber', 'INVALID_TYPE');
  return {
    type,
    ...(rest.label && { label: rest.label }),
    ...(rest.displayFormat && { displayFormat: rest.displayFormat }),
    ...(rest.startingNumber !== undefined && { startingNumber: rest.startingNumber }),
  };
}

function labelFrom(name: string): string {
  return name.replace(/__c$/, '').replaceAll('_', ' ');
}

function asObject(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('A JSON object is needed', 'JSON_PARSER_ERROR');
  return value as Json;
}

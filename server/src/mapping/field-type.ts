import type { FieldDescribe } from '../salesforce/salesforce.ts';

/** The marketing database's own types (the words its users see). */
export type MarketingType =
  | 'string'
  | 'text'
  | 'email'
  | 'phone'
  | 'url'
  | 'reference'
  | 'boolean'
  | 'integer'
  | 'score'
  | 'float'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time';

/** PostgreSQL types of mapped columns. Numbers are numeric: Salesforce doubles have up to 18 digits (FLD-5). */
export type ColumnType = 'text' | 'boolean' | 'bigint' | 'numeric' | 'date' | 'timestamptz' | 'time';

const columnTypes: Record<MarketingType, ColumnType> = {
  string: 'text',
  text: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  reference: 'text',
  boolean: 'boolean',
  integer: 'bigint',
  score: 'bigint',
  float: 'numeric',
  currency: 'numeric',
  percent: 'numeric',
  date: 'date',
  datetime: 'timestamptz',
  time: 'time',
};

/**
 * Every field type of describe() with its marketing type (FLD-5). `null`: the value has parts that are fields of their own
 * (address, location) or is not a value at all (base64, anyType, complexvalue), so the field itself does not sync.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm
 */
const marketingTypes: Record<string, MarketingType | null> = {
  id: 'reference',
  reference: 'reference',
  string: 'string',
  encryptedstring: 'string',
  picklist: 'string',
  multipicklist: 'string',
  combobox: 'string',
  textarea: 'text',
  email: 'email',
  phone: 'phone',
  url: 'url',
  boolean: 'boolean',
  int: 'integer',
  long: 'integer',
  double: 'float',
  currency: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  address: null,
  location: null,
  base64: null,
  anyType: null,
  complexvalue: null,
};

/** The marketing type of a Salesforce field, or null when it can not sync. A Number without decimals is an integer. */
export function marketingTypeOf(field: Pick<FieldDescribe, 'type' | 'scale' | 'precision'>): MarketingType | null {
  const type = marketingTypes[field.type] ?? null;
  if (type === 'float' && field.scale === 0 && field.precision <= 18) return 'integer';
  return type;
}

export function columnTypeOf(type: MarketingType): ColumnType {
  return columnTypes[type];
}

/** Two fields can share one marketing field when their values are stored alike: `string` and `text` do, `date` and `datetime` don't. */
export function typesAgree(a: MarketingType, b: MarketingType): boolean {
  return columnTypeOf(a) === columnTypeOf(b);
}

import { ApiError, type Problem } from '../api-error.ts';
import { toId18 } from '../ids.ts';
import type { ViewField } from '../metadata/profile-view.ts';

/** Where a value was written: JSON refuses a wrong type for the whole request, CSV and SOAP for the one record. */
export type ValueSource = 'json' | 'csv' | 'soap';

export interface ReadOptions {
  source: ValueSource;
  /** Sforce AllowFieldTruncation: cut text that is too long instead of refusing it. */
  truncate: boolean;
  /** Position in an uploaded CSV, for its error text. */
  column?: number;
}

const xsdTypes: Record<string, string> = {
  int: 'int',
  double: 'double',
  currency: 'double',
  percent: 'double',
  date: 'date',
  datetime: 'dateTime',
  time: 'time',
  boolean: 'boolean',
  base64: 'base64Binary',
};
export const emailPattern =
  /^[^\s@"(),:;<>[\]\\]{1,64}@[^\s@"(),:;<>[\]\\.]+(?:\.[^\s@"(),:;<>[\]\\.]+)*\.[A-Za-z0-9-]{2,}$/;
const untrimmed = new Set(['textarea', 'encryptedstring']);

/** Turns what a client sent into what the column holds; blank is null. Returns a problem when the value is not allowed. */
export function readValue(field: ViewField, given: unknown, options: ReadOptions): { value: unknown } | Problem {
  const { type } = field.describe;
  if (given === null || given === undefined || given === '') return { value: type === 'boolean' ? false : null };
  switch (type) {
    case 'boolean':
      return readBoolean(field, given, options);
    case 'int':
      return readNumber(field, given, options, /^[+-]?\d+$/);
    case 'double':
    case 'currency':
    case 'percent':
      return readNumber(field, given, options, /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
    case 'date':
      return readDate(field, given, options);
    case 'datetime':
      return readInstant(field, given, options);
    case 'time':
      return readTime(field, given, options);
    case 'id':
    case 'reference':
      return readReference(field, given);
    case 'base64':
      return readBlob(field, given, options);
    default:
      return readText(field, given, options);
  }
}

function readBoolean(field: ViewField, given: unknown, options: ReadOptions): { value: unknown } | Problem {
  if (typeof given === 'boolean') return { value: given };
  const text = String(given).trim().toLowerCase();
  if (text === 'true' || (options.source !== 'json' && text === '1')) return { value: true };
  if (text === 'false' || (options.source !== 'json' && text === '0')) return { value: false };
  return wrongType(field, given, options);
}

function readNumber(
  field: ViewField,
  given: unknown,
  options: ReadOptions,
  form: RegExp,
): { value: unknown } | Problem {
  const text = String(given).trim();
  const number = Number(text);
  if (typeof given === 'boolean' || typeof given === 'object' || !form.test(text) || !Number.isFinite(number))
    return wrongType(field, given, options);
  const { precision, scale, label, type } = field.describe;
  const outside =
    type === 'int' ? Math.abs(number) > 2_147_483_647 : precision > 0 && Math.abs(number) >= 10 ** (precision - scale);
  if (outside)
    return problem(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${label}: value outside of valid range on numeric field: ${text}`,
      field,
    );
  return { value: number };
}

function readDate(field: ViewField, given: unknown, options: ReadOptions): { value: unknown } | Problem {
  const day = typeof given === 'string' ? /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(given.trim())?.[1] : undefined;
  const instant = day ? new Date(`${day}T00:00:00Z`) : undefined;
  // 31 February would roll over into March: a date that does not read back as itself is none.
  if (!day || Number.isNaN(instant?.getTime()) || instant?.toISOString().slice(0, 10) !== day)
    return wrongType(field, given, options);
  return { value: day };
}

function readInstant(field: ViewField, given: unknown, options: ReadOptions): { value: unknown } | Problem {
  const text = typeof given === 'string' ? given.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : '';
  const milliseconds = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/i.test(text)
    ? Date.parse(/T/i.test(text) && !/(Z|[+-]\d\d:\d\d)$/i.test(text) ? `${text}Z` : text)
    : Number.NaN;
  if (Number.isNaN(milliseconds)) return wrongType(field, given, options);
  return { value: new Date(Math.floor(milliseconds / 1000) * 1000) };
}

/** A time of day is kept as it is written in answers: `10:30:00.000Z`. */
function readTime(field: ViewField, given: unknown, options: ReadOptions): { value: unknown } | Problem {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3})\d*)?)?Z?$/.exec(
    typeof given === 'string' ? given.trim() : '',
  );
  if (!match) return wrongType(field, given, options);
  const [, hours, minutes, seconds = '00', fraction = ''] = match;
  return { value: `${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}Z` };
}

function readReference(field: ViewField, given: unknown): { value: unknown } | Problem {
  const id = typeof given === 'string' ? toId18(given.trim()) : undefined;
  return id
    ? { value: id }
    : problem('MALFORMED_ID', `${field.describe.label}: id value of incorrect type: ${String(given)}`, field);
}

function readBlob(field: ViewField, given: unknown, options: ReadOptions): { value: unknown } | Problem {
  const text = typeof given === 'string' ? given.replace(/\s+/g, '') : '';
  if (typeof given !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 === 1)
    return wrongType(field, given, options);
  return { value: text };
}

function readText(field: ViewField, given: unknown, options: ReadOptions): { value: unknown } | Problem {
  if (typeof given !== 'string') return wrongType(field, given, options);
  const { type, label, length, restrictedPicklist } = field.describe;
  let text = untrimmed.has(type) ? given : given.trim();
  if (text === '') return { value: null };
  if (length > 0 && text.length > length) {
    if (!options.truncate || type === 'email')
      return problem('STRING_TOO_LONG', `${label}: data value too large: ${text} (max length=${length})`, field);
    text = text.slice(0, length);
  }
  if (type === 'email' && !emailPattern.test(text))
    return problem('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${text}`, field);
  if (restrictedPicklist && (type === 'picklist' || type === 'multipicklist')) {
    const chosen = type === 'picklist' ? [text] : text.split(';');
    const known = chosen.map((one) => activeValue(field, one));
    const unknown = chosen[known.indexOf(undefined)];
    if (unknown !== undefined)
      return problem(
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        `${label}: bad value for restricted picklist field: ${unknown}`,
        field,
      );
    text = known.join(';');
  }
  return { value: text };
}

function activeValue({ describe }: ViewField, text: string): string | undefined {
  return describe.picklistValues.find(({ active, value }) => active && value.toLowerCase() === text.toLowerCase())
    ?.value;
}

function wrongType(field: ViewField, given: unknown, options: ReadOptions): Problem {
  const { type } = field.describe;
  if (options.source === 'csv') {
    const message = `Failed to deserialize field at col ${options.column ?? 0}. Due to, '${String(given)}' is not a valid value for the type xsd:${xsdTypes[type] ?? 'string'}`;
    return problem('INVALID_FIELD', message, field);
  }
  if (options.source === 'soap')
    return problem(
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      `${field.describe.label}: value not of required type: ${String(given)}`,
      field,
    );
  const shown = typeof given === 'object' ? '' : ` value ${String(given)}`;
  throw new ApiError(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${jsonToken(given)}${shown} or request may be missing a required field at [line:1, column:1]`,
  );
}

function jsonToken(given: unknown): string {
  if (Array.isArray(given)) return 'START_ARRAY';
  switch (typeof given) {
    case 'string':
      return 'VALUE_STRING';
    case 'number':
      return Number.isInteger(given) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
    case 'boolean':
      return given ? 'VALUE_TRUE' : 'VALUE_FALSE';
    default:
      return 'START_OBJECT';
  }
}

export function problem(statusCode: string, message: string, field: ViewField): Problem {
  return { statusCode, message, fields: [field.name] };
}

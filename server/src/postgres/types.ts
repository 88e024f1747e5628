import pg from 'pg';

/**
 * How PostgreSQL's types arrive in JavaScript. Only what loses nothing is converted: whole numbers become numbers,
 * JSON becomes objects; dates, times and decimals stay the text that PostgreSQL wrote, so that no time zone of this
 * machine and no rounding can touch them.
 */
const { builtins } = pg.types;
const int8Array = 1016;
const textTypes = [
  builtins.DATE,
  builtins.TIME,
  builtins.TIMETZ,
  builtins.TIMESTAMP,
  builtins.TIMESTAMPTZ,
  builtins.INTERVAL,
  builtins.NUMERIC,
];
const arraysOfText = [1182, 1115, 1185, 1187, 1231];

const asText = (text: string) => text;
const parseTextArray = pg.types.getTypeParser(1009 as never, 'text') as (text: string) => (string | null)[];

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, wholeNumber],
  [int8Array, (text) => parseTextArray(text).map((item) => (item === null ? null : wholeNumber(item)))],
  ...textTypes.map((type) => [type, asText] as const),
  ...arraysOfText.map((type) => [type, parseTextArray] as const),
]);

export const types: pg.CustomTypesConfig = {
  getTypeParser(id: number, format?: 'text' | 'binary') {
    const parser = format === 'binary' ? undefined : parsers.get(id);
    return parser ?? pg.types.getTypeParser(id, format as 'text');
  },
};

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is larger than a number can hold exactly.`);
  return number;
}

/** PostgreSQL's text of a timestamptz (`2026-01-31 09:15:00.5+00`, in UTC) as ISO 8601: `2026-01-31T09:15:00.500Z`. */
export function isoTime(text: string): string;
export function isoTime(text: string | null): string | null;
export function isoTime(text: string | null): string | null {
  return text === null ? null : new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
}

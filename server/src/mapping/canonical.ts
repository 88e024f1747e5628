import type { ColumnType } from './field-type.ts';

/**
 * The text form in which two values are compared and kept as base, sent, old or new: equal values have equal text.
 * 1.0 and 1 are one number; a date-time is written in UTC to the millisecond.
 */
export function canonicalText(expression: string, type: ColumnType): string {
  switch (type) {
    case 'text':
      return expression;
    case 'numeric':
      return `trim_scale(${expression})::text`;
    case 'timestamptz':
      return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    case 'date':
      return `to_char(${expression}, 'YYYY-MM-DD')`;
    case 'time':
      return `to_char(${expression}, 'HH24:MI:SS.MS"Z"')`;
    case 'boolean':
    case 'bigint':
      return `${expression}::text`;
  }
}

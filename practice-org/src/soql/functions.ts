import type { FunctionCall, Operand } from './ast.ts';
import type { Resolved, Scope } from './scope.ts';
import { malformed } from './soql-error.ts';

export const aggregates = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max']);

const dateParts: Record<string, string> = {
  calendar_year: 'year',
  calendar_quarter: 'quarter',
  calendar_month: 'month',
  day_in_month: 'day',
  day_in_year: 'doy',
  hour_in_day: 'hour',
  week_in_year: 'week',
  fiscal_year: 'year',
  fiscal_quarter: 'quarter',
  fiscal_month: 'month',
};

/** What a value is once it has left a function: the field's own type, or a number. */
export interface Value {
  sql: string;
  type: string;
  resolved: Resolved | undefined;
}

export function renderOperand(scope: Scope, operand: Operand): Value {
  if (operand.kind === 'path') {
    const resolved = scope.resolve(operand);
    return { sql: resolved.sql, type: resolved.field.describe.type, resolved };
  }
  return renderCall(scope, operand);
}

export function isAggregate(operand: Operand): boolean {
  return operand.kind === 'call' && aggregates.has(operand.name);
}

function renderCall(scope: Scope, call: FunctionCall): Value {
  if (call.name === 'count' && call.arguments.length === 0)
    return { sql: 'count(*)', type: 'int', resolved: undefined };
  const [first] = call.arguments;
  if (!first) throw malformed(`unexpected token: ')'`);
  const inner = renderOperand(scope, first);
  if (aggregates.has(call.name)) return aggregate(call.name, inner);
  if (dateParts[call.name])
    return { sql: `extract(${dateParts[call.name]} from ${inner.sql})::int`, type: 'int', resolved: undefined };
  switch (call.name) {
    case 'day_in_week':
      return { sql: `(extract(dow from ${inner.sql})::int + 1)`, type: 'int', resolved: undefined };
    case 'week_in_month':
      return { sql: `((extract(day from ${inner.sql})::int - 1) / 7 + 1)`, type: 'int', resolved: undefined };
    case 'day_only':
      return { sql: `(${inner.sql})::date`, type: 'date', resolved: undefined };
    case 'converttimezone':
    case 'tolabel':
    case 'format':
      // One language, one time zone: label and value are the same text here.
      return inner;
    default:
      throw malformed(`Invalid function: ${call.name}`);
  }
}

function aggregate(name: string, inner: Value): Value {
  switch (name) {
    case 'count':
      return { sql: `count(${inner.sql})`, type: 'int', resolved: undefined };
    case 'count_distinct':
      return { sql: `count(distinct ${inner.sql})`, type: 'int', resolved: undefined };
    case 'sum':
    case 'avg':
      return { sql: `${name}(${inner.sql})`, type: 'double', resolved: undefined };
    default:
      return { sql: `${name}(${inner.sql})`, type: inner.type, resolved: undefined };
  }
}

import pg from 'pg';
import type { ApiError } from '../api-error.ts';
import { toId18 } from '../ids.ts';
import type { Comparison, Literal, Operand } from './ast.ts';
import { nameOf } from './functions.ts';
import { periodOf } from './periods.ts';
import type { Scope } from './scope.ts';
import { soqlError } from './soql-error.ts';
import type { Value } from './value.ts';

export interface Comparing {
  operand: Operand;
  operator: Comparison;
  value: Literal;
}

const numeric = new Set(['int', 'double', 'currency', 'percent']);
const withoutLike = new Set([...numeric, 'id', 'reference', 'boolean', 'date', 'datetime', 'time']);

/** An empty string is no value at Salesforce. */
export function isNull(literal: Literal): boolean {
  return literal.kind === 'null' || (literal.kind === 'string' && literal.value === '');
}

/** `field operator literal` as SQL. */
export function compareValue({ now }: { now: Date }, scope: Scope, value: Value, comparing: Comparing): string {
  const { operator, value: literal } = comparing;
  if (isNull(literal) && operator !== 'like') return compareNull(value, operator);
  if (literal.kind === 'period') return comparePeriod(now, scope, value, comparing);
  const compared = comparable(scope, value, comparing);
  const given = scope.context.parameters.add(compared.value, compared.sqlType);
  const right = compared.isText ? `lower(${given})` : given;
  return operator === '!=' ? `${compared.left} is distinct from ${right}` : `${compared.left} ${operator} ${right}`;
}

/** `field = any(…)`: one array parameter however long the list is, so that PostgreSQL sees the same statement each time. */
export function equalsAny(scope: Scope, value: Value, operand: Operand, literals: Literal[]): string {
  const all = literals.map((literal) => comparable(scope, value, { operand, operator: '=', value: literal }));
  const { left, sqlType, isText } = all[0] as Comparable;
  const values = all.map((one) => (isText ? String(one.value).toLowerCase() : one.value));
  return `${left} = any(${scope.context.parameters.add(values, `${sqlType}[]`)})`;
}

/** A checkbox is never blank: null stands for false there. */
function compareNull({ sql, type }: Value, operator: Comparison): string {
  if (operator !== '=' && operator !== '!=') return 'false';
  if (type === 'boolean') return operator === '=' ? `${sql} is not true` : sql;
  return `${sql} is ${operator === '=' ? '' : 'not '}null`;
}

interface Comparable {
  left: string;
  value: unknown;
  sqlType: string;
  isText: boolean;
}

/** Both sides of a comparison, brought to one form: text without case, ids at 18 characters. */
function comparable(scope: Scope, { sql, type }: Value, comparing: Comparing): Comparable {
  const { operator, value: literal } = comparing;
  const must = (kind: Literal['kind'], expected: string) => {
    if (literal.kind !== kind) throw wrongType(scope, comparing, expected);
    return (literal as { value: unknown }).value;
  };
  if (operator === 'like' && withoutLike.has(type)) throw invalidOperator(scope, comparing, type);
  const plain = (value: unknown, sqlType: string): Comparable => ({ left: sql, value, sqlType, isText: false });
  switch (type) {
    case 'id':
    case 'reference':
      return plain(idIn(scope, comparing, must('string', 'string') as string), 'text');
    case 'boolean':
      return plain(must('boolean', 'boolean'), 'boolean');
    case 'date':
      return plain(must('date', 'date'), 'date');
    case 'datetime':
      return plain(must('datetime', 'dateTime'), 'timestamptz');
    case 'time':
      return plain(must('time', 'time'), 'text');
    default: {
      if (numeric.has(type)) return plain(must('number', type === 'int' ? 'int' : 'double'), 'numeric');
      const value = textOf(must('string', 'string') as string, operator);
      return { left: `lower(${sql})`, value, sqlType: 'text', isText: true };
    }
  }
}

function idIn(scope: Scope, { operand }: Comparing, given: string): string {
  const id = toId18(given);
  if (id) return id;
  throw soqlError(scope.context.soql, operand.at, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${given}`);
}

function invalidOperator({ context: { soql } }: Scope, { operand }: Comparing, type: string): ApiError {
  const kind = type === 'reference' ? 'id' : type;
  return soqlError(soql, operand.at, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${kind} field`);
}

function wrongType({ context: { soql } }: Scope, { operand }: Comparing, expected: string): ApiError {
  const quotes = expected === 'string' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  const message = `value of filter criterion for field '${nameOf(operand)}' must be of type ${expected} and ${quotes}`;
  return soqlError(soql, operand.at, 'INVALID_FIELD', message);
}

/** The lexer leaves `\%`, `\_` and `\\` alone for LIKE; elsewhere the backslash goes. */
function textOf(value: string, operator: Comparison): string {
  return operator === 'like' ? value : value.replace(/\\([%_\\])/g, '$1');
}

function comparePeriod(now: Date, scope: Scope, { sql, type }: Value, comparing: Comparing): string {
  const { calendar, parameters } = scope.context;
  const { name, count } = comparing.value as { name: string; count: number };
  const period = periodOf(name, count, now, calendar);
  if (type !== 'date' && type !== 'datetime') throw wrongType(scope, comparing, numeric.has(type) ? 'double' : type);
  if (!period)
    throw soqlError(scope.context.soql, comparing.operand.at, 'MALFORMED_QUERY', `unexpected token: '${name}'`);
  // A day of the user's begins at another instant than a day in UTC.
  const edge = (day: Date) => {
    const date = parameters.add(day.toISOString().slice(0, 10), 'date');
    return type === 'date' ? date : `(${date}::timestamp at time zone ${pg.escapeLiteral(calendar.timeZone)})`;
  };
  const start = () => edge(period.start);
  const end = () => edge(period.end);
  switch (comparing.operator) {
    case '=':
      return `(${sql} >= ${start()} and ${sql} < ${end()})`;
    case '!=':
      return `((${sql} >= ${start()} and ${sql} < ${end()}) is not true)`;
    case '<':
      return `${sql} < ${start()}`;
    case '<=':
      return `${sql} < ${end()}`;
    case '>':
      return `${sql} >= ${end()}`;
    case '>=':
      return `${sql} >= ${start()}`;
    default:
      throw invalidOperator(scope, comparing, type);
  }
}

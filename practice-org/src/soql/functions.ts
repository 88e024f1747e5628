import pg from 'pg';
import type { FunctionCall, Operand } from './ast.ts';
import { convertCurrency } from './convert-currency.ts';
import { dateFunction } from './date-functions.ts';
import { distance } from './distance.ts';
import type { Scope } from './scope.ts';
import { malformed, soqlError } from './soql-error.ts';
import type { Value } from './value.ts';

const aggregates = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max']);
const summed = new Set(['int', 'double', 'currency', 'percent']);

export function renderOperand(scope: Scope, operand: Operand): Value {
  if (operand.kind === 'constant')
    throw soqlError(scope.context.soql, operand.at, 'MALFORMED_QUERY', `unexpected token: '${operand.value}'`);
  if (operand.kind === 'call') return renderCall(scope, operand);
  const resolved = scope.resolve(operand);
  return { sql: resolved.sql, type: resolved.field.describe.type, resolved };
}

/** Whether a value belongs to a group of records rather than to one. */
export function isAggregate(operand: Operand): boolean {
  if (operand.kind !== 'call') return false;
  return aggregates.has(operand.name) || operand.name === 'grouping' || operand.arguments.some(isAggregate);
}

function renderCall(scope: Scope, call: FunctionCall): Value {
  const [first] = call.arguments;
  if (call.name === 'count' && !first) return { sql: 'count(*)', type: 'int', resolved: undefined };
  if (call.name === 'distance') return distance(scope, call);
  if (!first) throw soqlError(scope.context.soql, call.at, 'MALFORMED_QUERY', `unexpected token: ')'`);
  const inner = renderOperand(scope, first);
  if (aggregates.has(call.name)) return aggregate(scope, call, inner);
  const dated = dateFunction(scope.context.calendar, call.name, inner);
  if (dated) return dated;
  switch (call.name) {
    case 'grouping':
      return { sql: `grouping(${inner.sql})`, type: 'int', resolved: undefined };
    case 'tolabel':
      return { ...inner, sql: labelSql(inner) };
    case 'format':
      return { ...inner, type: `format ${inner.type}` };
    case 'convertcurrency':
      return convertCurrency(scope, inner);
    default:
      throw soqlError(scope.context.soql, call.at, 'MALFORMED_QUERY', `Invalid function: ${call.name}`);
  }
}

function aggregate({ context }: Scope, call: FunctionCall, inner: Value): Value {
  const { name } = call;
  switch (name) {
    case 'count':
      return { sql: `count(${inner.sql})`, type: 'int', resolved: undefined };
    case 'count_distinct':
      return { sql: `count(distinct ${inner.sql})`, type: 'int', resolved: undefined };
    case 'sum':
    case 'avg':
      if (!summed.has(inner.type)) throw unsupportedAggregate(context.soql, call, inner);
      return {
        sql: `${name}(${inner.sql})`,
        type: name === 'sum' && inner.type === 'currency' ? 'currency' : 'double',
        resolved: undefined,
      };
    default:
      if (inner.type === 'boolean') throw unsupportedAggregate(context.soql, call, inner);
      return { sql: `${name}(${inner.sql})`, type: inner.type, resolved: undefined };
  }
}

function unsupportedAggregate(soql: string, { name, at }: FunctionCall, inner: Value) {
  const field = inner.resolved?.field.name ?? '';
  return soqlError(
    soql,
    at,
    'MALFORMED_QUERY',
    `field ${field} does not support aggregate operator ${name.toUpperCase()}`,
  );
}

/** The label of a picklist's value; only those that differ from their value need telling. */
function labelSql({ sql, resolved }: Value): string {
  const values = resolved?.field.describe.picklistValues ?? [];
  const renamed = values.filter(({ value, label }) => label !== null && label !== value);
  if (renamed.length === 0) return sql;
  const cases = renamed.map(({ value, label }) => `when ${pg.escapeLiteral(value)} then ${pg.escapeLiteral(label)}`);
  return `case ${sql} ${cases.join(' ')} else ${sql} end`;
}

/** The field a value comes from, as error texts name it. */
export function nameOf(operand: Operand): string {
  if (operand.kind === 'path') return operand.names.join('.');
  return operand.kind === 'call' ? operand.name : operand.value;
}

export function mustBeFilterable(soql: string, operand: Operand, { resolved }: Value): void {
  if (!resolved || (resolved.field.describe.filterable && !isCompound(resolved.field.describe.type))) return;
  throw soqlError(
    soql,
    operand.at,
    'INVALID_FIELD',
    `field '${resolved.field.name}' can not be filtered in a query call`,
  );
}

/** Compound fields are compared by DISTANCE alone. */
function isCompound(type: string): boolean {
  return type === 'address' || type === 'location';
}

export function mustBeSortable(soql: string, operand: Operand, { resolved }: Value): void {
  if (resolved?.field.describe.sortable !== false) return;
  throw soqlError(
    soql,
    operand.at,
    'MALFORMED_QUERY',
    `field '${resolved.field.name}' can not be sorted in a query call`,
  );
}

export function mustBeGroupable(soql: string, operand: Operand, { resolved }: Value): void {
  if (operand.kind === 'constant') throw malformed(`unexpected token: '${operand.value}'`);
  // A function makes days and months of an instant, which itself can't be grouped.
  if (operand.kind === 'call' || resolved?.field.describe.groupable !== false) return;
  throw soqlError(
    soql,
    operand.at,
    'MALFORMED_QUERY',
    `field '${resolved.field.name}' can not be grouped in a query call`,
  );
}

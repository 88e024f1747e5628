import { ApiError } from '../api-error.ts';
import { toId18 } from '../ids.ts';
import type { ProfileView } from '../metadata/profile-view.ts';
import type { Comparison, Condition, Literal, SoqlQuery } from './ast.ts';
import { renderOperand, type Value } from './functions.ts';
import { periodOf } from './periods.ts';
import type { Aliases, Parameters, Scope } from './scope.ts';
import { soqlError } from './soql-error.ts';

export interface RenderContext {
  soql: string;
  view: ProfileView;
  parameters: Parameters;
  aliases: Aliases;
  now: Date;
  allRows: boolean;
  /** Renders `select one column from …` for IN (SELECT …). */
  subselect(query: SoqlQuery): string;
}

const numeric = new Set(['int', 'double', 'currency', 'percent']);

/** A WHERE or HAVING tree as SQL. Unknown counts as false, so NOT is "is not true": Salesforce has no third truth value. */
export function renderCondition(context: RenderContext, scope: Scope, condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.parts.map((part) => renderCondition(context, scope, part)).join(` ${condition.kind} `)})`;
    case 'not':
      return `(${renderCondition(context, scope, condition.part)} is not true)`;
    case 'compare':
      return compare(
        context,
        renderOperand(scope, condition.operand),
        condition.operator,
        condition.value,
        condition.at,
      );
    case 'in':
      return membership(context, renderOperand(scope, condition.operand), condition);
    case 'semijoin': {
      const { sql } = renderOperand(scope, condition.operand);
      return `${sql} ${condition.negated ? 'not in' : 'in'} (${context.subselect(condition.query)})`;
    }
    case 'includes':
      return includes(context, renderOperand(scope, condition.operand), condition);
  }
}

function compare(context: RenderContext, value: Value, operator: Comparison, literal: Literal, at: number): string {
  if (literal.kind === 'null' || (literal.kind === 'string' && literal.value === '' && operator !== 'like'))
    return compareNull(value, operator);
  if (literal.kind === 'period') return comparePeriod(context, value, operator, literal, at);
  const { left, right } = sides(context, value, literal, at, operator);
  if (operator === '!=') return `${left} is distinct from ${right}`;
  return `${left} ${operator} ${right}`;
}

function compareNull({ sql }: Value, operator: Comparison): string {
  if (operator === '=') return `${sql} is null`;
  return operator === '!=' ? `${sql} is not null` : 'false';
}

/** Both sides of a comparison, brought to one form: text without case, ids at 18 characters. */
function sides(
  context: RenderContext,
  value: Value,
  literal: Literal,
  at: number,
  operator: Comparison,
): { left: string; right: string } {
  const { sql, type } = value;
  const { parameters } = context;
  const name = value.resolved?.field.name ?? sql;
  const wrong = (expected: string) => {
    const hint =
      literal.kind === 'string' ? ' and should not be enclosed in quotes' : ' and should be enclosed in quotes';
    return soqlError(
      context.soql,
      at,
      'INVALID_FIELD',
      `value of filter criterion for field '${name}' must be of type ${expected}${hint}`,
    );
  };
  switch (type) {
    case 'id':
    case 'reference': {
      if (literal.kind !== 'string') throw wrong('string');
      const id = toId18(literal.value);
      if (operator === 'like' || !id)
        throw soqlError(context.soql, at, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${literal.value}`);
      return { left: sql, right: parameters.add(id, 'text') };
    }
    case 'boolean':
      if (literal.kind !== 'boolean') throw wrong('boolean');
      return { left: sql, right: parameters.add(literal.value, 'boolean') };
    case 'date':
      if (literal.kind !== 'date') throw wrong('date');
      return { left: sql, right: parameters.add(literal.value, 'date') };
    case 'datetime':
      if (literal.kind !== 'datetime') throw wrong('dateTime');
      return { left: sql, right: parameters.add(literal.value, 'timestamptz') };
    default:
      if (numeric.has(type)) {
        if (literal.kind !== 'number') throw wrong(type === 'int' ? 'int' : 'double');
        return { left: sql, right: parameters.add(literal.value, 'numeric') };
      }
      if (literal.kind !== 'string') throw wrong('string');
      return { left: `lower(${sql})`, right: `lower(${parameters.add(textOf(literal.value, operator), 'text')})` };
  }
}

/** The lexer leaves `\%`, `\_` and `\\` alone for LIKE; elsewhere the backslash goes. */
function textOf(value: string, operator: Comparison): string {
  return operator === 'like' ? value : value.replace(/\\([%_\\])/g, '$1');
}

function comparePeriod(
  context: RenderContext,
  { sql, type, resolved }: Value,
  operator: Comparison,
  literal: { name: string; count: number },
  at: number,
): string {
  const period = periodOf(literal.name, literal.count, context.now);
  if (!period || (type !== 'date' && type !== 'datetime')) {
    throw soqlError(
      context.soql,
      at,
      'INVALID_FIELD',
      `value of filter criterion for field '${resolved?.field.name ?? sql}' must be of type ${type}`,
    );
  }
  const sqlType = type === 'date' ? 'date' : 'timestamptz';
  const start = context.parameters.add(period.start.toISOString(), sqlType);
  const end = context.parameters.add(period.end.toISOString(), sqlType);
  switch (operator) {
    case '=':
      return `(${sql} >= ${start} and ${sql} < ${end})`;
    case '!=':
      return `((${sql} >= ${start} and ${sql} < ${end}) is not true)`;
    case '<':
      return `(${sql} < ${start} and ${end} is not null)`;
    case '<=':
      return `(${sql} < ${end} and ${start} is not null)`;
    case '>':
      return `(${sql} >= ${end} and ${start} is not null)`;
    case '>=':
      return `(${sql} >= ${start} and ${end} is not null)`;
    default:
      throw new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator');
  }
}

function membership(
  context: RenderContext,
  value: Value,
  condition: { negated: boolean; values: Literal[]; at: number },
): string {
  const special = condition.values.filter(
    (literal) =>
      literal.kind === 'null' || literal.kind === 'period' || (literal.kind === 'string' && literal.value === ''),
  );
  const plain = condition.values.filter((literal) => !special.includes(literal));
  const parts = special.map((literal) => compare(context, value, '=', literal, condition.at));
  if (plain.length > 0) parts.push(anyOf(context, value, plain, condition.at));
  const positive = parts.length === 1 ? (parts[0] as string) : `(${parts.join(' or ')})`;
  return condition.negated ? `(${positive} is not true)` : positive;
}

/** One array parameter however long the list is, so that PostgreSQL sees the same statement each time. */
function anyOf(context: RenderContext, value: Value, literals: Literal[], at: number): string {
  let left = '';
  let type = '';
  const values = literals.map((literal) => {
    const mark = context.parameters.values.length;
    const rendered = sides(context, value, literal, at, '=');
    left = rendered.left;
    type = /::(\w+)/.exec(rendered.right)?.[1] ?? 'text';
    const [taken] = context.parameters.values.splice(mark);
    return left.startsWith('lower(') ? String(taken).toLowerCase() : taken;
  });
  return `${left} = any(${context.parameters.add(values, `${type}[]`)})`;
}

/** Multi-select picklists: each literal is a set (`a;b`) that must be wholly contained. */
function includes(context: RenderContext, { sql }: Value, condition: { negated: boolean; values: Literal[] }): string {
  const parts = condition.values.map((literal) => {
    const wanted = literal.kind === 'string' ? literal.value.toLowerCase().split(';') : [];
    return `string_to_array(lower(${sql}), ';') @> ${context.parameters.add(wanted, 'text[]')}`;
  });
  const positive = `(${parts.join(' or ')})`;
  return condition.negated ? `(${positive} is not true)` : positive;
}

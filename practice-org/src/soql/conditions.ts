import type { Condition, Literal, Operand, SoqlQuery } from './ast.ts';
import { compareValue, equalsAny, isNull } from './compare.ts';
import { mustBeFilterable, renderOperand } from './functions.ts';
import type { Scope } from './scope.ts';
import { malformed, soqlError } from './soql-error.ts';
import type { Value } from './value.ts';

export interface RenderContext {
  now: Date;
  /** Renders `select one column from …` for IN (SELECT …). */
  subselect(outer: Value, object: string, query: SoqlQuery): string;
}

/** A WHERE or HAVING tree as SQL. Unknown counts as false, so NOT is "is not true": Salesforce has no third truth value. */
export function renderCondition(context: RenderContext, scope: Scope, condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.parts.map((part) => renderCondition(context, scope, part)).join(` ${condition.kind} `)})`;
    case 'not':
      return `((${renderCondition(context, scope, condition.part)}) is not true)`;
    case 'compare':
      return compareValue(context, scope, filtered(scope, condition.operand), condition);
    case 'in':
      return membership(context, scope, filtered(scope, condition.operand), condition);
    case 'semijoin': {
      const outer = filtered(scope, condition.operand);
      const inner = context.subselect(outer, scope.object.name, condition.query);
      return `${outer.sql} ${condition.negated ? 'not in' : 'in'} (${inner})`;
    }
    case 'matches':
      return `${renderOperand(scope, condition.operand).sql} ~* ${scope.context.parameters.add(condition.pattern, 'text')}`;
    case 'includes':
      return includes(scope, filtered(scope, condition.operand), condition);
  }
}

function filtered(scope: Scope, operand: Operand): Value {
  const value = renderOperand(scope, operand);
  mustBeFilterable(scope.context.soql, operand, value);
  return value;
}

/**
 * Semi-joins stand at the top of a WHERE clause or under AND, two at most, and not inside one another.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_comparisonoperators.htm
 */
export function checkSemiJoins(where: Condition | undefined, nested: boolean): void {
  const joins = where ? semiJoins(where, false) : [];
  if (joins.length > 0 && nested) throw malformed('Nesting of semi join sub-selects is not supported');
  if (joins.some(({ underOr }) => underOr))
    throw malformed("Semi join sub-selects are not allowed with the 'OR' operator");
  if (joins.length > 2) throw malformed('Maximum 2 semi join sub-selects are allowed');
}

function semiJoins(condition: Condition, underOr: boolean): { underOr: boolean }[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap((part) => semiJoins(part, underOr || condition.kind === 'or'));
    case 'not':
      return semiJoins(condition.part, underOr);
    case 'semijoin':
      return [{ underOr }];
    default:
      return [];
  }
}

function membership(
  context: RenderContext,
  scope: Scope,
  value: Value,
  condition: { operand: Operand; negated: boolean; values: Literal[]; at: number },
): string {
  const special = condition.values.filter((literal) => isNull(literal) || literal.kind === 'period');
  const plain = condition.values.filter((literal) => !special.includes(literal));
  const parts = special.map((literal) =>
    compareValue(context, scope, value, { ...condition, operator: '=', value: literal }),
  );
  if (plain.length > 0) parts.push(equalsAny(scope, value, condition.operand, plain));
  const positive = `(${parts.join(' or ')})`;
  return condition.negated ? `(${positive} is not true)` : positive;
}

/** Multi-select picklists: each literal is a set (`a;b`) that must be wholly contained. */
function includes(
  { context: { parameters, soql } }: Scope,
  { sql, type }: Value,
  condition: { operand: Operand; negated: boolean; values: Literal[] },
): string {
  if (type !== 'multipicklist')
    throw soqlError(
      soql,
      condition.operand.at,
      'INVALID_QUERY_FILTER_OPERATOR',
      'includes or excludes operator only valid on multipicklist field',
    );
  const parts = condition.values.map((literal) => {
    const wanted = literal.kind === 'string' ? literal.value.toLowerCase().split(';') : [];
    return `string_to_array(lower(${sql}), ';') @> ${parameters.add(wanted, 'text[]')}`;
  });
  const positive = `(${parts.join(' or ')})`;
  return condition.negated ? `(${positive} is not true)` : positive;
}

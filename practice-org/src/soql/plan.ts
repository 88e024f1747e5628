import { ApiError } from '../api-error.ts';
import type { ObjectView, ProfileView } from '../metadata/profile-view.ts';
import type { Condition, SoqlQuery } from './ast.ts';
import type { Calendar } from './calendar.ts';
import { checkSemiJoins, type RenderContext, renderCondition } from './conditions.ts';
import { mustBeGroupable, mustBeSortable, nameOf, renderOperand } from './functions.ts';
import { isOfGroup, type Selection, select } from './plan-select.ts';
import { Aliases, Parameters, Scope, type StatementContext } from './scope.ts';
import { malformed, noSuchObject, soqlError } from './soql-error.ts';
import type { Value } from './value.ts';

export interface PlanOptions {
  view: ProfileView;
  soql: string;
  now: Date;
  calendar: Calendar;
  /** Deleted records too (queryAll, ALL ROWS). */
  allRows: boolean;
}

/** A query as SQL, in pieces, so that the same plan can count, list ids, or fetch a page. */
export interface Plan extends Selection {
  object: ObjectView;
  alias: string;
  from: string;
  joins: string[];
  where: string;
  groupBy: string;
  having: string;
  orderBy: string;
  limit: number | undefined;
  offset: number;
  parameters: unknown[];
}

export function planQuery(query: SoqlQuery, options: PlanOptions): Plan {
  return planOn(objectOf(query, options), query, options);
}

/** Plans a query over a given object: the one FROM names, or the child a relationship leads to. */
export function planOn(object: ObjectView, query: SoqlQuery, options: PlanOptions): Plan {
  checkSemiJoins(query.where, false);
  return planWith(object, query, options, { ...options, aliases: new Aliases(), parameters: new Parameters() });
}

function objectOf(query: SoqlQuery, { view, soql }: PlanOptions): ObjectView {
  const name = query.from.names.join('.');
  const object = view.object(name);
  if (!object) throw noSuchObject(soql, query.from.at, name);
  return object;
}

function planWith(object: ObjectView, query: SoqlQuery, options: PlanOptions, statement: StatementContext): Plan {
  if ((query.offset ?? 0) > 2000)
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  const scope = new Scope(statement, object, [query.alias ?? '', object.name, query.from.names.at(-1) ?? '']);
  const allRows = options.allRows || query.allRows;
  const context: RenderContext = {
    now: options.now,
    subselect: (outer, outerObject, inner) => subselect(outer, outerObject, inner, { ...options, allRows }, statement),
  };
  const where = renderWhere(context, scope, query, allRows);
  const groups = query.groupBy.map((operand) => renderGroup(scope, operand));
  const selection = select(query, scope, groups, (child, childQuery) => planOn(child, childQuery, options));
  return {
    ...selection,
    object,
    alias: scope.alias,
    where,
    groupBy: query.grouping === 'plain' ? groups.join(', ') : `${query.grouping}(${groups.join(', ')})`,
    having: query.having ? renderCondition(context, scope, query.having) : '',
    orderBy: renderOrderBy(query, scope, selection, groups),
    // What was joined for all of the above.
    from: scope.from,
    joins: scope.joins,
    limit: query.limit,
    offset: query.offset ?? 0,
    parameters: statement.parameters.values,
  };
}

function renderWhere(context: RenderContext, scope: Scope, query: SoqlQuery, allRows: boolean): string {
  const parts: string[] = [];
  if (query.where) parts.push(renderCondition(context, scope, query.where));
  if (isMine(scope, query)) parts.push(renderCondition(context, scope, mine(scope)));
  if (!allRows && scope.object.meta.fields.some(({ name }) => name === 'IsDeleted'))
    parts.push(`not ${scope.alias}."IsDeleted"`);
  return parts.join(' and ');
}

/** USING SCOPE: everything and mine are there; teams, territories and delegation are not. */
function isMine({ object, context: { soql } }: Scope, { scope }: SoqlQuery): boolean {
  const name = scope?.names.join('.').toLowerCase() ?? 'everything';
  if (name === 'everything') return false;
  if (name === 'mine' && object.field('OwnerId')) return true;
  throw soqlError(
    soql,
    scope?.at ?? 0,
    'INVALID_FIELD',
    `Filter scope '${name}' not available for object '${object.name}'`,
  );
}

function mine({ context: { calendar } }: Scope): Condition {
  const operand = { kind: 'path' as const, names: ['OwnerId'], at: 0 };
  return { kind: 'compare', operand, operator: '=', value: { kind: 'string', value: calendar.userId }, at: 0 };
}

function renderGroup(scope: Scope, operand: SoqlQuery['groupBy'][number]): string {
  const value = renderOperand(scope, operand);
  mustBeGroupable(scope.context.soql, operand, value);
  return value.sql;
}

function subselect(
  outer: Value,
  outerObject: string,
  query: SoqlQuery,
  options: PlanOptions,
  statement: StatementContext,
): string {
  checkSemiJoins(query.where, true);
  const object = objectOf(query, options);
  const [only] = query.select;
  if (query.select.length !== 1 || only?.kind !== 'value')
    throw malformed('Nesting of semi join sub-selects must select exactly one field');
  const inner = { ...query, orderBy: [], groupBy: [] };
  const plan = planWith(object, inner, options, statement);
  const [entry] = plan.shape.entries;
  if (entry?.kind !== 'value') throw malformed('Nesting of semi join sub-selects must select exactly one field');
  const targets = (field: Value['resolved'] | undefined, of: string) =>
    field?.field.describe.type === 'id' ? [of] : (field?.field.describe.referenceTo ?? []);
  const leadsTo = entry.field?.describe.type === 'id' ? [object.name] : (entry.field?.describe.referenceTo ?? []);
  if (!targets(outer.resolved, outerObject).some((target) => leadsTo.includes(target)))
    throw soqlError(
      options.soql,
      query.from.at,
      'INVALID_FIELD',
      `The selected field '${nameOf(only.operand)}' in the subquery and the left operand field in the where expression in the outer query '${outer.resolved?.field.name ?? ''}' should point to the same object type`,
    );
  const column = plan.columns[entry.index] as string;
  return `select ${column} from ${plan.from} where ${[plan.where, `${column} is not null`].filter(Boolean).join(' and ')}`;
}

function renderOrderBy(query: SoqlQuery, scope: Scope, selection: Selection, groups: string[]): string {
  return query.orderBy
    .map(({ operand, descending, nulls }) => {
      const alias = operand.kind === 'path' && operand.names.length === 1 ? (operand.names[0] as string) : '';
      const named = selection.aliases.get(alias.toLowerCase());
      const { sql, type, resolved }: Value = named
        ? { sql: named, type: 'int', resolved: undefined }
        : ordered(operand);
      const key = isText(type) ? `lower(${sql})` : sql;
      // Without a null to place, the order is the index's own, which a nulls clause would keep PostgreSQL from using.
      const neverNull =
        resolved?.sources.length === 1 &&
        resolved.sources[0]?.alias === scope.alias &&
        !resolved.field.describe.nillable;
      return `${key} ${descending ? 'desc' : 'asc'}${neverNull ? '' : ` nulls ${nulls ?? 'first'}`}`;
    })
    .join(', ');

  function ordered(operand: SoqlQuery['orderBy'][number]['operand']): Value {
    const value = renderOperand(scope, operand);
    mustBeSortable(scope.context.soql, operand, value);
    if (selection.kind === 'aggregate' && !isOfGroup(operand, groups, scope))
      throw soqlError(
        scope.context.soql,
        operand.at,
        'MALFORMED_QUERY',
        `Ordered field must be grouped or aggregated: ${nameOf(operand)}`,
      );
    return value;
  }
}

function isText(type: string): boolean {
  return !['id', 'reference', 'boolean', 'int', 'double', 'currency', 'percent', 'date', 'datetime'].includes(type);
}

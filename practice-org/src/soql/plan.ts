import { ApiError } from '../api-error.ts';
import type { ObjectView, ProfileView, ViewField } from '../metadata/profile-view.ts';
import type { Condition, FieldPath, Operand, SelectItem, SoqlQuery } from './ast.ts';
import { type RenderContext, renderCondition } from './conditions.ts';
import { isAggregate, renderOperand } from './functions.ts';
import { Aliases, Parameters, Scope } from './scope.ts';
import { type RecordShape, ShapeBuilder } from './shape.ts';
import { malformed, noSuchColumn, noSuchObject, noSuchRelationship } from './soql-error.ts';

export interface PlanOptions {
  view: ProfileView;
  soql: string;
  now: Date;
  /** Deleted records too (queryAll, ALL ROWS). */
  allRows: boolean;
}

/** A query as SQL, in pieces, so that the same plan can count, list ids, or fetch a page. */
export interface Plan {
  kind: 'records' | 'aggregate' | 'count';
  object: ObjectView;
  alias: string;
  columns: string[];
  from: string;
  joins: string[];
  where: string;
  groupBy: string;
  having: string;
  orderBy: string;
  limit: number | undefined;
  offset: number;
  parameters: unknown[];
  shape: RecordShape;
  /** For an aggregate: key and type of each column. */
  results: { key: string; type: string }[];
  children: ChildPlan[];
}

export interface ChildPlan {
  key: string;
  query: SoqlQuery;
  object: string;
  field: string;
}

export function planQuery(query: SoqlQuery, options: PlanOptions): Plan {
  const name = query.from.names.length === 1 ? (query.from.names[0] as string) : query.from.names.join('.');
  const object = options.view.object(name);
  if (!object) throw noSuchObject(options.soql, query.from.at, name);
  return planOn(object, query, options);
}

/** Plans a query over a given object: the one FROM names, or the child a relationship leads to. */
export function planOn(object: ObjectView, query: SoqlQuery, options: PlanOptions): Plan {
  checkLimits(query);
  const aliases = new Aliases();
  const parameters = new Parameters();
  return planWith(object, query, options, aliases, parameters);
}

function planWith(
  object: ObjectView,
  query: SoqlQuery,
  options: PlanOptions,
  aliases: Aliases,
  parameters: Parameters,
): Plan {
  const scope = new Scope(options.view, object, aliases, options.soql, [
    query.alias ?? '',
    object.name,
    query.from.names.at(-1) ?? '',
  ]);
  const allRows = options.allRows || query.allRows;
  const context: RenderContext = {
    ...options,
    parameters,
    aliases,
    allRows,
    subselect: (inner) => subselect(inner, { ...options, allRows }, aliases, parameters),
  };
  const where = renderWhere(context, scope, query.where, allRows);
  const selection = select(query, scope, options);
  const groupBy = query.groupBy.map((operand) => renderOperand(scope, operand).sql).join(', ');
  const having = query.having ? renderCondition(context, scope, query.having) : '';
  const orderBy = renderOrderBy(query, scope, selection.aliases);
  return {
    ...selection,
    object,
    alias: scope.alias,
    from: scope.from,
    joins: scope.joins,
    where,
    groupBy,
    having,
    orderBy,
    limit: query.limit,
    offset: query.offset ?? 0,
    parameters: parameters.values,
  };
}

function checkLimits(query: SoqlQuery): void {
  if ((query.offset ?? 0) > 2000)
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
}

function renderWhere(context: RenderContext, scope: Scope, where: Condition | undefined, allRows: boolean): string {
  const parts = where ? [renderCondition(context, scope, where)] : [];
  if (!allRows && scope.object.meta.fields.some(({ name }) => name === 'IsDeleted'))
    parts.push(`not ${scope.alias}."IsDeleted"`);
  return parts.join(' and ');
}

function subselect(query: SoqlQuery, options: PlanOptions, aliases: Aliases, parameters: Parameters): string {
  const name = query.from.names.join('.');
  const object = options.view.object(name);
  if (!object) throw noSuchObject(options.soql, query.from.at, name);
  const [only] = query.select;
  if (query.select.length !== 1 || only?.kind !== 'value')
    throw malformed('Nesting of semi join sub-selects must select exactly one field');
  const plan = planWith(object, { ...query, select: [only], orderBy: [], groupBy: [] }, options, aliases, parameters);
  const [entry] = plan.shape.entries;
  const column = entry?.kind === 'value' ? (plan.columns[entry.index] as string) : 'null';
  return `select ${column} from ${plan.from} where ${[plan.where, `${column} is not null`].filter(Boolean).join(' and ')}`;
}

interface Selection {
  kind: Plan['kind'];
  columns: string[];
  shape: RecordShape;
  results: Plan['results'];
  children: ChildPlan[];
  aliases: Map<string, string>;
}

function select(query: SoqlQuery, scope: Scope, options: PlanOptions): Selection {
  const items = query.select.flatMap((item) => expandFields(item, scope, query));
  const [only] = items;
  const values = items.filter((item) => item.kind === 'value');
  if (items.length === 1 && only?.kind === 'value' && isBareCount(only.operand)) {
    return {
      kind: 'count',
      columns: ['count(*)'],
      shape: { owners: [], entries: [] },
      results: [],
      children: [],
      aliases: new Map(),
    };
  }
  if (query.groupBy.length > 0 || values.some((item) => isAggregate(item.operand)))
    return selectAggregate(items, scope, query, options);
  return selectRecords(items, scope, options);
}

function isBareCount(operand: Operand): boolean {
  return operand.kind === 'call' && operand.name === 'count' && operand.arguments.length === 0;
}

function selectRecords(items: SelectItem[], scope: Scope, options: PlanOptions): Selection {
  const builder = new ShapeBuilder(scope);
  const children: ChildPlan[] = [];
  for (const item of items) {
    if (item.kind === 'subquery') {
      const child = planChild(item.query, scope.object, options);
      builder.root.entries.push({ kind: 'children', key: child.key, child: children.push(child) - 1 });
    } else if (item.kind === 'typeof') {
      for (const path of [...item.whens.flatMap((when) => when.fields), ...item.otherwise]) {
        builder.addPath({ ...path, names: [...item.path.names, ...path.names] });
      }
    } else if (item.operand.kind === 'path') {
      builder.addPath(item.operand);
    } else {
      const { sql, type, resolved } = renderOperand(scope, item.operand);
      builder.root.entries.push({
        kind: 'value',
        key: item.alias ?? resolved?.field.name ?? 'expr0',
        index: builder.addColumn(sql),
        type,
      });
    }
  }
  return { kind: 'records', columns: builder.columns, shape: builder.root, results: [], children, aliases: new Map() };
}

function planChild(query: SoqlQuery, parent: ObjectView, options: PlanOptions): ChildPlan {
  const name = query.from.names.at(-1) as string;
  const child = options.view.childRelationship(parent, name);
  if (!child) throw noSuchRelationship(options.soql, query.from.at, name, parent.name);
  const object = options.view.object(child.object) as ObjectView;
  planOn(object, query, options);
  return { key: child.relationshipName, query, object: child.object, field: child.field };
}

function selectAggregate(items: SelectItem[], scope: Scope, query: SoqlQuery, options: PlanOptions): Selection {
  const grouped = new Set(query.groupBy.map((operand) => renderOperand(scope, operand).sql));
  const aliases = new Map<string, string>();
  const columns: string[] = [];
  const results: Plan['results'] = [];
  let unnamed = 0;
  for (const item of items) {
    if (item.kind !== 'value') throw malformed('Grouped query cannot use child relationships in the SELECT list');
    const { sql, type, resolved } = renderOperand(scope, item.operand);
    if (!isAggregate(item.operand) && !grouped.has(sql)) throw notGrouped(item.operand, options.soql);
    const named = item.alias ?? (item.operand.kind === 'path' ? resolved?.field.name : undefined);
    const key = named ?? `expr${unnamed++}`;
    columns.push(sql);
    results.push({ key, type });
    aliases.set(key.toLowerCase(), sql);
  }
  return { kind: 'aggregate', columns, shape: { owners: [], entries: [] }, results, children: [], aliases };
}

function notGrouped(operand: Operand, soql: string): ApiError {
  const name = operand.kind === 'path' ? operand.names.join('.') : operand.name;
  const message = `Field must be grouped or aggregated: ${name}`;
  return operand.kind === 'path' ? malformedAt(soql, operand, message) : malformed(message);
}

function malformedAt(soql: string, path: FieldPath, message: string): ApiError {
  const error = noSuchColumn(soql, path.at, path.names.join('.'), '');
  return new ApiError(400, 'MALFORMED_QUERY', error.message.replace(/\nNo such column.*$/s, `\n${message}`));
}

/** FIELDS(ALL|STANDARD|CUSTOM) becomes the fields it means. */
function expandFields(item: SelectItem, scope: Scope, query: SoqlQuery): SelectItem[] {
  if (item.kind !== 'value' || item.operand.kind !== 'call' || item.operand.name !== 'fields') return [item];
  const [argument] = item.operand.arguments;
  const group = argument?.kind === 'path' ? argument.names[0]?.toLowerCase() : undefined;
  if (group !== 'standard' && (query.limit === undefined || query.limit > 200)) {
    throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200');
  }
  const wanted = (field: ViewField) => group === 'all' || (group === 'custom') === field.describe.custom;
  const { at } = item.operand;
  return scope.object.fields
    .filter(wanted)
    .map((field) => ({ kind: 'value', operand: { kind: 'path', names: [field.name], at }, alias: undefined }));
}

function renderOrderBy(query: SoqlQuery, scope: Scope, aliases: Map<string, string>): string {
  return query.orderBy
    .map(({ operand, descending, nulls }) => {
      const alias =
        operand.kind === 'path' && operand.names.length === 1
          ? aliases.get((operand.names[0] as string).toLowerCase())
          : undefined;
      const { sql, type, resolved } = alias
        ? { sql: alias, type: 'int', resolved: undefined }
        : renderOperand(scope, operand);
      const key = isText(type) ? `lower(${sql})` : sql;
      // Without a null to place, the order is the index's own, which a nulls clause would keep PostgreSQL from using.
      const neverNull =
        resolved?.sources.length === 1 &&
        resolved.sources[0]?.alias === scope.alias &&
        !resolved.field.describe.nillable;
      return `${key} ${descending ? 'desc' : 'asc'}${neverNull ? '' : ` nulls ${nulls ?? 'first'}`}`;
    })
    .join(', ');
}

function isText(type: string): boolean {
  return !['id', 'reference', 'boolean', 'int', 'double', 'currency', 'percent', 'date', 'datetime'].includes(type);
}

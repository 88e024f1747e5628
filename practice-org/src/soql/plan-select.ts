import type { ObjectView } from '../metadata/profile-view.ts';
import type { Operand, SelectItem, SoqlQuery } from './ast.ts';
import { expandFields } from './fields-function.ts';
import { isAggregate, nameOf, renderOperand } from './functions.ts';
import type { Scope } from './scope.ts';
import { type RecordShape, ShapeBuilder } from './shape.ts';
import { malformed, noSuchRelationship, soqlError } from './soql-error.ts';

/** What a select list asks for. */
export interface Selection {
  kind: 'records' | 'aggregate' | 'count';
  columns: string[];
  shape: RecordShape;
  /** For an aggregate: key and type of each column. */
  results: { key: string; type: string }[];
  children: ChildPlan[];
  /** Names that ORDER BY may use, in lower case, and the SQL they stand for. */
  aliases: Map<string, string>;
}

export interface ChildPlan {
  key: string;
  query: SoqlQuery;
  object: string;
  field: string;
}

type CheckChild = (object: ObjectView, query: SoqlQuery) => unknown;

const nothing = { columns: [], shape: { owners: [], entries: [] }, results: [], children: [], aliases: new Map() };

export function select(query: SoqlQuery, scope: Scope, groups: string[], checkChild: CheckChild): Selection {
  const items = query.select.flatMap((item) => expandFields(item, scope, query));
  const counted = items.find((item) => item.kind === 'value' && isBareCount(item.operand));
  if (counted && items.length === 1 && groups.length === 0) return { ...nothing, kind: 'count', columns: ['count(*)'] };
  if (counted) throw malformed('COUNT() must be the only element in the SELECT list');
  const aggregated = items.some((item) => item.kind === 'value' && isAggregate(item.operand));
  if (groups.length > 0 || aggregated) return selectAggregate(items, scope, query, groups);
  return selectRecords(items, scope, checkChild);
}

function isBareCount(operand: Operand): boolean {
  return operand.kind === 'call' && operand.name === 'count' && operand.arguments.length === 0;
}

function selectRecords(items: SelectItem[], scope: Scope, checkChild: CheckChild): Selection {
  const builder = new ShapeBuilder(scope);
  const { view } = scope.context;
  const children: ChildPlan[] = [];
  let unnamed = 0;
  for (const item of items) {
    if (item.kind === 'subquery') {
      const child = planChild(item.query, scope, checkChild);
      builder.root.entries.push({ kind: 'children', key: child.key, child: children.push(child) - 1 });
    } else if (item.kind === 'typeof') {
      builder.addTypeOf(item, (name) => view.object(name));
    } else if (item.operand.kind === 'path') {
      builder.addPath(item.operand);
    } else {
      const value = renderOperand(scope, item.operand);
      builder.addValue(item.alias ?? value.resolved?.field.name ?? `expr${unnamed++}`, value);
    }
  }
  return { ...nothing, kind: 'records', columns: builder.columns, shape: builder.root, children };
}

function planChild(query: SoqlQuery, { object: parent, context }: Scope, checkChild: CheckChild): ChildPlan {
  const { view, soql } = context;
  const name = query.from.names.at(-1) as string;
  const child = view.childRelationship(parent, name);
  const object = child && view.object(child.object);
  if (!object) throw noSuchRelationship(soql, query.from.at, name, parent.name);
  if (query.groupBy.length > 0)
    throw soqlError(soql, query.from.at, 'MALFORMED_QUERY', 'Grouping is not supported in child relationship queries');
  checkChild(object, query);
  return { key: child.relationshipName, query, object: child.object, field: child.field };
}

function selectAggregate(items: SelectItem[], scope: Scope, query: SoqlQuery, groups: string[]): Selection {
  if (groups.length === 0 && query.limit !== undefined)
    throw malformed('Non-grouped query that uses overall aggregate functions cannot also use LIMIT');
  const aliases = new Map<string, string>();
  const columns: string[] = [];
  const results: Selection['results'] = [];
  let unnamed = 0;
  for (const item of items) {
    if (item.kind !== 'value') throw malformed('Grouped query cannot use child relationships in the SELECT list');
    const { operand, alias } = item;
    const { sql, type, resolved } = renderOperand(scope, operand);
    if (!isOfGroup(operand, groups, scope))
      throw soqlError(
        scope.context.soql,
        operand.at,
        'MALFORMED_QUERY',
        `Field must be grouped or aggregated: ${nameOf(operand)}`,
      );
    const key = alias ?? (operand.kind === 'path' ? resolved?.field.name : undefined) ?? `expr${unnamed++}`;
    if (aliases.has(key.toLowerCase())) throw malformed(`duplicate alias: ${key}`);
    columns.push(sql);
    results.push({ key, type });
    aliases.set(key.toLowerCase(), sql);
  }
  return { ...nothing, kind: 'aggregate', columns, results, aliases };
}

/** Whether a value is the same for all records of a group: grouped by, made of such, or an aggregate. */
export function isOfGroup(operand: Operand, groups: string[], scope: Scope): boolean {
  if (isAggregate(operand) || groups.includes(renderOperand(scope, operand).sql)) return true;
  return (
    operand.kind === 'call' &&
    operand.arguments.some((argument) => argument.kind === 'path' && isOfGroup(argument, groups, scope))
  );
}

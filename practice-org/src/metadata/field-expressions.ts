import { computedExpression } from '../schema/computed-fields.ts';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { columnType, quoteName, tableName } from '../schema/object-tables.ts';
import { isFormula } from '../schema/summary-field.ts';
import { FormulaError } from './formula/ast.ts';
import { compileFormula } from './formula/compile-formula.ts';
import { sqlTypes, type ValueType } from './formula/functions.ts';

/** The SQL of a field that has no column, in terms of its record's alias. */
export type FieldExpression = (alias: string) => string;

/** Fields by object and name, both in lower case. */
export type KnownFields = ReadonlyMap<string, ReadonlyMap<string, FieldDescribe>>;

export function knownFields(rows: { object: string; describe: FieldDescribe }[]): KnownFields {
  const known = new Map<string, Map<string, FieldDescribe>>();
  for (const { object, describe } of rows) {
    const fields = known.get(object.toLowerCase()) ?? new Map<string, FieldDescribe>();
    known.set(object.toLowerCase(), fields.set(describe.name.toLowerCase(), describe));
  }
  return known;
}

/** How a field without a column gets its value; undefined for those with one. A formula that no longer compiles is blank. */
export function expressionOf(known: KnownFields, object: string, field: FieldDescribe): FieldExpression | undefined {
  const computed = computedExpression(object, field.name);
  if (computed || !isFormula(field)) return computed;
  try {
    // Once here, so that a query never meets a formula that can't be compiled.
    formulaSql(known, object, field, 't', []);
    return (alias) => formulaSql(known, object, field, alias, []);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return () => `null::${sqlTypes[valueType(field.type)]}`;
  }
}

/** Throws a FormulaError that says what is wrong with the field's formula. */
export function checkFormula(known: KnownFields, object: string, field: FieldDescribe): void {
  formulaSql(known, object, field, 't', []);
}

function formulaSql(known: KnownFields, object: string, field: FieldDescribe, alias: string, above: string[]): string {
  const name = `${object}.${field.name}`;
  if (above.includes(name)) throw new FormulaError(`Formula refers to itself: ${name}`);
  const resolve = (path: string[]) => resolvePath(known, object, path, alias, [...above, name]);
  return compileFormula(String(field.calculatedFormula), resolve, {
    result: valueType(field.type),
    blankAsZero: field.formulaTreatNullNumberAsZero === true,
  });
}

function resolvePath(
  known: KnownFields,
  object: string,
  path: string[],
  alias: string,
  above: string[],
): { sql: string; type: ValueType } {
  const [first = '', ...rest] = path;
  const fields = known.get(object.toLowerCase());
  if (rest.length === 0) {
    const field = fields?.get(first.toLowerCase());
    if (!field) throw new FormulaError(`Field ${first} does not exist. Check spelling`);
    return { sql: fieldSql(known, object, field, alias, above), type: valueType(field.type) };
  }
  const reference = [...(fields?.values() ?? [])].find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === first.toLowerCase(),
  );
  if (!reference) throw new FormulaError(`Field ${path.join('.')} does not exist. Check spelling`);
  const inner = `${alias}_${above.length}p`;
  const found = reference.referenceTo.flatMap((target) => {
    if (!known.has(target.toLowerCase()) || !hasField(known, target, rest)) return [];
    const { sql, type } = resolvePath(known, target, rest, inner, above);
    const own = `${alias}.${quoteName(reference.name)}`;
    return [{ type, sql: `(select ${sql} from ${tableName(target)} ${inner} where ${inner}."Id" = ${own})` }];
  });
  if (!found[0]) throw new FormulaError(`Field ${path.join('.')} does not exist. Check spelling`);
  return {
    type: found[0].type,
    sql: found.length === 1 ? found[0].sql : `coalesce(${found.map(({ sql }) => sql).join(', ')})`,
  };
}

function hasField(known: KnownFields, object: string, path: string[]): boolean {
  return path.length > 1 || known.get(object.toLowerCase())?.has((path[0] as string).toLowerCase()) === true;
}

function fieldSql(known: KnownFields, object: string, field: FieldDescribe, alias: string, above: string[]): string {
  if (columnType(object, field)) return `${alias}.${quoteName(field.name)}`;
  const computed = computedExpression(object, field.name);
  if (computed) return computed(alias);
  if (isFormula(field)) return formulaSql(known, object, field, alias, above);
  throw new FormulaError(`Field ${field.name} may not be used in this type of formula`);
}

function valueType(type: string): ValueType {
  switch (type) {
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return 'number';
    case 'boolean':
    case 'date':
    case 'datetime':
      return type;
    default:
      return 'text';
  }
}

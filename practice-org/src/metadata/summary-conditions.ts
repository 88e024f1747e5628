import pg from 'pg';
import type { FieldDescribe } from '../schema/field-describe.ts';
import { columnType, quoteName } from '../schema/object-tables.ts';
import type { SummaryFilterItem } from '../schema/summary-field.ts';
import { invalid } from './invalid.ts';

const comparisons: Record<string, string> = {
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '<=',
  greaterOrEqual: '>=',
};
const forms: Record<string, RegExp> = {
  numeric: /^[+-]?(\d+\.?\d*|\.\d+)$/,
  integer: /^[+-]?\d+$/,
  boolean: /^(true|false)$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  timestamptz: /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/,
};

/** A filter item as SQL on the child's row. */
export function summaryCondition(
  object: string,
  field: FieldDescribe,
  { operation, value }: SummaryFilterItem,
  alias: string,
): string {
  const type = columnType(object, field);
  if (!type) throw invalid(`Field ${object}.${field.name} may not be used in the filter of a roll-up summary field`);
  const column = `${alias}.${quoteName(field.name)}`;
  const values = value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const literals = values.map((one) => literal(type, field.name, one));
  const isText = type.startsWith('text');
  const left = isText ? `lower(${column})` : column;
  const any = (condition: (given: string) => string) => `coalesce(${literals.map(condition).join(' or ')}, false)`;
  const like = (before: string) => {
    if (!isText) throw invalid(`${operation} is not for the field ${field.name}`);
    return any((given) => `${left} like ${before}${given} || '%'`);
  };
  switch (operation) {
    case 'equals':
      return literals.length === 0 ? `${column} is null` : any((given) => `${left} = ${given}`);
    case 'notEqual':
      return literals.length === 0 ? `${column} is not null` : `not ${any((given) => `${left} = ${given}`)}`;
    case 'contains':
      return like(`'%' || `);
    case 'notContain':
      return `not ${like(`'%' || `)}`;
    case 'startsWith':
      return like('');
    case 'includes':
    case 'excludes': {
      const included = any((given) => `${given} = any(string_to_array(${left}, ';'))`);
      return operation === 'includes' ? included : `not ${included}`;
    }
  }
  const comparison = comparisons[operation];
  if (!comparison || literals.length !== 1)
    throw invalid(`${operation} with ${values.length} values is not a condition for ${field.name}`);
  return `coalesce(${left} ${comparison} ${literals[0]}, false)`;
}

function literal(type: string, field: string, value: string): string {
  if (type.startsWith('text')) return `lower(${pg.escapeLiteral(value)})`;
  if (!forms[type]?.test(value)) throw invalid(`Invalid filter value for the field ${field}: ${value}`);
  return `${pg.escapeLiteral(value)}::${type}`;
}

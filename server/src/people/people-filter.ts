import { LockstepError } from '../errors.ts';
import { companyFieldOf } from '../mapping/company-fields.ts';
import { columnTypeOf } from '../mapping/field-type.ts';
import { identifier as id } from '../postgres/quoting.ts';
import { type Query, raw, sql } from '../postgres/sql.ts';
import type { Field } from '../subscription/field-catalog.ts';
import { told } from '../told.ts';
import { fieldValue } from './field-value.ts';

/** One condition on a field; letters case is ignored. */
export interface FieldFilter {
  field: string;
  operator: 'is' | 'starts' | 'empty' | 'filled';
  value: string;
}

/** `title:starts:Chief`, as addresses of pages and of the API have it. */
export function readFieldFilter(text: string): FieldFilter {
  const [field = '', operator = '', ...value] = text.split(':');
  return { field, operator: operator as FieldFilter['operator'], value: value.join(':') };
}

export function meets(fields: readonly Field[], filter: FieldFilter): Query {
  const { field: name, operator, value } = filter;
  if (name === 'sfdcId' && operator === 'is') return sql`p.sfdc_id = ${value}`;
  const field = fields.find((f) => f.name === name);
  if (!field) throw new LockstepError('request/invalid', told`There is no field "${name}" to filter by.`);
  const expression = valueExpression(field);
  switch (operator) {
    case 'empty':
      return sql`${raw(expression)} is null`;
    case 'filled':
      return sql`${raw(expression)} is not null`;
    case 'starts':
      return startsWith(`(${expression})::text`, value);
    case 'is':
      return equals(field, expression, value);
  }
}

export function startsWith(expression: string, start: string): Query {
  return sql`lower(${raw(expression)}) like ${`${start.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`}`;
}

function equals(field: Field, expression: string, value: string): Query {
  const checked = fieldValue(field, value);
  if (checked === null) return sql`${raw(expression)} is null`;
  const type = columnTypeOf(field.type);
  return type === 'text'
    ? sql`lower(${raw(expression)}) = lower(${checked})`
    : sql`${raw(expression)} = ${checked}::${raw(type)}`;
}

/** Where a person's value of the field is: with the account, if it has one and the account has such a value. */
export function valueExpression(field: Field): string {
  const own = `p.${id(field.column)}`;
  const companys = companyFieldOf[field.name];
  return companys ? `case when c.id is null then ${own} else c.${id(companys)} end` : own;
}

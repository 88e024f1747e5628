import { identifier as id } from '../postgres/quoting.ts';
import { canonicalText } from './canonical.ts';
import type { MarketingType } from './field-type.ts';
import type { Entity } from './standard-fields.ts';

/** A field whose value may be an amount. */
interface Valued {
  entity: Entity;
  name: string;
  column: string;
  type: MarketingType;
}

/** Prefix of the column of a result that holds a field's amount in the default currency. */
const prefix = '#default ';

export const isAmount = ({ type }: Pick<Valued, 'type'>): boolean => type === 'currency';

/** SYN-12: opportunities at the rate of the day they close, everything else at the current one. */
export function inDefaultCurrency(amount: string, currency: string, date: string | null): string {
  return canonicalText(`in_default_currency(${amount}, ${currency}, ${date ?? 'null'})`, 'numeric');
}

/** The amounts of a record `alias` in the default currency, as items of a select list; `read` gives them by field. */
export function amountItems(fields: readonly Valued[], alias: string): string[] {
  return fields.filter(isAmount).map((field) => {
    const date = field.entity === 'opportunity' ? `${alias}.close_date` : null;
    return amountItem(field, inDefaultCurrency(`${alias}.${id(field.column)}`, currencyOf(fields, field, alias), date));
  });
}

export function amountItem({ name }: Pick<Valued, 'name'>, expression: string): string {
  return `${expression} as ${id(prefix + name)}`;
}

export function readAmounts(
  fields: readonly Valued[],
  row: Record<string, string | null>,
): Record<string, string | null> {
  return Object.fromEntries(fields.filter(isAmount).map(({ name }) => [name, row[prefix + name] ?? null]));
}

/** Standard tables have a column for it; an added object has one when the org has several currencies. */
function currencyOf(fields: readonly Valued[], { entity }: Valued, alias: string): string {
  if (entity === 'company' || entity === 'opportunity' || entity === 'person') return `${alias}.currency`;
  const own = fields.find((f) => f.name === 'CurrencyIsoCode');
  return own ? `${alias}.${id(own.column)}` : 'null';
}

import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

/**
 * convertCurrency(): the amount in the user's currency, which is the corporate one here; opportunities at the rate of their
 * close date, when rates are dated. With one currency, amounts are in it already.
 */
export function convertCurrency({ context: { view } }: Scope, amount: Value): Value {
  const source = amount.resolved?.sources[0];
  if (!source || !view.metadata.objects.has('currencytype')) return amount;
  const code = `${source.alias}."CurrencyIsoCode"`;
  const current = `(select c."ConversionRate" from org."CurrencyType" c where c."IsoCode" = ${code})`;
  const isDated = source.object.name === 'Opportunity' && view.metadata.objects.has('datedconversionrate');
  const dated = `(select d."ConversionRate" from org."DatedConversionRate" d
    where d."IsoCode" = ${code} and d."StartDate" <= ${source.alias}."CloseDate" order by d."StartDate" desc limit 1)`;
  return { ...amount, sql: `(${amount.sql} / ${isDated ? `coalesce(${dated}, ${current})` : current})` };
}

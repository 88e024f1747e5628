import type { FastifyInstance } from 'fastify';
import { invalid } from '../metadata/invalid.ts';
import type { OrgContext } from '../org-context.ts';
import { type Currency, enableMultiCurrency } from './multi-currency.ts';
import { enablePersonAccounts } from './person-accounts.ts';

/** Features of the org that an administrator switches on, once and for all. */
export function registerFeatureEndpoints(routes: FastifyInstance, org: OrgContext, root: string): void {
  routes.put(`${root}/features/person-accounts`, async () => {
    await enablePersonAccounts(org);
    const { rows } = await org.pool.query(`select * from org."RecordType" where "SobjectType" = 'Account'`);
    return rows;
  });

  routes.put(`${root}/features/multi-currency`, async (request) => {
    const { corporate = 'USD', currencies = [], dated = false } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof corporate !== 'string' || !Array.isArray(currencies) || typeof dated !== 'boolean')
      throw invalid('corporate is an ISO code, currencies a list, dated true or false', 'JSON_PARSER_ERROR');
    await enableMultiCurrency(org, { corporate, currencies: currencies.map(readCurrency), dated });
    const { rows } = await org.pool.query('select * from org."CurrencyType" order by "IsoCode"');
    return rows;
  });
}

function readCurrency(given: unknown): Currency {
  const { isoCode, conversionRate, decimalPlaces } = (given ?? {}) as Record<string, unknown>;
  if (typeof isoCode !== 'string' || typeof conversionRate !== 'number')
    throw invalid('A currency needs isoCode and conversionRate', 'REQUIRED_FIELD_MISSING');
  return { isoCode, conversionRate, ...(typeof decimalPlaces === 'number' && { decimalPlaces }) };
}

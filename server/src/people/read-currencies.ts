import type { CurrencyList } from '@lockstep/contract/currencies.ts';
import type { Client } from '../postgres/pool.ts';

/** The org's currencies, the default one first; none when it has but one (SYN-12). */
export async function listCurrencies(client: Client): Promise<CurrencyList['currencies']> {
  const { rows } = await client.query(`
    select c.iso_code as "isoCode", trim_scale(c.rate)::text as rate, c.is_default as "isDefault", c.is_active as "isActive",
           (select count(*)::int from dated_rate d where d.iso_code = c.iso_code) as "datedRates"
      from currency c order by c.is_default desc, c.iso_code`);
  return rows;
}

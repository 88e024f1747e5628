import type { CurrencyList, DatedRatePage } from '@lockstep/contract/currencies.ts';
import type { Client } from '../postgres/pool.ts';
import { sql } from '../postgres/sql.ts';

/** The org's currencies, the default one first; none when it has but one (SYN-12). */
export async function listCurrencies(client: Client): Promise<CurrencyList['currencies']> {
  const { rows } = await client.query(`
    select c.iso_code as "isoCode", trim_scale(c.rate)::text as rate, c.is_default as "isDefault", c.is_active as "isActive",
           (select count(*)::int from dated_rate d where d.iso_code = c.iso_code) as "datedRates"
      from currency c order by c.is_default desc, c.iso_code`);
  return rows;
}

/** The rates of a currency by date, which hold for opportunities, newest first. */
export async function listDatedRates(
  client: Client,
  isoCode: string,
  { before, limit = 50 }: { before?: string; limit?: number } = {},
): Promise<DatedRatePage> {
  const { rows } = await client.query<DatedRatePage['rates'][number]>(sql`
    select start_date::text as "from", trim_scale(rate)::text as rate
      from dated_rate
     where iso_code = ${isoCode} and (${before ?? null}::date is null or start_date < ${before ?? null})
     order by start_date desc limit ${limit + 1}`);
  const rates = rows.slice(0, limit);
  return { rates, next: rows.length > limit ? (rates.at(-1)?.from ?? null) : null };
}

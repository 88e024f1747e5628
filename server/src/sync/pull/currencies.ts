import type { LockstepError } from '../../errors.ts';
import type { Client } from '../../postgres/pool.ts';
import { sql } from '../../postgres/sql.ts';
import type { ObjectDescribe, Salesforce } from '../../salesforce/salesforce.ts';
import { inSubscription } from '../../subscription/subscription-schema.ts';
import { runStep, type StepContext } from '../step.ts';

/** Objects that an org has only with several currencies, or with dated rates. */
export const currencyObjects = ['CurrencyType', 'DatedConversionRate'] as const;

export type Currencies = 'one' | 'several' | 'dated';

export function currenciesOf(describes: ReadonlyMap<string, ObjectDescribe>): Currencies {
  if (!describes.has('CurrencyType')) return 'one';
  return describes.has('DatedConversionRate') ? 'dated' : 'several';
}

const currencyTypes = 'SELECT IsoCode, ConversionRate, DecimalPlaces, IsActive, IsCorporate FROM CurrencyType';
const stateOfRates = 'SELECT COUNT(Id) rates, MAX(SystemModstamp) newest FROM DatedConversionRate';
const datedRates = 'SELECT IsoCode, StartDate, ConversionRate FROM DatedConversionRate';

/**
 * The org's currencies with their rates: one API call, and none with a single currency. There are a few dozen currencies, but
 * perhaps years of daily rates: those are read anew only when their number or their newest stamp is another.
 */
export async function pullCurrencies(
  context: StepContext,
  salesforce: Salesforce,
  currencies: Currencies,
): Promise<LockstepError | null> {
  if (currencies === 'one') return null;
  const { engine, subscription } = context;
  return runStep(context, 'CurrencyType', 'Pull updates', async (progress) => {
    const queries = currencies === 'dated' ? [currencyTypes, stateOfRates] : [currencyTypes];
    const [types = [], rates = []] = await salesforce.smallQueries(queries.map((soql) => ({ soql })));
    const state = currencies === 'dated' ? JSON.stringify(rates[0]) : null;
    await inSubscription(engine.pool, subscription, async (client) => {
      const changed = await storeCurrencies(client, types);
      progress.count({ updated: changed, skipped: types.length - changed });
      const { rows } = await client.query('select dated_rates from sync_state');
      if (rows[0].dated_rates === state) return;
      await client.query('delete from dated_rate');
      if (state) for await (const { records } of salesforce.query(datedRates)) await storeRates(client, records);
      await client.query(sql`update sync_state set dated_rates = ${state}`);
    });
  });
}

async function storeCurrencies(client: Client, types: Record<string, unknown>[]): Promise<number> {
  const { rowCount } = await client.query(sql`
    insert into currency as c (iso_code, rate, decimal_places, is_default, is_active)
    select "IsoCode", "ConversionRate", "DecimalPlaces", "IsCorporate", "IsActive"
      from jsonb_to_recordset(${JSON.stringify(types)}::jsonb) as t(
        "IsoCode" text, "ConversionRate" numeric, "DecimalPlaces" integer, "IsCorporate" boolean, "IsActive" boolean)
    on conflict (iso_code) do update
      set rate = excluded.rate, decimal_places = excluded.decimal_places, is_default = excluded.is_default,
          is_active = excluded.is_active
      where (c.rate, c.decimal_places, c.is_default, c.is_active)
            is distinct from (excluded.rate, excluded.decimal_places, excluded.is_default, excluded.is_active)`);
  return rowCount ?? 0;
}

async function storeRates(client: Client, rates: Record<string, unknown>[]): Promise<void> {
  await client.query(sql`
    insert into dated_rate (iso_code, start_date, rate)
    select "IsoCode", "StartDate", "ConversionRate"
      from jsonb_to_recordset(${JSON.stringify(rates)}::jsonb) as r(
        "IsoCode" text, "StartDate" date, "ConversionRate" numeric)
    on conflict do nothing`);
}

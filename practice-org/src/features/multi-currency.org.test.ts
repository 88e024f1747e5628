import { afterAll, beforeAll, expect, test } from 'vitest';
import { createObject } from '../metadata/custom-objects.ts';
import { startTestApi, type TestApi } from '../test-api.ts';
import { enableMultiCurrency } from './multi-currency.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const create = async (object: string, values: Record<string, unknown>) =>
  String((await api.connection.sobject(object).create(values)).id);
const query = async (soql: string) => (await api.connection.query(soql)).records;

test('with one currency there is no CurrencyIsoCode and no CurrencyType', async () => {
  await expect(query('SELECT CurrencyIsoCode FROM Lead')).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
  await expect(query('SELECT Id FROM CurrencyType')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
});

test('activated, every record has the corporate currency, and others can be chosen', async () => {
  const euro = { isoCode: 'EUR', conversionRate: 0.8 };
  await enableMultiCurrency(api.org.context, { corporate: 'USD', currencies: [euro], dated: false });
  expect(await query('SELECT IsoCode, ConversionRate, IsCorporate FROM CurrencyType ORDER BY IsoCode')).toMatchObject([
    { IsoCode: 'EUR', ConversionRate: 0.8, IsCorporate: false },
    { IsoCode: 'USD', ConversionRate: 1, IsCorporate: true },
  ]);
  expect(await query(`SELECT Id FROM Account WHERE CurrencyIsoCode != 'USD'`)).toEqual([]);
  const own = await create('Lead', { LastName: 'L', Company: 'C', AnnualRevenue: 100, CurrencyIsoCode: 'EUR' });
  expect(
    await query(`SELECT AnnualRevenue, convertCurrency(AnnualRevenue) inCorporate FROM Lead WHERE Id = '${own}'`),
  ).toMatchObject([{ AnnualRevenue: 100, inCorporate: 125 }]);
  const preset = await create('Lead', { LastName: 'L', Company: 'C' });
  expect(await query(`SELECT CurrencyIsoCode FROM Lead WHERE Id = '${preset}'`)).toMatchObject([
    { CurrencyIsoCode: 'USD' },
  ]);
  const wrong = api.connection.sobject('Lead').create({ LastName: 'L', Company: 'C', CurrencyIsoCode: 'XXX' });
  await expect(wrong).rejects.toMatchObject({ errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' });
  await createObject(api.org.context, { name: 'Deal__c', label: 'Deal' });
  expect(await query('SELECT CurrencyIsoCode FROM Deal__c')).toEqual([]);
});

test('dated rates hold for opportunities from their start date on', async () => {
  await enableMultiCurrency(api.org.context, { corporate: 'USD', currencies: [], dated: true });
  await create('DatedConversionRate', { IsoCode: 'EUR', StartDate: '2026-01-01', ConversionRate: 0.5 });
  const rates = await query(
    `SELECT NextStartDate, ConversionRate FROM DatedConversionRate WHERE IsoCode = 'EUR' ORDER BY StartDate`,
  );
  expect(rates).toMatchObject([
    { NextStartDate: '2026-01-01', ConversionRate: 0.8 },
    { NextStartDate: null, ConversionRate: 0.5 },
  ]);
  const values = { Name: 'O', StageName: 'Prospecting', Amount: 100, CurrencyIsoCode: 'EUR' };
  const before = await create('Opportunity', { ...values, CloseDate: '2025-12-31' });
  const after = await create('Opportunity', { ...values, CloseDate: '2026-01-01' });
  const amounts = await query(
    `SELECT Id, convertCurrency(Amount) FROM Opportunity WHERE Id IN ('${before}', '${after}') ORDER BY Id`,
  );
  expect(amounts).toMatchObject([{ Amount: 125 }, { Amount: 200 }]);
});

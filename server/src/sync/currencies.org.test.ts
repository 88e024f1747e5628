import { afterAll, beforeAll, expect, test } from 'vitest';
import { enableMultiCurrency } from '../../../practice-org/src/features/multi-currency.ts';
import { createObject } from '../../../practice-org/src/metadata/custom-objects.ts';
import { listCurrencies, listDatedRates } from '../people/read-currencies.ts';
import { listPersonObjects } from '../people/read-objects.ts';
import { listPeople } from '../people/read-people.ts';
import { listCampaigns, listCompanies, listOpportunities } from '../people/read-records.ts';
import { listPersonOpportunities } from '../people/read-related.ts';
import { enableObject } from '../setup/objects.ts';
import { startTestSync, type TestSync } from './testing/test-sync.ts';
import { verify } from './verify/verify.ts';

/** SYN-12: amounts keep their currency and are also shown in the default one. */

let sync: TestSync;
let company = '';

beforeAll(async () => {
  sync = await startTestSync({ settings: { overlapSeconds: 0 } });
  await sync.connect();
  await sync.cycle();
});
afterAll(() => sync[Symbol.asyncDispose]());

const create = async (object: string, values: Record<string, unknown>): Promise<string> =>
  String((await sync.admin.sobject(object).create(values)).id);
const healthy = async () => expect(await sync.cycle()).toMatchObject({ error: null });
const person = async (sfdcId: string) =>
  (await sync.run((client) => listPeople(client, { filter: { sfdcId } }))).people[0];
const opportunity = async (name: string) =>
  (await sync.run((client) => listOpportunities(client, { search: name }))).opportunities[0];
const activate = (dated: boolean) =>
  enableMultiCurrency(sync.org.context, {
    corporate: 'USD',
    currencies: [{ isoCode: 'EUR', conversionRate: 0.8 }],
    dated,
  });

test('with one currency an amount is what it is, and no call is made for rates', async () => {
  const { opportunities } = await sync.run((client) => listOpportunities(client, {}));
  expect(opportunities.every((o) => o.inDefaultCurrency.amount === o.values.amount)).toBe(true);
  expect(await sync.run(listCurrencies)).toEqual([]);
  await sync.cycle();
  expect((await sync.steps()).map((s) => s.object)).not.toContain('CurrencyType');
});

test('an org that gets several currencies simply goes on: each record with its own, all in the default one too', async () => {
  await activate(false);
  company = await create('Account', { Name: 'Euro GmbH', AnnualRevenue: 1000, CurrencyIsoCode: 'EUR' });
  const contact = await create('Contact', { LastName: 'Euro', AccountId: company });
  const lead = await create('Lead', { LastName: 'E', Company: 'E', AnnualRevenue: 80, CurrencyIsoCode: 'EUR' });
  const deal = { StageName: 'Prospecting', CloseDate: '2026-06-30', AccountId: company };
  const opportunityId = await create('Opportunity', {
    ...deal,
    Name: 'Euro deal',
    Amount: 100,
    CurrencyIsoCode: 'EUR',
  });
  await create('OpportunityContactRole', { OpportunityId: opportunityId, ContactId: contact, Role: 'Evaluator' });
  await create('Campaign', { Name: 'Euro tour', BudgetedCost: 40, CurrencyIsoCode: 'EUR' });
  await healthy();
  expect(await person(lead)).toMatchObject({
    values: { annualRevenue: '80', currency: 'EUR' },
    inDefaultCurrency: { annualRevenue: '100' },
  });
  expect((await person(contact))?.inDefaultCurrency).toMatchObject({ annualRevenue: '1250' });
  const { companies } = await sync.run((client) => listCompanies(client, { search: 'Euro' }));
  expect(companies).toMatchObject([{ values: { currency: 'EUR' }, inDefaultCurrency: { annualRevenue: '1250' } }]);
  expect(await opportunity('Euro deal')).toMatchObject({
    values: { amount: '100', currency: 'EUR' },
    inDefaultCurrency: { amount: '125' },
  });
  const id = (await person(contact))?.id ?? 0;
  const [related] = await sync.run((client) => listPersonOpportunities(client, id));
  expect(related).toMatchObject({ amount: '100', currency: 'EUR', amountInDefaultCurrency: '125' });
  const { campaigns } = await sync.run((client) => listCampaigns(client, { search: 'Euro' }));
  expect(campaigns).toMatchObject([{ currency: 'EUR', budgetedCost: { amount: '40', inDefaultCurrency: '50' } }]);
  expect(await sync.rows(`select from person where sfdc_id is not null and currency is null`)).toEqual([]);
  expect(await verify(sync.engine, await sync.subscription())).toMatchObject({ equal: true, samples: [] });
});

test('amounts of a custom object too', async () => {
  await createObject(sync.org.context, {
    name: 'Fee__c',
    label: 'Fee',
    fields: [
      { name: 'Payer__c', label: 'Payer', type: 'Lookup', referenceTo: 'Account' },
      { name: 'Sum__c', label: 'Sum', type: 'Currency', precision: 12, scale: 2 },
    ],
  });
  await create('Fee__c', { Name: 'F', Payer__c: company, Sum__c: 8, CurrencyIsoCode: 'EUR' });
  await enableObject(sync.setup, await sync.subscription(), 'Fee__c');
  await healthy();
  const [payer] = await sync.rows<{ id: number }>(`select id from person where sfdc_account_id = '${company}'`);
  expect(await sync.run((client) => listPersonObjects(client, payer?.id ?? 0))).toMatchObject([
    { values: { Sum__c: '8', CurrencyIsoCode: 'EUR' }, inDefaultCurrency: { Sum__c: '10' } },
  ]);
});

test('a new rate changes what is shown and rewrites no record', async () => {
  const versions = () =>
    sync.rows('select xmin::text, id from person union all select xmin::text, id from opportunity order by 1, 2');
  const before = await versions();
  const [euro] = (await sync.admin.query(`SELECT Id FROM CurrencyType WHERE IsoCode = 'EUR'`)).records;
  await sync.admin.sobject('CurrencyType').update({ Id: euro?.Id ?? '', ConversionRate: 0.5 });
  await healthy();
  expect((await opportunity('Euro deal'))?.inDefaultCurrency.amount).toBe('200');
  expect(await versions()).toEqual(before);
});

test('dated rates: an opportunity has the rate of the day it closes, everything else the current one', async () => {
  await activate(true);
  const rate = await create('DatedConversionRate', { IsoCode: 'EUR', StartDate: '2026-07-01', ConversionRate: 0.4 });
  await healthy();
  expect((await opportunity('Euro deal'))?.inDefaultCurrency.amount).toBe('200');
  const [deal] = (await sync.admin.query(`SELECT Id FROM Opportunity WHERE Name = 'Euro deal'`)).records;
  await sync.admin.sobject('Opportunity').update({ Id: deal?.Id ?? '', CloseDate: '2026-07-01' });
  await healthy();
  expect((await opportunity('Euro deal'))?.inDefaultCurrency.amount).toBe('250');
  const { companies } = await sync.run((client) => listCompanies(client, { search: 'Euro' }));
  expect(companies[0]?.inDefaultCurrency.annualRevenue).toBe('2000');
  expect(await sync.run(listCurrencies)).toMatchObject([
    { isoCode: 'USD', isDefault: true, datedRates: 1 },
    { isoCode: 'EUR', isDefault: false, rate: '0.5', datedRates: 2 },
  ]);
  const rates = await sync.run((client) => listDatedRates(client, 'EUR', { limit: 1 }));
  expect(rates).toEqual({ rates: [{ from: '2026-07-01', rate: '0.4' }], next: '2026-07-01' });
  const further = await sync.run((client) => listDatedRates(client, 'EUR', { before: '2026-07-01' }));
  expect(further).toMatchObject({ rates: [{}], next: null });
  await sync.admin.sobject('DatedConversionRate').destroy(rate);
  await healthy();
  expect((await opportunity('Euro deal'))?.inDefaultCurrency.amount).toBe('200');
  await sync.cycle();
  expect((await sync.cycle()).apiCalls).toBeLessThanOrEqual(10);
});

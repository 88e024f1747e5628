import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Counts, noCounts, type StepProgress } from '../step.ts';
import { makeTestSubscription, type TestSubscription } from '../testing/test-subscription.ts';
import { companyLoader, peopleLoader } from './page-loaders.ts';
import { storePage } from './store-page.ts';

/** The first load's short way (PER-1): pages as a Bulk query sends them, copied straight into their table. */

let here: TestSubscription;
beforeAll(async () => {
  here = await makeTestSubscription();
});
beforeEach(() => here.rows('truncate person, company, activity, record_error, converted_lead'));
afterAll(() => here[Symbol.asyncDispose]());

type Row = Record<string, string>;

const stamp = '2026-01-01T00:00:00.000Z';
const [ann, bob] = ['00Q5e00000000001AAA', '00Q5e00000000002AAA'];

async function load(object: 'Lead' | 'Account', rows: Row[], renamed: Row = {}): Promise<Counts> {
  const loader = object === 'Lead' ? peopleLoader(here.plan('Lead')) : companyLoader(here.plan('Account'));
  const line = (value: (field: string) => string) => `${loader.fields.map((f) => `"${value(f)}"`).join(',')}\n`;
  const filled = rows.map((row): Row => ({ SystemModstamp: stamp, IsDeleted: 'false', ...row }));
  const csv = [line((f) => renamed[f] ?? f), ...filled.map((row) => line((f) => row[f] ?? ''))];
  let counts = { ...noCounts };
  const progress: StepProgress = {
    count(more) {
      counts = { ...counts, ...more };
    },
    note() {},
    async report() {},
  };
  await storePage(here, here.subscription, loader, progress, {
    open: async () => ({ source: Readable.from(csv), rows: rows.length }),
    store: async () => {},
    first: true,
    settledBefore: null,
  });
  return counts;
}

const people = () =>
  here.rows(`
    select p.sfdc_id, p.sfdc_type, p.last_name, p.city, p.sfdc_stamp = '${stamp}' as stamped, a.type_id, a.new_value
      from person p left join activity a on a.person_id = p.id order by p.sfdc_id, a.id`);
const lead = (sfdc_id: string, last_name: string, city: string | null = null) => ({
  ...{ sfdc_id, sfdc_type: 'Lead', last_name, city, stamped: true, type_id: 12, new_value: 'Lead' },
});

test('leads become people of their type, each with its New Person activity; blank values are null', async () => {
  const counts = await load('Lead', [
    { Id: ann, LastName: 'Ann', City: 'Ghent,\nBelgium' },
    { Id: bob, LastName: 'Bob' },
  ]);
  expect(counts).toMatchObject({ new: 2, failed: 0 });
  expect(await people()).toEqual([lead(ann, 'Ann', 'Ghent,\nBelgium'), lead(bob, 'Bob')]);
});

test('accounts become companies', async () => {
  expect(await load('Account', [{ Id: '0015e00000000001AAA', Name: 'Edge' }])).toMatchObject({ new: 1 });
  expect(await here.rows('select sfdc_id, name from company')).toEqual([
    { sfdc_id: '0015e00000000001AAA', name: 'Edge' },
  ]);
});

test('a record that is here already is merged with it, and nobody is made twice', async () => {
  await load('Lead', [{ Id: ann, LastName: 'Ann' }]);
  const counts = await load('Lead', [
    { Id: ann, LastName: 'Anna' },
    { Id: bob, LastName: 'Bob' },
  ]);
  expect(counts).toMatchObject({ new: 1, updated: 1 });
  expect((await people()).map((p) => p.last_name)).toEqual(['Anna', 'Anna', 'Bob']);
});

test('a value that does not fit is one record error; the rest of its page is stored (FLD-5)', async () => {
  const counts = await load('Lead', [
    { Id: ann, LastName: 'Ann', AnnualRevenue: 'plenty' },
    { Id: bob, LastName: 'Bob' },
  ]);
  expect(counts).toMatchObject({ new: 1, failed: 1 });
  expect(await people()).toEqual([lead(bob, 'Bob')]);
  expect(await here.rows('select sfdc_id, fields from record_error')).toEqual([
    { sfdc_id: ann, fields: ['AnnualRevenue'] },
  ]);
});

test('a lead that was converted here does not become a person again', async () => {
  await here.rows(`insert into converted_lead (lead_id, contact_id) values ('${ann}', '0035e00000000001AAA')`);
  await load('Lead', [
    { Id: ann, LastName: 'Ann' },
    { Id: bob, LastName: 'Bob' },
  ]);
  expect(await people()).toEqual([lead(bob, 'Bob')]);
});

test('columns that nobody asked for are refused, and nothing is stored', async () => {
  await expect(load('Lead', [{ Id: ann, LastName: 'Ann' }], { City: 'Country' })).rejects.toMatchObject({
    code: 'sf/incomplete-answer',
  });
  expect(await people()).toEqual([]);
});

test('people who are made here meanwhile have no Salesforce type', async () => {
  await load('Lead', [{ Id: ann, LastName: 'Ann' }]);
  await here.rows("insert into person (last_name) values ('Cleo')");
  expect(await here.rows(`select sfdc_type from person where last_name = 'Cleo'`)).toEqual([{ sfdc_type: null }]);
});

import { Connection } from '@jsforce/jsforce-node';
import type { FieldView } from '@lockstep/contract/fields.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test, vi } from 'vitest';
import { alterField, createField } from '../../practice-org/src/metadata/custom-fields.ts';
import { createObject } from '../../practice-org/src/metadata/custom-objects.ts';
import { expectAccessible } from './accessibility.ts';
import { cycle } from './admin-session.ts';
import { type ConnectedVisit, connectedVisit } from './connected-visit.ts';
import { picture } from './picture.ts';

/** What an administrator does about objects and fields after the start (SYN-13, SYN-15, SYN-16, FLD-6, FLD-9, OPS-4). */

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

let visit: ConnectedVisit;
let page: Page;

beforeAll(async () => {
  visit = await connectedVisit();
  ({ page } = visit);
  const { org } = visit.stack;
  const holder = { name: 'Holder__c', label: 'Holder', type: 'Lookup', referenceTo: 'Lead' } as const;
  const row = { name: 'Row__c', label: 'Row', type: 'Number', precision: 4 } as const;
  await createObject(org.context, { name: 'Seat__c', label: 'Seat', fields: [holder, row] });
  await createField(org.context, 'Lead', { name: 'Area__c', label: 'Area', type: 'Text' });
  const salesforce = new Connection({ loginUrl: org.url });
  await salesforce.login(org.admin.username, org.admin.password + org.admin.securityToken);
  const { records } = await salesforce.query("SELECT Id FROM Lead WHERE Email = 'bertha@fcof.net'");
  await salesforce.sobject('Seat__c').create({ Name: 'Seat A1', Holder__c: records[0]?.Id, Row__c: 7 });
  await cycle(visit.admin);
  await alterField(org.context, 'Lead', 'Area__c', { name: 'Zone__c' });
});
afterAll(() => visit[Symbol.asyncDispose]());

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const link = (name: string) => page.getByRole('link', { name, exact: true });
const tab = (name: string | RegExp) => page.getByRole('tab', { name });
const dialog = () => page.getByRole('dialog');

test('a custom object is added with the fields one wants, and its records are with their person (SYN-13)', async () => {
  onTestFailed(() => picture(page, 'object-failed'));
  await page.getByRole('navigation').getByRole('link', { name: 'Salesforce', exact: true }).click();
  await tab('Objects').click();
  await page.getByRole('row', { name: /Seat Seat__c Not synced Holder__c → Lead 0/ }).waitFor();
  await link('Seat').click();
  expect(await page.getByRole('checkbox', { name: 'Sync Holder__c' }).isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: 'Sync Row__c' }).uncheck();
  await button('Add to the sync').click();
  await page.getByText('Its changes are pulled in each cycle.').waitFor();
  expect(await page.getByRole('checkbox', { name: 'Sync Row__c' }).isChecked()).toBe(false);
  await expectAccessible(page, 'object');
  await cycle(visit.admin);
  await page.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  await link('Bertha Boxer').click();
  await tab('Salesforce').click();
  await page.getByRole('row', { name: /Seat A1 .*Holder__c → Lead/ }).waitFor();
});

test('Salesforce counts what meets a condition before it is a filter; one it refuses is explained (SYN-15)', async () => {
  onTestFailed(() => picture(page, 'filter-failed'));
  await page.goto(new URL('/salesforce/objects/Lead', visit.stack.url).href);
  await page.getByRole('textbox', { name: 'Condition' }).fill("Ratting = 'Hot'");
  await page.getByRole('alert').getByText("No such column 'Ratting'").waitFor();
  await page.getByRole('textbox', { name: 'Condition' }).fill("Rating != 'Cold'");
  await page.getByText(/of 22 records in Salesforce meet it now/).waitFor();
  await page.getByLabel('the log of its person says so').check();
  await button('Set filter').click();
  await page.getByText('The next cycle applies it.').waitFor();
  await link('All objects').click();
  await page.getByRole('row', { name: "Lead Both ways Rating != 'Cold'" }).waitFor();
});

test('the bell opens what a message is about, and a rename is decided there (FLD-6, OPS-4)', async () => {
  onTestFailed(() => picture(page, 'rename-failed'));
  await page.reload(); // Notifications are asked for twice a minute.
  await button(/^\d+ unread notifications?$/).click();
  await dialog()
    .getByText(/Lead\.Area__c seems to be called Zone__c now/)
    .waitFor();
  await dialog().getByRole('link', { name: 'Renamed field' }).click();
  await page.getByRole('heading', { name: 'Lead.Area__c seems to be called Lead.Zone__c now' }).waitFor();
  await expectAccessible(page, 'schema-changes');
  await button('Accept the rename').click();
  await dialog().getByText('This cannot be taken back.').waitFor();
  await dialog().getByRole('button', { name: 'Accept the rename' }).click();
  await page.getByText('Nothing waits.').waitFor();
  const { mappedTo } = await visit.admin.get<FieldView>('/admin/field-management/Area__c');
  expect(mappedTo.map(({ sfField }) => sfField)).toEqual(['Zone__c']);
  await button(/unread notification/).click();
  await dialog().getByRole('link', { name: 'All notifications' }).click();
  await page.getByRole('row', { name: /^New field Lead\.Area__c/ }).waitFor();
});

test('what a blank means is chosen for a field; a choice that would leave it stuck is refused (FLD-9)', async () => {
  onTestFailed(() => picture(page, 'field-failed'));
  await page.getByRole('navigation').getByRole('link', { name: 'Field management' }).click();
  await page.getByLabel('Search fields').fill('leadsource');
  // Once the search is in the address, the rows stay where they are.
  await page.waitForURL(/search=leadsource/);
  await page
    .getByRole('row', { name: /^Source leadSource Person/ })
    .getByRole('link')
    .click();
  await page.getByLabel('Salesforce', { exact: true }).check();
  await button('Save rules').click();
  await page
    .getByRole('alert')
    .getByText(/would be stuck/)
    .waitFor();
  await page.getByLabel('Salesforce', { exact: true }).uncheck();
  await page.getByLabel('Never empties Salesforce').check();
  await button('Save rules').click();
  await page.getByText('The rules are saved.').waitFor();
  const field = await visit.admin.get<FieldView>('/admin/field-management/leadSource');
  expect(field).toMatchObject({ blanks: 'never-push', blocked: [] });
  await expectAccessible(page, 'field');
});

test('requests are shown by object, operation and hour, sorted as the address says (SYN-16)', async () => {
  onTestFailed(() => picture(page, 'usage-failed'));
  await page.goto(new URL('/salesforce/api-usage?by=operation', visit.stack.url).href);
  await page.getByRole('row', { name: /^Lead Pull updates \d+/ }).waitFor();
  await button('Steps').click();
  expect(new URL(page.url()).search).toBe('?by=operation&sort=steps&order=down');
  await expectAccessible(page, 'api-usage');
  await page.getByText('Hour', { exact: true }).click();
  await page.getByRole('columnheader', { name: 'Cycles' }).waitFor();
});

test('people are sorted by their names', async () => {
  onTestFailed(() => picture(page, 'people-order-failed'));
  await page.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  const first = page.getByRole('row').nth(1);
  await button('Name').click();
  await first.getByRole('link', { name: 'Kristen Akin' }).waitFor();
  await page.getByLabel('Order').selectOption('Last name, Z to A');
  await first.getByRole('link', { name: /Young$/ }).waitFor();
  expect(new URL(page.url()).search).toBe('?sort=lastName&order=down');
});

test('the browser had nothing to complain of', () => {
  // Who is signed in was asked before anybody was; a condition and a choice were refused.
  expect(visit.complaints.filter((text) => !/401|400|422/.test(text))).toEqual([]);
});

import type { PeoplePage } from '@lockstep/contract/people.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test, vi } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { type AdminSession, cycle } from './admin-session.ts';
import { type ConnectedVisit, connectedVisit } from './connected-visit.ts';
import { picture } from './picture.ts';
import { editField, openRecord, signInToPracticeOrg } from './practice-org-visit.ts';

/** People, companies, opportunities and duplicates, as a marketer works with them. */

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

let visit: ConnectedVisit;
let page: Page;
let admin: AdminSession;

beforeAll(async () => {
  visit = await connectedVisit();
  ({ page, admin } = visit);
});
afterAll(() => visit[Symbol.asyncDispose]());

const link = (name: string | RegExp) => page.getByRole('link', { name });
const tab = (name: string) => page.getByRole('tab', { name, exact: true });

test('a person is found by a name and any field; the address keeps what was asked', async () => {
  onTestFailed(() => picture(page, 'people-failed'));
  await page.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  await page
    .getByRole('row', { name: /Bertha Boxer/ })
    .first()
    .waitFor();
  await expectAccessible(page, 'people');
  await page.getByLabel('Start of an e-mail address or name').fill('bert');
  await page.getByLabel('In Salesforce').selectOption('Lead');
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('combobox', { name: 'Field' }).click();
  await page.getByRole('option', { name: 'Last Name', exact: true }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('BOXER');
  await page.getByRole('dialog').getByRole('button', { name: 'Add filter' }).click();
  await page.getByText('Last Name is BOXER').waitFor();
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  expect(new URL(page.url()).searchParams.getAll('filter')).toEqual(['lastName:is:BOXER']);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Country' }).click();
  await page.getByRole('columnheader', { name: 'Country' }).waitFor();
  await page.keyboard.press('Escape');
});

test('a value shows where it came from; an edit waits, Sync Person sends it, and the log tells it', async () => {
  onTestFailed(() => picture(page, 'person-failed'));
  await admin.send('POST', '/admin/sync/disable'); // No cycle takes the change before it was looked at; flow actions go on.
  await link('Bertha Boxer').click();
  await page.getByRole('heading', { name: 'Bertha Boxer' }).waitFor();
  await page.getByText('In step', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'bertha@fcof.net' }).hover();
  await page.getByRole('tooltip').getByText('Salesforce field Lead.Email').waitFor();
  await page.mouse.move(0, 0);
  await expectAccessible(page, 'person');

  await page.getByRole('button', { name: 'Edit values' }).click();
  await page.getByLabel('Job Title').fill('Captain');
  await expectAccessible(page, 'person-edit');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByTestId('person-state').getByText('Changes waiting').waitFor();
  await tab('Changes').click();
  await page.getByRole('row', { name: /Job Title .* Captain/ }).waitFor();
  await expectAccessible(page, 'person-changes');

  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Sync Person to SFDC' }).click();
  await page.getByRole('dialog').getByLabel('If Salesforce has a record').waitFor();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('dialog').getByText('Updated: 1').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await page.getByTestId('person-state').getByText('In step').waitFor();

  await tab('Activity').click();
  await page.getByLabel('Type').selectOption('Change Data Value');
  await page
    .getByRole('row', { name: /Change Data Value .*Job Title: .* → Captain/ })
    .first()
    .waitFor();
  await expectAccessible(page, 'person-activity');
  await tab('Salesforce').click();
  await page.getByRole('heading', { name: 'Tasks and events' }).waitFor();
  await expectAccessible(page, 'person-salesforce');
});

test('what is final has to be agreed to first', async () => {
  onTestFailed(() => picture(page, 'delete-failed'));
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete Person' }).click();
  await page.getByLabel('Here: the person and its log are gone').check();
  await page.getByText('gone for good').waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  expect(await page.getByRole('dialog').getByRole('status').count()).toBe(0); // The tick is missing.
  await expectAccessible(page, 'person-delete');
  await page.getByRole('button', { name: 'Cancel' }).click();
});

test('companies, opportunities and duplicates have lists; audit trail and tokens are for administrators', async () => {
  onTestFailed(() => picture(page, 'lists-failed'));
  await admin.send('POST', '/admin/people', { people: [{ email: 'BERTHA@fcof.net', lastName: 'Twin' }] });
  const navigation = page.getByRole('navigation');
  for (const [name, row] of [
    ['Companies', /Edge Communications/],
    ['Opportunities', /Edge/],
    ['Duplicates', /bertha@fcof\.net .*Twin/],
    ['Audit trail', /Sync started/],
  ] as const) {
    await navigation.getByRole('link', { name }).click();
    await page.getByRole('row', { name: row }).first().waitFor();
    if (name === 'Duplicates') await expectAccessible(page, 'duplicates');
  }
  await navigation.getByRole('link', { name: 'API access' }).click();
  await page.getByRole('button', { name: 'Create token' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('The website');
  await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click();
  await page.getByText('Copy it now').waitFor();
  await page.getByRole('row', { name: /The website/ }).waitFor();
  await expectAccessible(page, 'api-access');
});

test('what Salesforce refuses is an error: mended in the org, it is tried again; a change made there arrives', async () => {
  onTestFailed(() => picture(page, 'sync-error-failed'));
  const { org } = visit.stack;
  const salesforce = await page.context().newPage();
  await signInToPracticeOrg(salesforce, org);
  await salesforce.goto(`${org.url}/practice-org/setup/fields?object=Lead`);
  const rule = salesforce.locator('form[action$="/validation-rules"]');
  await rule.locator('[name=name]').fill('No_Admirals');
  await rule.locator('[name=field]').selectOption('Title');
  await rule.locator('[name=op]').selectOption('contains');
  await rule.locator('[name=value]').fill('Admiral');
  await rule.locator('[name=message]').fill('Admirals are at sea.');
  await rule.getByRole('button').click();
  const { people } = await admin.get<PeoplePage>('/admin/people?search=bertha@fcof&sfdcType=Lead');
  const id = people[0]?.id ?? 0;
  await admin.send('PATCH', '/admin/people', { people: [{ id, values: { title: 'Admiral' } }] });
  await admin.send('POST', '/admin/sync/enable');
  await cycle(admin);

  await page.getByRole('navigation').getByRole('link', { name: 'Salesforce', exact: true }).click();
  await tab('Sync Errors').click();
  const refused = page.getByRole('row', { name: /A validation rule of the org refuses it/ });
  await refused.getByText('What Salesforce said').click();
  await refused.getByText('Admirals are at sea.').waitFor();
  await salesforce.getByRole('button', { name: 'Switch off' }).click();
  await refused.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('tried again in the next cycle').waitFor();
  await cycle(admin);
  await tab('Overview').click();
  await tab('Sync Errors').click();
  await page.getByText('Nothing is refused').waitFor();

  await openRecord(salesforce, org, 'Lead', 'bertha');
  await salesforce.getByText('Admiral').waitFor();
  await editField(salesforce, 'City', 'Port Said');
  await salesforce.close();
  await cycle(admin);
  await page.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  await link('Bertha Boxer').click();
  await page.getByRole('button', { name: 'Port Said' }).waitFor();
  await page.getByTestId('person-state').getByText('In step').waitFor();
});

test('the browser had nothing to complain of', () => {
  // Who is signed in was asked before anybody was.
  expect(visit.complaints.filter((text) => !text.includes('401'))).toEqual([]);
});

import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test, vi } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { openBrowser } from './browser.ts';
import { mustHaveBuiltPages } from './built-pages.ts';
import { picture } from './picture.ts';
import { type Stack, startStack } from './stack.ts';

/** The guided set-up as a new user goes through it (SET-1 to SET-10), once in each language and by each way to log in. */

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
let browser: Browser;
vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  mustHaveBuiltPages();
  browser = await openBrowser();
  opened.defer(() => browser.close());
});

const ada = { name: 'Ada', email: 'ada@example.com', password: 'analytical engine' };

interface Visit {
  page: Page;
  stack: Stack;
  complaints: string[];
}

async function newServer(locale: string): Promise<Visit> {
  const databases = [opened.use(await makeTestDatabase()), opened.use(await makeTestDatabase())] as const;
  const stack = opened.use(
    await startStack({
      databaseUrl: databases[0].url,
      orgDatabaseUrl: databases[1].url,
    }),
  );
  const visit = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale });
  const page = await visit.newPage();
  page.setDefaultTimeout(60_000);
  onTestFailed(() => picture(page, 'setup-failed'));
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(stack.url);
  await page.locator('[name=name]').fill(ada.name);
  await page.locator('[name=email]').fill(ada.email);
  await page.locator('[name=password]').fill(ada.password);
  await page.locator('button[type=submit]').click();
  return { page, stack, complaints };
}

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('in English, by username and security token, mapping by drag and by keyboard', async () => {
  const { page, stack, complaints } = await newServer('en-GB');
  await page.getByRole('link', { name: 'Sync with Salesforce.com' }).last().click();
  await page.getByRole('heading', { name: 'Prepare Salesforce' }).waitFor();
  await page.getByRole('row', { name: /^Score mkto71_Lead_Score__c/ }).waitFor();
  await expectAccessible(page, 'setup-prepare');

  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByText('Username and password').click();
  await page.getByRole('textbox', { name: 'Username' }).fill(stack.org.syncUser.username);
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await page.getByText('Advanced', { exact: true }).click();
  await click(page, 'Use the practice org');
  await click(page, 'Connect');
  await page.getByText('Salesforce refused the username, the password or the security token.').waitFor();
  await expectAccessible(page, 'setup-credentials');
  await page.getByRole('textbox', { name: 'Password' }).fill(stack.org.syncUser.password);
  await page.getByRole('textbox', { name: 'Security token' }).fill(stack.org.syncUser.securityToken);
  await click(page, 'Connect');

  await page.getByRole('heading', { name: 'Sync fields' }).waitFor();
  await page.getByLabel('Search fields').fill('siccode');
  await page.getByRole('checkbox', { name: 'Sync Lead.SICCode__c' }).uncheck();
  await expectAccessible(page, 'setup-fields');
  await click(page, 'Sync Fields');

  await page.getByRole('heading', { name: 'Confirm credentials' }).waitFor();
  await page.getByText(stack.org.syncUser.username).waitFor();
  await expectAccessible(page, 'setup-confirm');
  await page.goto(stack.url); // Left, and resumed where it was.
  await page.getByRole('link', { name: 'Sync with Salesforce.com' }).last().click();
  await click(page, 'Confirm Credentials');

  await page.getByRole('heading', { name: 'Edit mappings' }).waitFor();
  await page.getByRole('heading', { name: 'Combined fields' }).waitFor();
  await expectAccessible(page, 'setup-mappings');
  await combineByDragging(page, 'Lead.Primary__c', 'Contact.Level__c');
  await breakByKeyboard(page, 'Primary');
  await combineByKeyboard(page, 'Lead.Primary__c', 'Contact.Level__c');
  await page.getByRole('button', { name: 'Reset schema' }).click();
  await page.getByRole('dialog').getByText('Your edits on this page are lost').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await click(page, 'Finish mappings');

  await page.getByRole('row', { name: /^Lead 22$/ }).waitFor();
  await expectAccessible(page, 'setup-start');
  await page.getByLabel('I understand what becomes final').check();
  await click(page, 'Start Salesforce Sync');
  await click(page, 'Start Sync');
  const state = page.getByTestId('sync-state');
  await state.getByText('Last Synced').waitFor();
  await page.getByRole('row', { name: /^Lead Pull updates Succeeded/ }).waitFor();
  await picture(page, 'salesforce-overview');
  // Who is signed in was asked before anybody was, and the wrong password was refused.
  expect(complaints.filter((text) => !/401|422/.test(text))).toEqual([]);
});

test('in Dutch, by Login with Salesforce: refused in plain words first, then granted, on to the live status', async () => {
  const { page, stack, complaints } = await newServer('nl-NL');
  await page.getByRole('link', { name: 'Synchroniseren met Salesforce.com' }).last().click();
  await page.getByRole('link', { name: 'Verder' }).click();

  await loginWithSalesforce(page, stack, 'Deny');
  await page.getByText('Wat Salesforce zei').click();
  await page.getByText('end-user denied authorization').waitFor();
  await picture(page, 'setup-login-refused');

  await loginWithSalesforce(page, stack, 'Allow');
  await page.getByText(`Verbonden als ${stack.org.syncUser.username}`).waitFor();
  await page.getByRole('link', { name: 'Verder' }).click();
  await click(page, 'Velden synchroniseren');
  await click(page, 'Inloggegevens bevestigen');
  await click(page, 'Koppelingen afronden');
  await page.getByLabel('Ik begrijp wat definitief wordt').check();
  await click(page, 'Salesforce-synchronisatie starten');
  await click(page, 'Synchronisatie starten');
  await page.getByTestId('sync-state').getByText('Laatst gesynchroniseerd').waitFor();

  for (const tab of ['Synchronisatiestatus', 'Synchronisatiefouten', 'Achterstand', 'Veldkoppelingen', 'Vergelijken']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await page.getByRole('tab', { name: tab, exact: true, selected: true }).waitFor();
    if (tab === 'Vergelijken') await click(page, 'Beide kanten vergelijken');
    if (tab === 'Vergelijken') await page.getByText('Beide kanten zijn gelijk').waitFor();
    await expectAccessible(page, `salesforce-${tab}`);
  }
  await page.getByRole('link', { name: 'Synchronisatieopties bewerken' }).click();
  await page.getByLabel('Standaardbedrijf').fill('Onbekend');
  await click(page, 'Opties opslaan');
  await page.getByText('De opties zijn opgeslagen.').waitFor();
  await expectAccessible(page, 'salesforce-options');
  await page.getByRole('link', { name: 'Gebruikers en rollen' }).click();
  await page.getByRole('row', { name: /^Ada/ }).waitFor();
  await expectAccessible(page, 'users');
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
});

async function loginWithSalesforce(page: Page, { org }: Stack, decision: 'Allow' | 'Deny'): Promise<void> {
  await page.getByRole('textbox', { name: 'Consumer key' }).fill(org.connectedApp.consumerKey);
  await page.getByRole('textbox', { name: 'Consumer secret' }).fill(org.connectedApp.consumerSecret);
  await page.getByText('Geavanceerd', { exact: true }).click();
  await click(page, 'De oefenorg gebruiken');
  await click(page, 'Aanmelden bij Salesforce');
  await page.waitForURL(`${org.url}/**`);
  if (page.url().includes('/login')) {
    await page.getByLabel('Username').fill(org.syncUser.username);
    await page.getByLabel('Password').fill(org.syncUser.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  await page.getByRole('button', { name: decision }).click();
  await page.getByRole('heading', { name: 'Inloggegevens invoeren' }).waitFor();
}

const card = (page: Page, field: string) => page.locator(`[data-field="${field}"]`);

async function combineByDragging(page: Page, dragged: string, onto: string): Promise<void> {
  const from = await centreOf(page, card(page, dragged).locator('span').first());
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const to = await centreOf(page, card(page, onto));
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  await card(page, dragged).waitFor({ state: 'detached' });
}

async function centreOf(page: Page, place: ReturnType<Page['locator']>): Promise<{ x: number; y: number }> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error(`Not on ${page.url()}.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function combineByKeyboard(page: Page, field: string, partner: string): Promise<void> {
  await page.getByRole('button', { name: `Combine ${field} with` }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: partner }).focus();
  await page.keyboard.press('Enter');
  await card(page, field).waitFor({ state: 'detached' });
}

async function breakByKeyboard(page: Page, field: string): Promise<void> {
  await page.getByRole('button', { name: `Break mapping of ${field}` }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Break mapping of ${field}` }).waitFor({ state: 'detached' });
}

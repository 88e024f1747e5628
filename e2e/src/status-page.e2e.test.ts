import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setPassword } from '../../practice-org/src/identity/credentials.ts';
import { findUserByUsername } from '../../practice-org/src/identity/org-user.ts';
import { expectAccessible } from './accessibility.ts';
import { type AdminSession, connectAndStart, sessionOf } from './admin-session.ts';
import { openBrowser } from './browser.ts';
import { mustHaveBuiltPages } from './built-pages.ts';
import { editField, openRecord, signInToPracticeOrg } from './practice-org-visit.ts';
import { signOut } from './sign-out.ts';
import { type Stack, startStack } from './stack.ts';

/** The whole product, from an empty server to Salesforce and back, as somebody sees it who never reloads the page. */

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

const ada = { name: 'Ada', email: 'ada@example.com', password: 'analytical engine' };
const complaints: string[] = [];
let running: Stack;
/** The status page of Lockstep. */
let page: Page;
/** The pages of the practice org, in a browser of their own. */
let salesforce: Page;
let admin: AdminSession;

beforeAll(async () => {
  mustHaveBuiltPages();
  const databases = [opened.use(await makeTestDatabase()), opened.use(await makeTestDatabase())] as const;
  running = opened.use(await startStack({ databaseUrl: databases[0].url, orgDatabaseUrl: databases[1].url }));
  const browser = await openBrowser();
  opened.defer(() => browser.close());
  const viewport = { width: 1280, height: 900 };
  page = await (await browser.newContext({ viewport })).newPage();
  salesforce = await (await browser.newContext({ viewport })).newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
});

const state = () => page.getByTestId('sync-state');
/** The newest step whose row reads so. */
const step = (row: RegExp) => page.getByRole('row', { name: row }).first();
const total = (label: string, value: number) =>
  page.getByText(label, { exact: true }).locator('..').getByText(String(value), { exact: true });

test('the first visitor becomes administrator, goes, and comes back', async () => {
  await page.goto(running.url);
  await page.getByLabel('Your name').fill(ada.name);
  await page.getByLabel('E-mail address').fill(ada.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(ada.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await state().getByText('Not started').waitFor();

  await signOut(page);
  await page.getByLabel('E-mail address').fill(ada.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await state().getByText('Not started').waitFor();
  await page.getByText('Salesforce is not connected yet').waitFor();
});

test('the set-up starts the sync, and its steps and totals appear by themselves', async () => {
  await page.evaluate('window.neverReloaded = true');
  admin = await sessionOf(page.context(), running.url);
  await connectAndStart(admin, running);
  await state().getByText('Last Synced').waitFor();
  await step(/^Lead Pull updates Succeeded /).waitFor();
  await total('Leads', 22).waitFor();
  await total('Contacts', 20).waitFor();
  await total('Companies', 13).waitFor();
});

test('a change made by hand in Salesforce is a step of the next cycle; a new lead is counted', async () => {
  await signInToPracticeOrg(salesforce, running.org);
  await openRecord(salesforce, running.org, 'Lead', 'bertha');
  await editField(salesforce, 'Title', 'Captain');
  await salesforce.getByText('Captain').waitFor();
  await admin.send('POST', '/admin/sync/now');
  await step(/^Lead Pull updates Succeeded .* 0 1 0 0 \d+$/).waitFor();
  const { people } = await admin.get<{ people: { values: { title: string } }[] }>('/admin/people?search=bertha');
  expect(people[0]?.values.title).toBe('Captain');

  await salesforce.goto(`${running.org.url}/practice-org/objects/Lead/new`);
  await salesforce.locator('[name="LastName"]').fill('Newcomer');
  await salesforce.locator('[name="Company"]').fill('Later & Sons');
  await salesforce.getByRole('button', { name: 'Save' }).click();
  await salesforce.waitForURL(/00Q/);
  await admin.send('POST', '/admin/sync/now');
  await total('Leads', 23).waitFor();
});

test('a password that changed in Salesforce is a failure with its reason and what to do; the new one heals it', async () => {
  const { org } = running;
  const user = await findUserByUsername(org.pool, org.syncUser.username);
  const password = 'practice-sync-2';
  const securityToken = await setPassword(org.pool, user?.id ?? '', password);
  await org.pool.query('delete from setup.session where user_id = $1', [user?.id]); // Its session is over, too.
  await admin.send('POST', '/admin/sync/now');
  await state().getByText('Failed').waitFor();
  const alert = page.getByRole('alert');
  await alert.getByText('Salesforce refused the username, the password or the security token.').waitFor();
  await alert.getByText('Resetting the password also resets the security token').waitFor();
  await expectAccessible(page, 'status-failed');

  await admin.send('PUT', '/admin/setup/credentials', {
    method: 'password',
    loginUrl: org.url,
    username: org.syncUser.username,
    password,
    securityToken,
  });
  await state().getByText('Last Synced').waitFor();
  await alert.waitFor({ state: 'detached' });
});

test('all of this happened on one page, without a reload and without a complaint of the browser', async () => {
  expect(await page.evaluate('window.neverReloaded')).toBe(true);
  // Who is signed in was asked before anybody was.
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
});

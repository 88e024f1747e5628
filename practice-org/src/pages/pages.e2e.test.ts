import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectAccessible } from '../../../e2e/src/accessibility.ts';
import { openBrowser } from '../../../e2e/src/browser.ts';
import { administrator, practiceApp } from '../identity/default-people.ts';
import { startTestOrg, type TestOrg } from '../test-org.ts';

vi.setConfig({ testTimeout: 240_000 });

let running: TestOrg;
let browser: Browser;

beforeAll(async () => {
  running = await startTestOrg();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await running[Symbol.asyncDispose]();
});

function authorizeAddress(redirectUri: string, state = ''): string {
  const client = { response_type: 'code', client_id: practiceApp.consumerKey, redirect_uri: redirectUri };
  return `/services/oauth2/authorize?${new URLSearchParams({ ...client, scope: 'api refresh_token', state })}`;
}

const pages: Record<string, string> = {
  home: '/practice-org',
  consent: authorizeAddress('http://localhost:3000/oauth/callback'),
  'security-token': '/practice-org/security-token',
  objects: '/practice-org/objects',
  leads: '/practice-org/objects/Lead',
  'new-lead': '/practice-org/objects/Lead/new',
  fields: '/practice-org/setup/fields?object=Lead',
  users: '/practice-org/setup/users',
  apps: '/practice-org/setup/apps',
  app: `/practice-org/setup/apps/${practiceApp.consumerKey}`,
  login: '/practice-org/setup/login',
  faults: '/practice-org/setup/faults',
  clock: '/practice-org/setup/clock',
  mails: '/practice-org/setup/mails',
  missing: '/practice-org/nothing',
};

test('every page is accessible in both themes, on a phone and on a laptop', async () => {
  const context = await browser.newContext({ baseURL: running.org.url });
  const page = await context.newPage();

  await page.goto('/practice-org');
  await expectAccessible(page, 'org-sign-in');
  await page.getByLabel('Username').fill(administrator.username);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto('/practice-org/objects/Lead');
  await page.locator('tbody a').first().click();
  const lead = new URL(page.url()).pathname;
  const ofLead = { lead, convert: `${lead}/convert`, merge: `${lead}/merge` };
  for (const [name, address] of Object.entries({ ...pages, ...ofLead })) {
    await putInPlace(page, address);
    await expectAccessible(page, `org-${name}`);
  }
  await page.goto(`${lead}/edit`);
  await page.getByLabel('Email Email', { exact: true }).fill('not an address');
  await page.getByRole('button', { name: 'Save' }).click();
  await expectAccessible(page, 'org-edit-refused');
  await context.close();
});

/** Shows a page in the document of the one before, where axe is already: that takes longer to load than to run. */
async function putInPlace(page: Page, address: string): Promise<void> {
  const text = await (await page.request.get(address)).text();
  await page.evaluate(`
    const next = new DOMParser().parseFromString(${JSON.stringify(text)}, 'text/html');
    document.title = next.title;
    document.body.replaceWith(next.body)`);
}

test('the consent page ends at the callback of the program', async () => {
  const context = await browser.newContext({ baseURL: running.org.url });
  const page = await context.newPage();
  await using program = await startProgram();
  await page.goto(authorizeAddress(`${program.url}/oauth/callback`, 'abc'));
  await page.getByLabel('Username').fill(administrator.username);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('back at the program').waitFor();
  expect(new URL(page.url()).searchParams.get('state')).toBe('abc');
  expect(new URL(page.url()).searchParams.get('code')).toBeTruthy();
  await context.close();
});

/** Stands for the program that asked for access. */
async function startProgram(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_request, response) => response.end('back at the program'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from '../../../e2e/src/accessibility.ts';
import { openBrowser } from '../../../e2e/src/browser.ts';
import { administrator, practiceApp } from '../identity/default-people.ts';
import { startTestOrg, type TestOrg } from '../test-org.ts';

/**
 * PAGE_SCREENSHOTS=folder checks every page in both colour schemes and both widths, and keeps a picture of each. That takes
 * two minutes; without it one walk checks that all pages fit, and those of each kind for accessibility.
 */
const folder = process.env.PAGE_SCREENSHOTS;
const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const walks = [
  { name: 'phone-dark', viewport: phone, colorScheme: 'dark' },
  { name: 'phone-light', viewport: phone, colorScheme: 'light' },
  { name: 'laptop-light', viewport: laptop, colorScheme: 'light' },
  { name: 'laptop-dark', viewport: laptop, colorScheme: 'dark' },
] as const;
const oneOfEachKind = new Set(['consent', 'leads', 'lead', 'fields', 'edit-refused']);

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
};

for (const { name: walk, ...look } of folder ? walks : walks.slice(0, 1)) {
  test(`every page fits and is accessible, ${walk}`, { timeout: 240_000 }, async () => {
    const context = await browser.newContext({ baseURL: running.org.url, ...look });
    const page = await context.newPage();

    await page.goto('/practice-org');
    await inspect(page, 'sign-in', walk);
    await page.getByLabel('Username').fill(administrator.username);
    await page.getByLabel('Password').fill(administrator.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    for (const [name, address] of Object.entries(pages)) {
      await page.goto(address);
      await inspect(page, name, walk);
    }
    await page.goto('/practice-org/objects/Lead');
    await page.locator('tbody a').first().click();
    await inspect(page, 'lead', walk);
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Email Email', { exact: true }).fill('not an address');
    await page.getByRole('button', { name: 'Save' }).click();
    await inspect(page, 'edit-refused', walk);
    await context.close();
  });
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

async function inspect(page: Page, name: string, walk: string): Promise<void> {
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow, `${name} is wider than the window`).toBe(0);
  if (folder || oneOfEachKind.has(name)) expect(await accessibilityProblems(page), name).toEqual([]);
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}-${walk}.png`), fullPage: true });
}

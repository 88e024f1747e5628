import type { StatusView } from '@lockstep/contract/status.ts';
import { afterAll, expect, test } from 'vitest';
import { createUser } from '../../server/src/auth/users.ts';
import { buildApp } from '../../server/src/http/app.ts';
import { requireRole } from '../../server/src/http/identity.ts';
import { changes, sendEvents } from '../../server/src/http/live-events.ts';
import { notificationRoutes } from '../../server/src/http/notifications.ts';
import type { Routes } from '../../server/src/http/routes.ts';
import { makeTestContext } from '../../server/src/test-context.ts';
import { expectAccessible } from './accessibility.ts';
import { openBrowser } from './browser.ts';
import { mustHaveBuiltPages } from './built-pages.ts';
import { failed, inProgress, lastSynced, notStarted } from './sample-status.ts';
import { signOut } from './sign-out.ts';

let status: StatusView = notStarted;

const statusRoutes: Routes = (app) => {
  app.addHook('onRequest', requireRole('viewer'));
  app.get('/admin/status', async () => status);
  app.get('/admin/status/events', (_request, reply) =>
    sendEvents(reply, (signal) => changes(async () => status, 20, signal)),
  );
};

mustHaveBuiltPages();
const stack = new AsyncDisposableStack();
const context = stack.use(await makeTestContext({ LOCKSTEP_PRACTICE_ORG_URL: 'http://localhost:3001' }));
const app = await buildApp(context, [statusRoutes, notificationRoutes]);
stack.defer(() => app.close());
const url = await app.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
stack.defer(() => browser.close());
afterAll(() => stack.disposeAsync());

test('from the first start to the live status, and out and in again', async () => {
  await using visit = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await visit.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.goto(url);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail address').fill('ada@example.com');
  await page.getByRole('textbox', { name: 'Password' }).fill('analytical engine');
  await expectAccessible(page, 'first-start');
  await page.getByRole('button', { name: 'Create administrator' }).click();

  const state = page.getByTestId('sync-state');
  await state.getByText('Not started').waitFor();
  await page.getByText('http://localhost:3001').waitFor();
  status = inProgress();
  await state.getByText('Sync in Progress').waitFor();
  await state.getByText('Lead, Pull updates · 61%').waitFor();
  status = lastSynced();
  await state.getByText('Last Synced').waitFor();
  await page.getByRole('row', { name: /Lead Push updates Failed/ }).waitFor();
  status = failed();
  await page.getByRole('alert').getByText('Check all three').waitFor();
  await page.getByText('What Salesforce said').click();
  await page.getByText('sync.user@example.com at login.salesforce.com').waitFor();

  // An address that can be nobody's says so, asks the server nothing and leads back to the list.
  await page.goto(`${url}/programs/abc`);
  await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
  expect(await page.getByRole('main').getByRole('link', { name: 'Programs' }).getAttribute('href')).toBe('/programs');

  await signOut(page);
  await page.getByLabel('E-mail address').fill('ada@example.com');
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail address or the password is wrong.').waitFor();
  await expectAccessible(page, 'sign-in-refused');
  await page.getByRole('textbox', { name: 'Password' }).fill('analytical engine');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await state.getByText('Failed').waitFor();
  // The refused requests are answers we asked for: who is signed in, and the wrong password.
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
});

const viewer = { email: 'vera@example.com', name: 'Vera', role: 'viewer', password: 'only looking around' } as const;

test('the status page is accessible and fits in every state', async () => {
  await createUser(context.pool, viewer, { actor: 'test' });
  await using visit = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await visit.newPage();
  await page.goto(url);
  await page.getByLabel('E-mail address').fill(viewer.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(viewer.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  for (const [name, make] of Object.entries({ 'in-progress': inProgress, 'last-synced': lastSynced, failed })) {
    status = make();
    await page
      .getByTestId('sync-state')
      .getByText(stateNames[status.state] ?? '')
      .waitFor();
    await expectAccessible(page, name);
  }
});

const stateNames: Record<string, string> = {
  'in-progress': 'Sync in Progress',
  'last-synced': 'Last Synced',
  failed: 'Failed',
};

test('a slow answer does not replace what the live events have shown since', async () => {
  status = inProgress();
  await using visit = await browser.newContext();
  const page = await visit.newPage();
  const held = Promise.withResolvers<void>();
  await page.route('**/admin/status', async (route) => {
    const response = await route.fetch();
    await held.promise;
    await route.fulfill({ response }).catch(() => {}); // The page may have given it up.
  });
  await page.goto(url);
  await page.getByLabel('E-mail address').fill(viewer.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(viewer.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const state = page.getByTestId('sync-state');
  await state.getByText('Sync in Progress').waitFor();
  status = lastSynced();
  await state.getByText('Last Synced').waitFor();
  held.resolve();
  await page.evaluate('new Promise((seen) => setTimeout(() => requestAnimationFrame(seen), 200))');
  expect(await state.textContent()).toContain('Last Synced');
  await page.unrouteAll({ behavior: 'wait' }); // Another question may be under way.
});

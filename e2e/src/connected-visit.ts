import { makeTestDatabase } from '@lockstep/local-postgres/test-database';
import type { Page } from 'playwright-core';
import { type AdminSession, connectAndStart, sessionOf } from './admin-session.ts';
import { openBrowser } from './browser.ts';
import { mustHaveBuiltPages } from './built-pages.ts';
import { becomeFirstAdmin } from './first-admin.ts';
import { type Stack, startStack } from './stack.ts';

/** An administrator in a browser, in front of a server whose first sync has ended. */
export interface ConnectedVisit extends AsyncDisposable {
  readonly page: Page;
  readonly stack: Stack;
  readonly admin: AdminSession;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
}

/** Cycles run when they are asked for, so that what waits for the next one can be looked at. */
export async function connectedVisit(): Promise<ConnectedVisit> {
  mustHaveBuiltPages();
  await using opened = new AsyncDisposableStack();
  const databases = [opened.use(await makeTestDatabase()), opened.use(await makeTestDatabase())] as const;
  const stack = opened.use(
    await startStack({
      databaseUrl: databases[0].url,
      orgDatabaseUrl: databases[1].url,
    }),
  );
  const browser = await openBrowser();
  opened.defer(() => browser.close());
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })).newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await becomeFirstAdmin(page, stack.url);
  const admin = await sessionOf(page.context(), stack.url);
  await connectAndStart(admin, stack);
  await page.getByTestId('sync-state').getByText('Last Synced').waitFor();
  const owned = opened.move();
  return { page, stack, admin, complaints, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

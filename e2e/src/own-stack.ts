import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalPostgres } from '@lockstep/local-postgres';
import type { Browser, Page } from 'playwright-core';
import { type AdminSession, connectAndStart, sessionOf, synced } from './admin-session.ts';
import { openBrowser } from './browser.ts';
import { mustHaveBuiltPages } from './built-pages.ts';
import { becomeFirstAdmin } from './first-admin.ts';
import { type Stack, startStack } from './stack.ts';

/** For programs that look at the pages: a server whose first sync has ended, on a PostgreSQL of its own, and a browser. */
export interface OwnStack extends AsyncDisposable {
  readonly stack: Stack;
  readonly browser: Browser;
  /** Where the administrator is signed in. */
  readonly page: Page;
  readonly admin: AdminSession;
}

const laptop = { width: 1280, height: 860 };

/** Cycles run when they are asked for. */
export async function openOwnStack(leads: number): Promise<OwnStack> {
  mustHaveBuiltPages();
  await using opened = new AsyncDisposableStack();
  const home = mkdtempSync(join(tmpdir(), 'lockstep-pages-'));
  opened.defer(() => rmSync(home, { recursive: true }));
  const postgres = await openLocalPostgres({ folder: join(home, 'postgres'), durable: false });
  opened.defer(() => postgres.stop());
  const stack = opened.use(
    await startStack({
      databaseUrl: await postgres.databaseUrl('lockstep'),
      orgDatabaseUrl: await postgres.databaseUrl('practice_org'),
      leads,
    }),
  );
  const browser = await openBrowser();
  opened.defer(() => browser.close());
  const page = await newWindow(browser);
  await becomeFirstAdmin(page, stack.url, 'Ada Lovelace');
  const admin = await sessionOf(page.context(), stack.url);
  await connectAndStart(admin, stack);
  await synced(admin, null);
  const owned = opened.move();
  return { stack, browser, page, admin, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A window of its own, without anybody signed in. */
export async function newWindow(browser: Browser, viewport = laptop): Promise<Page> {
  return (await browser.newContext({ viewport, colorScheme: 'light', locale: 'en-GB' })).newPage();
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@lockstep/contract/session.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ConnectedVisit } from './connected-visit.ts';

interface Place {
  path: string;
  forAdmins: boolean;
}

/** The pages of web/src/routes.tsx; those of one thing, of the thing that is given. */
export function everyPage(things: Record<string, string>): Place[] {
  const source = readFileSync(join(import.meta.dirname, '../../web/src/routes.tsx'), 'utf8');
  return source
    .split("path: '")
    .slice(1)
    .map((route) => ({ pattern: route.slice(0, route.indexOf("'")), forAdmins: route.includes("role: 'admin'") }))
    .map(({ pattern, forAdmins }) => ({
      path: Object.entries(things).reduce((path, [part, thing]) => path.replace(part, thing), pattern),
      forAdmins,
    }));
}

export interface RoleVisit {
  page: Page;
  /** What the browser complained of, and what the server refused. */
  complaints: string[];
  context: BrowserContext;
}

/** Somebody with a role, in a window of their own. */
export async function visitAs(role: Role, { admin, page, stack }: ConnectedVisit): Promise<RoleVisit> {
  const person = { email: `${role}@example.com`, password: 'a long enough password' };
  await admin.send('POST', '/admin/users', { ...person, name: `A ${role}`, role });
  const context = await page
    .context()
    .browser()
    ?.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  if (!context) throw new Error('The browser is gone.');
  await context.request.post(`${stack.url}/admin/session`, { data: person });
  const window = await context.newPage();
  window.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  window.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  window.on('pageerror', (error) => complaints.push(error.message));
  window.on('response', (answer) => answer.status() >= 400 && complaints.push(`${answer.status()} ${answer.url()}`));
  await window.goto(stack.url);
  await window.getByRole('navigation', { name: 'Main' }).waitFor();
  return { page: window, complaints, context };
}

/** Goes to another page as a link does. */
export function go(page: Page, path: string): Promise<void> {
  return page.evaluate(`
    document.querySelector('main h1')?.setAttribute('data-left', '');
    history.pushState({}, '', ${JSON.stringify(path)});
    dispatchEvent(new PopStateEvent('popstate'))`);
}

/** Goes there, and waits until the page shows what it is for: until then, the one before stays. */
export async function follow(page: Page, path: string): Promise<void> {
  await go(page, path);
  await page.locator('main h1:not([data-left])').waitFor();
  await expect.poll(() => page.locator('main .mantine-Skeleton-root').count(), { timeout: 60_000 }).toBe(0);
}

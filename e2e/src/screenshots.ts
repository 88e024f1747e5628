import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeoplePage } from '@lockstep/contract/people.ts';
import { openLocalPostgres } from '@lockstep/local-postgres';
import type { Browser, Page } from 'playwright-core';
import { type AdminSession, connectAndStart, cycle, sessionOf, synced } from './admin-session.ts';
import { openBrowser } from './browser.ts';
import { mustHaveBuiltPages } from './built-pages.ts';
import { editField, openRecord, signInToPracticeOrg } from './practice-org-visit.ts';
import { type Stack, startStack } from './stack.ts';

/** `npm run screenshots`: takes the pictures of docs/images anew, from the running product. */

const folder = join(import.meta.dirname, '../../docs/images');
/** Pictures are in the repository for good, so they stay small. */
const largestBytes = 200_000;
const laptop = { width: 1280, height: 860 };
const phone = { width: 390, height: 844 };
const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'analytical engine' };

async function takeScreenshots(): Promise<void> {
  mustHaveBuiltPages();
  mkdirSync(folder, { recursive: true });
  await using opened = new AsyncDisposableStack();
  const home = mkdtempSync(join(tmpdir(), 'lockstep-screenshots-'));
  opened.defer(() => rmSync(home, { recursive: true }));
  const postgres = await openLocalPostgres({ folder: join(home, 'postgres'), durable: false });
  opened.defer(() => postgres.stop());
  const stack = opened.use(
    await startStack({
      databaseUrl: await postgres.databaseUrl('lockstep'),
      orgDatabaseUrl: await postgres.databaseUrl('practice_org'),
      leads: 5000,
      environment: { LOCKSTEP_CYCLE_REST_SECONDS: '300' },
    }),
  );
  const browser = await openBrowser();
  opened.defer(() => browser.close());
  await takeThem(browser, stack);
}

async function takeThem(browser: Browser, stack: Stack): Promise<void> {
  const page = await signedIn(browser, stack);
  const admin = await sessionOf(page.context(), stack.url);
  await connectAndStart(admin, stack);
  await synced(admin, null);

  const salesforce = await (await browser.newContext({ viewport: laptop })).newPage();
  await makeChanges(salesforce, admin, stack);
  await page.getByTestId('sync-state').getByText('Last Synced').waitFor();
  await page.getByRole('row', { name: /^Lead Push updates Succeeded .* 0 1 0 0 0$/ }).waitFor();
  await shoot(page, 'status-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'status-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(phone);
  await shoot(page, 'status-phone');
  await shoot(salesforce, 'practice-org-record');
}

async function signedIn(browser: Browser, { url }: Stack): Promise<Page> {
  const page = await (await browser.newContext({ viewport: laptop, colorScheme: 'light' })).newPage();
  await page.goto(url);
  await page.getByLabel('Your name').fill(ada.name);
  await page.getByLabel('E-mail address').fill(ada.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(ada.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByTestId('sync-state').waitFor();
  return page;
}

/** One change on each side, and the cycle that brings both across. */
async function makeChanges(salesforce: Page, admin: AdminSession, { org }: Stack): Promise<void> {
  await signInToPracticeOrg(salesforce, org);
  await openRecord(salesforce, org, 'Lead', 'bertha');
  await editField(salesforce, 'Title', 'Director of Keeping in Step');
  const { people } = await admin.get<PeoplePage>('/admin/people?search=phyllis&sfdcType=Lead');
  await admin.send('PATCH', '/admin/people', {
    people: people.slice(0, 1).map(({ id }) => ({ id, values: { phone: '(555) 010-0199' } })),
  });
  await cycle(admin);
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = statSync(path);
  if (size > largestBytes) throw new Error(`${name}.png has ${size} bytes; ${largestBytes} are enough.`);
  process.stderr.write(`docs/images/${name}.png  ${Math.round(size / 1000)} kB\n`);
}

await takeScreenshots();

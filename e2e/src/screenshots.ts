import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PeoplePage } from '@lockstep/contract/people.ts';
import type { Page } from 'playwright-core';
import { cycle } from './admin-session.ts';
import { newWindow, type OwnStack, openOwnStack } from './own-stack.ts';
import { editField, openRecord, signInToPracticeOrg } from './practice-org-visit.ts';

/** `npm run screenshots`: takes the pictures of docs/images anew, from the running product. */

const folder = join(import.meta.dirname, '../../docs/images');
/** Pictures are in the repository for good, so they stay small. */
const largestBytes = 200_000;
const laptop = { width: 1280, height: 860 };
const phone = { width: 390, height: 844 };

async function takeScreenshots(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await using own = await openOwnStack(5000);
  const { browser, page, stack } = own;
  const salesforce = await newWindow(browser);
  await makeChanges(salesforce, own);
  await page.getByTestId('sync-state').getByText('Last Synced').waitFor();
  await shoot(salesforce, 'practice-org-record');

  const open = async (path: string, shows: string | RegExp) => {
    await page.goto(stack.url + path);
    await page.getByText(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
  };
  await open('/salesforce/sync-status', /Push updates/);
  await shoot(page, 'status-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'status-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(phone);
  await shoot(page, 'status-phone');
  await page.setViewportSize(laptop);
  await open('/database/people', /@/);
  await shoot(page, 'people');
  await open(`/database/people/${await changedPerson(own)}`, 'Director of Keeping in Step');
  await shoot(page, 'person');
  await page.emulateMedia({ colorScheme: 'dark' });
  await open('/salesforce/field-mappings', 'Email');
  await shoot(page, 'field-mappings-dark');
}

/** One change on each side, and the cycle that brings both across. */
async function makeChanges(salesforce: Page, { admin, stack: { org } }: OwnStack): Promise<void> {
  await signInToPracticeOrg(salesforce, org);
  await openRecord(salesforce, org, 'Lead', 'bertha');
  await editField(salesforce, 'Title', 'Director of Keeping in Step');
  const { people } = await admin.get<PeoplePage>('/admin/people?search=phyllis&sfdcType=Lead');
  await admin.send('PATCH', '/admin/people', {
    people: people.slice(0, 1).map(({ id }) => ({ id, values: { phone: '(555) 010-0199' } })),
  });
  await cycle(admin);
}

async function changedPerson({ admin }: OwnStack): Promise<number> {
  const { people } = await admin.get<PeoplePage>('/admin/people?search=bertha&sfdcType=Lead');
  return people[0]?.id ?? 0;
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = statSync(path);
  if (size > largestBytes) throw new Error(`${name}.png has ${size} bytes; ${largestBytes} are enough.`);
  process.stderr.write(`docs/images/${name}.png  ${Math.round(size / 1000)} kB\n`);
}

await takeScreenshots();

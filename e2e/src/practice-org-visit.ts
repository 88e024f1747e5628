import type { Page } from 'playwright-core';
import type { PracticeOrg } from '../../practice-org/src/practice-org.ts';

/** Somebody who works in Salesforce: the pages of the practice org, used by hand. */
export async function signInToPracticeOrg(page: Page, org: PracticeOrg): Promise<void> {
  await page.goto(new URL('/practice-org/login', org.url).href);
  await page.getByLabel('Username').fill(org.admin.username);
  await page.getByLabel('Password').fill(org.admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens the record that the list of its object finds by this text. */
export async function openRecord(page: Page, org: PracticeOrg, object: string, text: string): Promise<void> {
  await page.goto(new URL(`/practice-org/objects/${object}?search=${encodeURIComponent(text)}`, org.url).href);
  await page.locator('a[href^="/practice-org/records/"]').first().click();
}

export async function editField(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.locator(`[name="${field}"]`).fill(value);
  await page.getByRole('button', { name: 'Save' }).click();
}

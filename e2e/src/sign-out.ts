import type { Page } from 'playwright-core';

/** Signs out, by the menu of whoever is signed in. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

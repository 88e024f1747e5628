import type { Page } from 'playwright-core';

/** Creates the first administrator in the pages, who is signed in then. */
export async function becomeFirstAdmin(page: Page, url: string, name = 'Ada'): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail address').fill('ada@example.com');
  await page.getByRole('textbox', { name: 'Password' }).fill('analytical engine');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByTestId('sync-state').waitFor();
}

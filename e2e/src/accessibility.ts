import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture } from './picture.ts';

/** What axe finds wrong with the page, of any weight: the rule and the elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // There are no frames, so axe needs no second page; and only what is wrong is worked out in full. Half the time.
  const axe = new AxeBuilder({ page: page as never }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** The page is clean for axe and wide enough for what it shows: light on a laptop, dark on a phone. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const [colorScheme, viewport] of [
    ['dark', phone],
    ['light', laptop],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await picture(page, `${name}-${colorScheme}-${viewport.width}`);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect.soft(overflow, `${name}: wider than ${viewport.width}`).toBeLessThanOrEqual(0);
    expect.soft(await accessibilityProblems(page), `${name}, ${colorScheme}`).toEqual([]);
  }
}

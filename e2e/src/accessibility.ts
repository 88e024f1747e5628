import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture } from './picture.ts';

/** All that a change of colours alone can break. */
const ofColours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds wrong with the page as it looks now, of any weight: the rule and the elements. */
export async function accessibilityProblems(page: Page, runOnly?: typeof ofColours): Promise<string[]> {
  // Once for each document, as that takes longer than a run; and there are no frames that would need it too.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const options = { resultTypes: ['violations'], ...(runOnly && { runOnly }) };
  return page.evaluate(`
    axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
}

const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
/** The elements are those of the width, so a second theme is looked at for its colours alone. */
const looks = [
  { colorScheme: 'light', viewport: phone },
  { colorScheme: 'dark', viewport: phone, rules: ofColours },
  { colorScheme: 'dark', viewport: laptop },
  { colorScheme: 'light', viewport: laptop, rules: ofColours },
] as const;

/** Texts pass from the colour of one theme to that of the other, and would be judged on their way. */
const coloursAreThere = `
  new Promise(requestAnimationFrame).then(() =>
    Promise.allSettled(
      document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished] : []))))`;

/** The page is clean for axe and wide enough for what it shows, in both themes, on a phone and on a laptop. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const { colorScheme, viewport, ...only } of looks) {
    const look = `${name}-${colorScheme}-${viewport.width}`;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (page.viewportSize()?.width !== viewport.width) await page.setViewportSize(viewport);
    await page.evaluate(coloursAreThere);
    await picture(page, look);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect.soft(overflow, `${look}: wider than the window`).toBeLessThanOrEqual(0);
    expect.soft(await accessibilityProblems(page, 'rules' in only ? only.rules : undefined), look).toEqual([]);
  }
}

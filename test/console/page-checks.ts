import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { codeOf, MINUTE, PASSWORD, type Person, type TestConsole } from './support.ts';

export const SIZES = {
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
  tiny: { width: 320, height: 256 },
};

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResult {
  readonly violations: readonly { readonly id: string }[];
}

/** Signs somebody in as a person would; the page that comes then. */
export async function enter(
  browser: Browser,
  house: TestConsole,
  person: Person,
  javaScriptEnabled: boolean,
): Promise<Page> {
  house.now += 2 * MINUTE;
  const context = await browser.newContext({ viewport: SIZES.tablet, javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${house.url}/staff`);
  await page.fill('#username', person.username);
  await page.fill('#password', PASSWORD);
  await page.press('#password', 'Enter');
  await page.fill('#code', await codeOf(house, person));
  await page.press('#code', 'Enter');
  await page.waitForURL('**/staff');
  return page;
}

/** No fault that axe finds, no sideways scrolling, no small target, at any size. */
export async function expectNoFault(page: Page, name: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    const found: AxeResult = await page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`,
    );
    const faults = found.violations.map(({ id }) => id);
    expect(faults, `${name} on ${size}`).to.deep.equal([]);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide, `${name} on ${size}`).to.be.at.most(viewport.width);
    for (const control of await page.$$('main button, select, main input:not([type=hidden])')) {
      const box = await control.boundingBox();
      if (box) expect(Math.min(box.width, box.height), name).to.be.at.least(24);
    }
  }
  await page.setViewportSize(SIZES.tablet);
}

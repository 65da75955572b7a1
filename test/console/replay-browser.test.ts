import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { PASSWORD } from './support.ts';
import { startTrialHouse, type TrialHouse } from './trial-house.ts';

const SIZES = {
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
  tiny: { width: 320, height: 256 },
};

interface AxeResult {
  readonly violations: readonly { readonly id: string }[];
}

describe('Trying a change in a browser', function () {
  this.timeout(120_000);

  let browser: Browser;
  let house: TrialHouse;

  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    house = await startTrialHouse();
    await house.ask(
      'how much is it',
      'zebra quantum flugelhorn 020 7946 0857',
      'my achilles snapped',
    );
    const text = 'zebra quantum flugelhorn';
    await house.suggest('s1', { kind: 'phrasing', entry: 'price', text });
    await house.suggest('s2', { kind: 'mark-draft', entry: 'zebras' });
  });
  afterEach(() => house.stop());
  after(() => browser.close());

  async function enter(javaScriptEnabled: boolean): Promise<Page> {
    const context = await browser.newContext({ viewport: SIZES.tablet, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${house.url}/staff`);
    await page.fill('#username', 'olga');
    await page.fill('#password', PASSWORD);
    await page.press('#password', 'Enter');
    await page.click('text=Try a change');
    return page;
  }

  async function check(page: Page, name: string): Promise<void> {
    await page.evaluate(axe.source);
    const found: AxeResult = await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    expect(
      found.violations.map(({ id }) => id),
      name,
    ).to.deep.equal([]);
    const shots = process.env.SHOTS;
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide, `${name} on ${size}`).to.be.at.most(viewport.width);
      if (shots) await page.screenshot({ path: `${shots}/${name}-${size}.png`, fullPage: true });
    }
    await page.setViewportSize(SIZES.tablet);
  }

  it('shows how far it is by itself, the result, and applies it', async () => {
    const page = await enter(true);
    await check(page, 'start');
    await page.click('button:text("Try it")');
    await page.waitForSelector('progress');
    await check(page, 'trying');
    await page.click('text=See what came of it', { timeout: 60_000 });
    expect(await page.textContent('main')).to.contain('Better: was not known: 1');
    await check(page, 'result');
    await page.keyboard.press('Tab');
    await page.click('text=Write this change');
    await page.click('text=See what came of it', { timeout: 60_000 });
    expect(await page.textContent('.notice')).to.contain('The change was written');
    await check(page, 'applied');
    await page.context().close();
  });

  it('works without script, and shows an urgent message that would be lost', async () => {
    const rule = 'dialogs/urgent/achilles-pop.yaml';
    const broken = (await house.read(rule)).replace(
      /when:\n( {2}- .*\n)+/,
      'when:\n  - achilles exploded\n',
    );
    await house.write(rule, broken);
    const page = await enter(false);
    await page.check('#subject-1');
    await page.click('button:text("Try it")');
    await page.waitForSelector('progress');
    while ((await page.$('progress')) !== null) {
      await page.waitForTimeout(100);
      await page.goto(`${house.url}/staff/replay`);
    }
    expect(await page.textContent('[role=alert]')).to.contain('An urgent message would be lost');
    expect(await page.textContent('table.stacks')).to.contain('my achilles snapped');
    await page.context().close();
  });
});

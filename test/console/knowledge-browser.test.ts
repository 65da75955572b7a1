import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { enter, expectNoFault } from './page-checks.ts';
import { fillDesk } from './sample.ts';
import { type Person, startConsole, type TestConsole } from './support.ts';

const SORE = 'soreness-how-long';
/** The width of A4 between its margins, in pixels of CSS. */
const PAPER = { width: 718, height: 1050 };

describe('The answers in a browser', () => {
  let browser: Browser;
  let house: TestConsole;
  let clara: Person;

  before(async () => {
    browser = await launchBrowser();
    house = await startConsole();
    await fillDesk(house);
    clara = await house.hire('clara', 'clinician');
  });
  after(async () => {
    await browser.close();
    await house.stop();
  });

  const begin = (javaScriptEnabled: boolean) => enter(browser, house, clara, javaScriptEnabled);

  const pages = ['', '?q=sore&sort=use', `/${SORE}`, '/fixed', '/print?topic=bruising'];
  for (const path of pages) {
    it(`show no fault on /knowledge${path}, with all that is folded open`, async () => {
      const page = await begin(true);
      await page.goto(`${house.url}/staff/knowledge${path}`);
      await page.evaluate(
        "document.querySelectorAll('details').forEach((one) => (one.open = true))",
      );
      await expectNoFault(page, path);
      await page.context().close();
    });
  }

  it('show no fault when a signature is refused', async () => {
    const page = await begin(true);
    await page.goto(`${house.url}/staff/knowledge/${SORE}`);
    await page.fill('#registration', 'HCPC PH1');
    await page.fill('#reviewDue', '2020-01-01');
    await page.press('#registration', 'Enter');
    await page.waitForSelector('.problems');
    await expectNoFault(page, 'refused');
    await page.context().close();
  });

  it('are signed one after the other by keyboard alone', async () => {
    const page = await begin(true);
    await page.goto(`${house.url}/staff/knowledge?topic=bruising`);
    const focused = (what: string) => page.evaluate(`document.activeElement.matches('${what}')`);
    const tabTo = async (what: string) => {
      for (let tries = 0; !(await focused(what)); tries += 1) {
        if (tries > 60) throw new Error(`${what} cannot be reached`);
        await page.keyboard.press('Tab');
      }
    };
    await tabTo('main a.button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#registration');
    const first = page.url();
    await tabTo('#registration');
    await page.keyboard.type('HCPC PH1');
    await page.keyboard.press('Enter');
    await page.waitForURL('**done=signedBefore');
    expect(page.url()).not.to.contain(new URL(first).pathname);
    expect(await page.textContent('[role=status]')).to.contain('The answer before this one');
    await tabTo('button[name=to]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]');
    const open = await house.staff.listSuggestions({ state: 'open' }, null, 9);
    expect(open.map(({ proposal }) => proposal.kind)).to.deep.equal(['sign-off', 'sign-off']);
    await page.context().close();
  });

  it('are found, signed and taken back without script', async () => {
    const page = await begin(false);
    await page.goto(`${house.url}/staff/knowledge`);
    await page.fill('#q', 'still sore two days');
    await page.press('#q', 'Enter');
    await page.click(`a[href*="${SORE}"]`);
    await page.fill('#registration', 'HCPC PH1');
    await page.click('text="Sign"');
    expect(await page.textContent('.sign')).to.contain('Clara Tan, HCPC PH1 signed it');
    await page.click('text=Take the signature back');
    expect(await page.textContent('.notice')).to.contain('Taken back');
    expect(await page.isVisible('#registration')).to.equal(true);
    await page.context().close();
  });

  it('leave menus and forms off paper, and keep a sheet together', async () => {
    const page = await begin(true);
    await page.setViewportSize(PAPER);
    await page.emulateMedia({ media: 'print' });
    await page.goto(`${house.url}/staff/knowledge/print?topic=bruising`);
    for (const part of ['header', 'form', 'nav', '.screen-only']) {
      const shown = await page.locator(`${part}:visible`).count();
      expect(shown, part).to.equal(0);
    }
    expect(await page.locator('.sheet:visible').count()).to.be.greaterThan(1);
    const breaks = "getComputedStyle(document.querySelector('.sheet')).breakInside";
    expect(await page.evaluate(breaks)).to.equal('avoid');
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).to.be.at.most(PAPER.width);
    await page.context().close();
  });
});

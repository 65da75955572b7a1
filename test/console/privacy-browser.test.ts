import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { enter, expectNoFault } from './page-checks.ts';
import { fillDesk } from './sample.ts';
import { type Person, startConsole, type TestConsole } from './support.ts';

describe('Privacy and files in a browser', () => {
  let browser: Browser;
  let house: TestConsole;
  let olga: Person;

  before(async () => {
    browser = await launchBrowser();
    house = await startConsole();
    await fillDesk(house);
    olga = await house.hire('olga', 'owner');
  });
  after(async () => {
    await browser.close();
    await house.stop();
  });

  const begin = (javaScriptEnabled: boolean) => enter(browser, house, olga, javaScriptEnabled);

  async function check(page: Page, name: string): Promise<void> {
    await expectNoFault(page, name);
    expect(gzipSync(await page.content()).length, name).to.be.below(30_000);
  }

  it('show no fault on any page, and save what was chosen', async () => {
    const page = await begin(true);
    await page.goto(`${house.url}/staff/conversations?booked=1`);
    await page.click('text=As a file');
    await check(page, 'files of many');
    await page.check('#format-2');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.click('text=Save the file'),
    ]);
    expect(saved.suggestedFilename()).to.equal('conversations.json');
    const text = await readFile(await saved.path(), 'utf8');
    expect(JSON.parse(text)).to.have.length(2);
    await page.goto(`${house.url}/staff/conversations/talk-3`);
    await page.click('text=Save or print');
    await check(page, 'files of one');
    await page.click('text=View for printing');
    await check(page, 'print');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('header.top')).to.equal(false);
    expect(await page.isVisible('.tools')).to.equal(false);
    expect(await page.isVisible('.bubble')).to.equal(true);
    await page.context().close();
  });

  it('find and erase a person by keyboard alone', async () => {
    const page = await begin(true);
    await page.goto(`${house.url}/staff/privacy`);
    await check(page, 'privacy');
    await page.focus('#kind');
    await page.keyboard.type('Phone');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#value-problem');
    await check(page, 'problem');
    await page.fill('#value', '+44 20 7946 0857');
    await page.press('#value', 'Enter');
    await page.waitForSelector('button.grave');
    await check(page, 'found');
    await page.focus('button.grave');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sure');
    await check(page, 'erase');
    await page.focus('#sure');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.notice');
    expect(await page.textContent('.notice')).to.contain('Erased.');
    expect(await house.staff.findListed('talk-3')).to.equal(undefined);
    await page.context().close();
  });

  it('erase without script as well, from the conversation on', async () => {
    const page = await begin(false);
    await page.goto(`${house.url}/staff/conversations/book-2`);
    await page.click('text=Erase or hand out');
    await page.click('text=Erase this person');
    await page.check('#sure');
    await page.click('text=Erase for good');
    expect(await page.textContent('.notice')).to.contain('Erased.');
    expect(await house.staff.findListed('book-2')).to.equal(undefined);
    await page.context().close();
  });
});

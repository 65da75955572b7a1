import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { fillDesk } from './sample.ts';
import {
  codeOf,
  MINUTE,
  PASSWORD,
  type Person,
  startConsole,
  type TestConsole,
} from './support.ts';

const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 390, height: 844 };

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describe('The console in a browser', () => {
  let browser: Browser;
  let house: TestConsole;
  let olga: Person;
  const complaints: string[] = [];

  before(async () => {
    browser = await launchBrowser();
    house = await startConsole();
    await fillDesk(house);
    olga = await house.hire('olga', 'owner');
    await house.hire('rita', 'reception');
  });
  after(async () => {
    await browser.close();
    await house.stop();
  });
  beforeEach(() => {
    complaints.length = 0;
  });

  async function open(viewport = TABLET, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ viewport, javaScriptEnabled });
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(house.url)) complaints.push(`asked ${request.url()}`);
    });
    return page;
  }

  async function signIn(page: Page): Promise<void> {
    house.now += 2 * MINUTE;
    await page.goto(`${house.url}/staff`);
    await page.fill('#username', olga.username);
    await page.fill('#password', PASSWORD);
    await page.press('#password', 'Enter');
    await page.fill('#code', await codeOf(house, olga));
    await page.press('#code', 'Enter');
    await page.waitForURL('**/staff');
  }

  async function close(page: Page): Promise<void> {
    const context: BrowserContext = page.context();
    await context.close();
  }

  async function paths(): Promise<readonly string[]> {
    const [request] = await house.staff.listRequests({}, null, 1);
    return [
      '',
      '/conversations?ending=answer',
      '/conversations/talk-0',
      '/conversations/talk-2',
      '/conversations/talk-0/turns/1/correct',
      '/teach',
      '/teach/question?turn=1.talk-1',
      '/teach/new?turn=1.talk-1',
      '/teach/suggestions',
      '/bookings',
      `/bookings/${request?.id}`,
      '/people',
      '/audit',
      '/me',
      '/codes',
      '/nothing',
    ];
  }

  async function faults(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe.source);
    const result: AxeResult = await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    return result.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
  }

  for (const [name, viewport] of Object.entries({
    tablet: TABLET,
    phone: PHONE,
    tiny: { width: 320, height: 256 },
  })) {
    it(`has no fault that axe finds, and no sideways scrolling, on a ${name} screen`, async () => {
      const page = await open(viewport);
      await page.goto(`${house.url}/staff/sign-in`);
      expect(await faults(page)).to.deep.equal([]);
      await signIn(page);
      for (const path of await paths()) {
        await page.goto(`${house.url}/staff${path}`);
        for (const summary of await page.$$('summary')) await summary.click();
        expect(await faults(page), path).to.deep.equal([]);
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide, path).to.be.at.most(viewport.width);
      }
      const own = complaints.filter((line) => !line.includes('404'));
      expect(own).to.deep.equal([]);
      await close(page);
    });
  }

  it('has targets of at least 24 pixels, and a visible focus', async () => {
    const page = await open(PHONE);
    await signIn(page);
    for (const path of await paths()) {
      await page.goto(`${house.url}/staff${path}`);
      for (const control of await page.$$('button, select, input:not([type=hidden]), nav a')) {
        const box = await control.boundingBox();
        if (box && box.width > 1) expect(Math.min(box.height, box.width), path).to.be.at.least(24);
      }
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineWidth');
    expect(outline).to.equal('3px');
    await close(page);
  });

  it('moves by j and k, opens by Enter, and marks as reviewed by e', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${house.url}/staff/conversations?reviewed=no`);
    const focused = () =>
      page.evaluate<string>('document.activeElement.getAttribute("href") ?? ""');
    await page.keyboard.press('j');
    const first = await focused();
    await page.keyboard.press('j');
    expect(await focused()).not.to.equal(first);
    await page.keyboard.press('k');
    expect(await focused()).to.equal(first);
    await Promise.all([page.waitForResponse('**/reviewed'), page.keyboard.press('e')]);
    await page.waitForSelector('.row.done');
    const [, id = ''] = /conversations\/([\w-]+)/.exec(first) ?? [];
    expect((await house.staff.findListed(id))?.reviewed).to.equal(true);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/conversations/talk-*');
    const here = page.url();
    await page.keyboard.press('j');
    await page.waitForURL((url) => url.href !== here);
    await page.keyboard.press('k');
    await page.waitForURL((url) => url.href === here);
    await Promise.all([page.waitForURL((url) => url.href !== here), page.keyboard.press('e')]);
    await page.click('#note');
    await page.keyboard.type('jeke');
    expect(await page.inputValue('#note')).to.equal('jeke');
    await close(page);
  });

  it('lets one switch the keys off', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${house.url}/staff/conversations`);
    await page.click('[data-keys-toggle]');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.tagName')).to.equal('BODY');
    await close(page);
  });

  it('opens its menu by a button on a phone, without script too', async () => {
    const page = await open(PHONE, false);
    await signIn(page);
    const link = page.getByRole('link', { name: 'Bookings', exact: true });
    expect(await link.isVisible()).to.equal(false);
    await page.getByRole('button', { name: 'Main menu' }).press('Enter');
    await link.click();
    await page.waitForURL('**/staff/bookings');
    await close(page);
  });

  it('leads from a mark to the turn that it stands for', async () => {
    const page = await open(PHONE);
    await signIn(page);
    await page.goto(`${house.url}/staff/conversations/talk-2`);
    await page.click('.marks a');
    const top: number = await page.evaluate(
      'document.querySelector(location.hash).getBoundingClientRect().top',
    );
    expect(top).to.be.below(PHONE.height / 2);
    await close(page);
  });

  it('works without script: sign in, filter, review, note, mark, move a booking', async () => {
    const page = await open(TABLET, false);
    await signIn(page);
    await page.goto(`${house.url}/staff/conversations`);
    await page.click('text=Not answered');
    await page.click('[data-row] a');
    await page.fill('#note', 'by hand');
    await page.click('text=Save the note');
    expect(await page.textContent('.note')).to.contain('by hand');
    await page.click('text=This was wrong');
    await page.click('text=Save the mark');
    expect(await page.textContent('.why .problem')).to.contain('Marked wrong');
    await page.click('text=Show personal details');
    expect(await page.textContent('.tools')).to.contain('Personal details are shown');
    await page.goto(`${house.url}/staff/bookings`);
    await page.click('[data-row] button');
    expect(await page.textContent('.rows')).to.contain('Called');
    await page.click('text=Sign out');
    expect(await page.textContent('h1')).to.equal('You are signed out');
    await close(page);
  });

  for (const scripted of [true, false]) {
    it(`teaches ${scripted ? 'with' : 'without'} script: from the home page to a suggestion, and back`, async () => {
      const page = await open(PHONE, scripted);
      const check = async () => scripted && expect(await faults(page)).to.deep.equal([]);
      await signIn(page);
      await page.click('text=questions to learn from');
      const swim = page.locator('section.missed', { hasText: 'can i swim with plasters on' });
      await swim.getByRole('button', { name: 'Add as a test question' }).click();
      // Nothing is chosen yet: the browser asks for it, and nothing is sent.
      expect(await swim.count()).to.equal(1);
      await swim.locator('button[value^="phrasing:"]').first().click();
      expect(await page.textContent('.notice')).to.contain('Suggested');
      expect(await swim.count()).to.equal(0);
      await check();

      const bike = page.locator('section.missed', { hasText: 'Do you also fix bicycles' });
      await bike.getByRole('button', { name: 'New answer' }).click();
      await page.click('text=Suggest it');
      expect(await page.textContent('.problems')).to.contain('Write the answer');
      await check();
      await page.click('.problems a');
      expect(page.url()).to.match(/#answer$/);
      await page.fill('#answer', 'We do not. Ask a bicycle shop.');
      await page.click('text=Suggest it');
      expect(await page.textContent('.notice')).to.contain('Suggested');
      expect(await bike.count()).to.equal(0);

      await page.click('text=Suggestions: 2 open');
      await page.click('summary');
      await check();
      const row = page.getByRole('row', { name: 'can i swim with plasters on' });
      await row.getByRole('button', { name: 'Withdraw' }).click();
      expect(await page.textContent('.notice')).to.contain('Withdrawn');
      await page.click('text=Back to what is to learn');
      expect(await swim.count()).to.equal(1);
      await close(page);
      const left = await house.staff.listSuggestions({ state: 'open' }, null, 9);
      await house.staff.closeSuggestions(
        left.map(({ id }) => id),
        'dropped',
        house.now,
      );
    });
  }

  it('warns before the session ends, and lets one stay', async () => {
    const page = await open();
    await page.clock.install();
    await signIn(page);
    await page.clock.runFor(13 * MINUTE);
    await page.waitForSelector('dialog[open]');
    expect(await faults(page)).to.deep.equal([]);
    await Promise.all([page.waitForResponse('**/staff/stay'), page.click('dialog button')]);
    expect(await page.isVisible('dialog')).to.equal(false);
    await close(page);
  });

  it('brings the home page up to date by itself', async () => {
    const page = await open();
    await page.clock.install();
    await signIn(page);
    expect(await page.textContent('.cards')).to.match(/0\s+assigned to you/);
    await house.staff.assign('talk-4', olga.id);
    await Promise.all([page.waitForResponse('**/staff/now'), page.clock.runFor(21_000)]);
    await page.waitForFunction(
      "/1\\s+assigned to you/.test(document.querySelector('.cards').textContent)",
    );
    await close(page);
  });

  it('stays under 100 KB a page, style and script included', async () => {
    const visitor = await house.enter(olga);
    const get = async (path: string) => gzipSync((await visitor.get(path)).text).length;
    const shared =
      (await get('/staff/assets/console.js')) + (await get('/staff/assets/console-style.css'));
    for (const path of await paths()) {
      expect((await get(`/staff${path}`)) + shared, path).to.be.below(100_000);
    }
  });
});

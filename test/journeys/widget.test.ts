import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { buildAssets } from '../../src/commands/assets.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startTestServer, type TestServer } from '../helpers/footnote.ts';

describe('A visitor on the clinic’s page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: TestServer;
  let context: BrowserContext;
  let page: Page;
  let requests: string[];

  before(async () => {
    await buildAssets();
    browser = await launchBrowser();
    server = await startTestServer();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
    page = await context.newPage();
    requests = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') requests.push(`console error: ${message.text()}`);
    });
    await page.goto(server.url);
  });

  afterEach(() => context.close());

  it('asks about soreness, drug-free status and sessions, sees footnotes, books, and finds it again', async () => {
    const chat = await openChat();
    await ask(chat, 'How long will I be sore after dry needling?');
    await seen(chat, '.answer .sources li');
    expect(await chat.locator('.answer').last().innerText()).to.include('Sources');
    await ask(chat, 'Is dry needling drug-free?');
    await ask(chat, 'How many sessions will I need?');
    expect(await chat.locator('.answer').count()).to.equal(3);
    const reference = await book(chat);
    await page.reload();
    const again = await openChat();
    await again.getByText(reference).first().waitFor();
    expect(await again.locator('.answer').count()).to.equal(3);
  });

  it('is told at once what to do for an urgent sign', async () => {
    const chat = await openChat();
    await say(chat, 'cant catch my breath since yesterday');
    await seen(chat, '.urgent');
    expect(await chat.locator('.urgent').innerText()).to.include('999');
  });

  it('uses nothing but the keyboard: opens, asks, and closes with Esc, back on the button', async () => {
    await page.keyboard.press('Tab');
    for (
      let count = 0;
      count < 10 && (await focusedLabel()) !== 'Ask about dry needling';
      count += 1
    ) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    const chat = await chatFrame();
    await seen(chat, '.assistant');
    await page.keyboard.type('does it hurt');
    await page.keyboard.press('Enter');
    await seen(chat, '.answer');
    await page.keyboard.press('Escape');
    await page.waitForFunction(
      () => document.querySelector('div')?.shadowRoot?.querySelector('iframe')?.hidden,
    );
    expect(await focusedLabel()).to.equal('Ask about dry needling');
  });

  it('keeps the words when the server is away, and sends them when it is back', async () => {
    const chat = await openChat();
    await context.setOffline(true);
    await say(chat, 'how much does it cost');
    await chat.getByText('Not sent.').waitFor();
    await context.setOffline(false);
    await chat.getByText('Try again').click();
    await seen(chat, '.answer');
    expect(await chat.locator('.visitor').count()).to.equal(1);
  });

  it('goes on after a restart of the server', async () => {
    const chat = await openChat();
    await ask(chat, 'does it hurt');
    await server.restart();
    await ask(chat, 'How many sessions will I need?', 20_000);
    expect(await chat.locator('.answer').count()).to.equal(2);
  });

  it('asks no other origin for anything, and breaks no rule of its own policy', async () => {
    const chat = await openChat();
    await ask(chat, 'does it hurt');
    const foreign = requests.filter(
      (url) => !url.startsWith(server.url) && !url.startsWith(server.url.replace('http', 'ws')),
    );
    expect(foreign).to.deep.equal([]);
  });

  it('has no accessibility trouble that a machine can find, in any state', async () => {
    const chat = await openChat();
    expect(await violations(chat), 'open').to.deep.equal([]);
    await ask(chat, 'How long will I be sore after dry needling?');
    await say(chat, 'cant catch my breath since yesterday');
    await seen(chat, '.urgent');
    expect(await violations(chat), 'conversation').to.deep.equal([]);
    expect(await violations(page.mainFrame()), 'page').to.deep.equal([]);
  });

  it('fits a phone of 320 by 256 pixels without scrolling sideways', async () => {
    await page.setViewportSize({ width: 320, height: 256 });
    const chat = await openChat();
    await ask(chat, 'does it hurt');
    const wide = await chat.evaluate(
      () => document.documentElement.scrollWidth > window.innerWidth,
    );
    expect(wide).to.equal(false);
    expect(await chat.locator('textarea').isVisible()).to.equal(true);
  });

  async function openChat(): Promise<Frame> {
    await page.getByRole('button', { name: 'Ask about dry needling' }).click();
    const chat = await chatFrame();
    await seen(chat, '.assistant');
    return chat;
  }

  async function chatFrame(): Promise<Frame> {
    const frame = await page.waitForSelector('iframe').then((one) => one.contentFrame());
    if (frame === null) throw new Error('the chat has no frame');
    return frame;
  }

  function seen(chat: Frame, selector: string): Promise<void> {
    return chat.locator(selector).first().waitFor();
  }

  async function say(chat: Frame, text: string): Promise<void> {
    await chat.locator('textarea').fill(text);
    await chat.locator('textarea').press('Enter');
  }

  /** Says something and waits for the next reply. */
  async function ask(chat: Frame, text: string, timeout = 5000): Promise<void> {
    const before = await chat.locator('.assistant').count();
    await say(chat, text);
    await chat.locator('.assistant').nth(before).waitFor({ timeout });
  }

  /** Answers whatever the dialog asks until it gives a reference. */
  async function book(chat: Frame): Promise<string> {
    await ask(chat, 'Book an appointment');
    for (let turn = 0; turn < 15; turn += 1) {
      const last = await chat.locator('.assistant').last().innerText();
      const reference = /\b[A-Z]{2}-[0-9A-Z]{4,}\b/.exec(last)?.[0];
      if (reference) return reference;
      await ask(chat, answerTo(last));
    }
    throw new Error('the booking did not end');
  }

  function answerTo(question: string): string {
    const asked = question.toLowerCase();
    if (/send|right\?|correct|all this/.test(asked)) return 'yes';
    if (/been to|before\?|new/.test(asked)) return 'New';
    if (/name/.test(asked)) return 'Ana Example';
    if (/phone|e-mail/.test(asked)) return '020 7946 0958';
    if (/when|day|time/.test(asked)) return 'any Tuesday morning';
    if (/problem|bother|about|help/.test(asked)) return 'heel';
    return 'yes';
  }

  function focusedLabel(): Promise<string | null> {
    return page.evaluate(() => {
      const outer = document.activeElement;
      const inner = outer?.shadowRoot?.activeElement ?? outer;
      return inner?.getAttribute('aria-label') ?? null;
    });
  }

  async function violations(frame: Frame): Promise<readonly string[]> {
    await frame.evaluate(axe.source);
    const found = await frame.evaluate(async () => {
      const { axe: inPage } = window as unknown as { axe: typeof import('axe-core') };
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      return inPage.run(document, { runOnly: tags, iframes: false });
    });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }
});

import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { Router } from 'express';
import type { Browser } from 'playwright-core';
import { type DirectLine, makeDirectLine } from '../../src/channels/direct-line.ts';
import { assetsDirectory } from '../../src/commands/assets.ts';
import type { ConsoleDependencies } from '../../src/console/dependencies.ts';
import { consoleRouter } from '../../src/console/router.ts';
import { TRIES } from '../../src/console/throttle.ts';
import type { Reply } from '../../src/core/conversation.ts';
import { makeLogger } from '../../src/log.ts';
import { createApp } from '../../src/server.ts';
import { siteRouter } from '../../src/site/routes.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { botDeps, listen, SECRET, stop } from '../helpers/server.ts';
import { MARKUP } from './attack-house.ts';
import { startConsole, type TestConsole, Visitor } from './support.ts';

/** What a reply would be if content itself had turned hostile. */
const REPLY: Reply = {
  kind: 'answer',
  text: MARKUP.join('\n\n'),
  footnotes: [
    { number: 1, source: 'S1', text: MARKUP.join(' '), supports: '', url: 'javascript:hostile()' },
  ],
  choices: MARKUP,
  entry: null,
  draft: true,
};

describe('A hostile stranger', function () {
  this.timeout(60_000);

  let house: TestConsole;
  let server: Server;
  let line: DirectLine;
  let url: string;

  afterEach(async () => {
    line.close();
    await stop(server);
    await house.stop();
  });

  /** The whole server as `start.ts` joins it, but for the search. */
  async function start(trustedProxies: readonly string[]): Promise<void> {
    let desk: ConsoleDependencies | undefined;
    house = await startConsole({
      change: (dependencies) => {
        desk = dependencies;
        return dependencies;
      },
    });
    if (!desk) throw new Error('no desk');
    const { guide, store } = house;
    const publicUrl = 'http://localhost';
    line = makeDirectLine({
      ...botDeps(guide),
      store,
      decide: (conversation, { at }) => ({
        decision: { kind: 'welcome' },
        replies: [REPLY],
        conversation: { ...conversation, version: conversation.version + 1, lastAt: at },
        requests: [],
        why: null,
      }),
      secret: SECRET,
      tokenMinutes: 30,
      allowedOrigins: [],
      publicUrl,
    });
    const app = createApp({
      health: Router(),
      directLine: line.router,
      botFramework: Router(),
      console: consoleRouter(desk),
      site: siteRouter({
        content: () => guide.content,
        publicUrl,
        allowedOrigins: [],
        assets: assetsDirectory,
      }),
      trustedProxies,
      secure: false,
      log: makeLogger('silent'),
    });
    server = createServer(app);
    line.attachSockets(server);
    url = await listen(server);
  }

  /** Signs in wrongly as somebody else each time, from what claims to be another address each time. */
  async function guess(from: (n: number) => string): Promise<number> {
    let last = 0;
    for (let n = 0; n <= TRIES.address; n += 1) {
      const headers = {
        origin: url,
        'x-forwarded-for': from(n),
        forwarded: `for=${from(n)}`,
        'x-real-ip': from(n),
      };
      const form = { username: `name${n}`, password: 'x' };
      last = (await new Visitor(url).post('/staff/sign-in', form, headers)).status;
    }
    return last;
  }

  it('guesses no longer for claiming another address each time', async () => {
    await start([]);
    expect(await guess((n) => `203.0.113.${n}`)).to.equal(429);
  });

  it('neither behind a proxy that is trusted: what it adds counts, not what was claimed', async () => {
    await start(['loopback']);
    expect(await guess((n) => `203.0.113.${n}, 198.51.100.7`)).to.equal(429);
  });

  it('is served the files of the site and no other', async () => {
    await start([]);
    for (const path of [
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/.env',
      '/.git/config',
      '/chat.js.map',
      '/data/footnote.sqlite',
      '/metrics',
      '/%00',
    ]) {
      const answer = await fetch(url + path, { redirect: 'manual' });
      expect(answer.status, path).to.be.within(400, 404);
      expect(await answer.text(), path).not.to.match(/"name"|node_modules/);
      expect(answer.headers.get('content-security-policy'), path).to.contain("default-src 'none'");
      expect(answer.headers.get('x-content-type-options'), path).to.equal('nosniff');
    }
  });

  it('plants nothing in the chat by its address', async () => {
    await start([]);
    for (const evil of ['</script><script>hostile()</script>', '"-hostile()-"', '<!--<script>']) {
      const answer = await fetch(`${url}/chat?${new URLSearchParams({ start: evil })}`);
      const text = await answer.text();
      expect(text).not.to.contain('<script>hostile').and.not.to.contain('<!--');
      const settings = /<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(text);
      expect(JSON.parse(settings?.[1] ?? '')).to.include({ start: evil });
    }
  });

  it('plants nothing in the chat by what is said there', async () => {
    await start([]);
    const browser: Browser = await launchBrowser();
    try {
      const page = await (await browser.newContext()).newPage();
      const acted: string[] = [];
      await page.exposeFunction('hostile', () => acted.push('acted'));
      page.on('request', (request) => {
        if (!request.url().startsWith(url)) acted.push(request.url());
      });
      await page.goto(`${url}/chat`);
      for (const text of MARKUP) {
        await page.fill('textarea, input[type=text]', text);
        await page.keyboard.press('Enter');
        await page.getByText(text, { exact: true }).first().waitFor();
      }
      await page.locator('.answer').nth(MARKUP.length).waitFor();
      const planted = await page.evaluate<string[]>(
        `[...document.querySelectorAll('#chat img, #chat iframe, #chat script, #chat style, #chat [onerror], #chat [onload], #chat [onmouseover], #chat [style], a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i]')].map((one) => one.outerHTML)`,
      );
      expect(planted).to.deep.equal([]);
      expect(acted).to.deep.equal([]);
    } finally {
      await browser.close();
    }
  });
});

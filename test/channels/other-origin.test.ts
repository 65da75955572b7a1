import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Guide } from '../../src/core/guide.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { realGuide } from '../helpers/guide.ts';
import { listen, type RunningServer, serveDirectLine, stop } from '../helpers/server.ts';

const entry = createRequire(import.meta.url).resolve('botframework-directlinejs');
const script = readFileSync(path.join(path.dirname(entry), '../dist/directline.js'), 'utf8');

/** Runs in the page: connects with the stock client, asks, and writes what it sees into the page. */
const ASK = `async (base, webSocket) => {
  const generated = await fetch(base + '/tokens/generate', { method: 'POST' });
  const { token } = await generated.json();
  const line = new DirectLine.DirectLine({ token, domain: base, webSocket, pollingInterval: 200 });
  line.activity$.subscribe(({ text }) => document.body.append(text ?? '', '\\n'));
  line.postActivity({ type: 'message', text: 'does it hurt?', from: { id: 'me' } }).subscribe();
}`;

describe('The stock client in a browser, on a page of another origin', () => {
  let guide: Guide;
  let browser: Browser;
  let database: TestDatabase;
  let page: Page;
  let site: Server;
  let siteUrl: string;
  let server: RunningServer;

  before(async () => {
    guide = await realGuide();
    browser = await launchBrowser();
    site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>A clinic</title><body></body>');
    });
    siteUrl = await listen(site);
  });

  after(async () => {
    await browser.close();
    await stop(site);
  });

  beforeEach(async () => {
    database = await createSqlite();
    page = await browser.newPage();
  });

  afterEach(async () => {
    await page.close();
    await server.close();
    await database.drop();
  });

  async function visit(allowedOrigins: readonly string[]): Promise<string> {
    server = await serveDirectLine(guide, { store: await database.open(), allowedOrigins });
    await page.goto(siteUrl);
    await page.addScriptTag({ content: script });
    return `${server.url}/v3/directline`;
  }

  for (const webSocket of [false, true]) {
    it(`is answered by ${webSocket ? 'WebSocket' : 'polling'} when the origin is allowed`, async () => {
      const base = await visit([siteUrl]);
      await page.evaluate(`(${ASK})('${base}', ${webSocket})`);
      await page.getByText(guide.content.messages.notice).waitFor();
    });
  }

  it('cannot so much as get a token when it is not', async () => {
    const base = await visit([]);
    const failure = await page.evaluate(`(${ASK})('${base}', false).catch((error) => error.name)`);
    expect(failure).to.equal('TypeError');
  });
});

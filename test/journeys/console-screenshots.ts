import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { buildAssets } from '../../src/commands/assets.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startTestServer } from '../helpers/footnote.ts';
import { temporaryDirectory } from '../helpers/guide.ts';

/**
 * The pictures of the staff's console in `docs/`: every page at two widths, as `npm run seed:demo` fills
 * it. `npx tsx test/journeys/console-screenshots.ts [NAME …]` takes some only. A page that is not there
 * is named and left out.
 */
const FOLDER = 'docs/images/console';
const SIZES = {
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
} as const;

interface Shot {
  readonly name: string;
  /** Below `/staff`. */
  readonly path: string;
  /** The link to follow from there, to a page whose address is not known before. */
  readonly follow?: string;
  /** Work to start from there once, and what says that it is over. */
  readonly start?: { readonly button: string; readonly over: string };
  /** What is opened before the picture is taken. */
  readonly open?: string;
  /** What the picture begins with, instead of the top of the page. */
  readonly from?: string;
}

/** Without being signed in, then with everything an owner sees. */
const OUTSIDE: readonly Shot[] = [{ name: 'sign-in', path: '/sign-in' }];
const INSIDE: readonly Shot[] = [
  { name: 'home', path: '' },
  { name: 'conversations', path: '/conversations' },
  { name: 'conversation', path: '/conversations?down=1', follow: '.row .what > a' },
  {
    name: 'why',
    path: '/conversations?down=1',
    follow: '.row .what > a',
    open: '.turn:has(.bubble.answer) .why details',
    from: '.turn:has(.bubble.answer)',
  },
  { name: 'bookings', path: '/bookings' },
  { name: 'booking', path: '/bookings?status=booked', follow: '.row .what > a' },
  { name: 'teach', path: '/teach' },
  { name: 'suggestions', path: '/teach/suggestions' },
  {
    name: 'replay',
    path: '/replay',
    start: { button: 'main .narrow button', over: '[data-live] .notice a' },
  },
  { name: 'knowledge', path: '/knowledge' },
  { name: 'entry', path: '/knowledge/soreness-how-long' },
  { name: 'print', path: '/knowledge/print' },
  { name: 'insights', path: '/insights' },
  { name: 'privacy', path: '/privacy' },
  { name: 'exports', path: '/export?booked=1' },
  { name: 'people', path: '/people' },
  { name: 'audit', path: '/audit' },
  { name: 'me', path: '/me' },
];

const wanted = process.argv.slice(2);
await mkdir(FOLDER, { recursive: true });
await buildAssets();
const directory = await temporaryDirectory();
const links = seedDemo(directory);
const server = await startTestServer({ DATA_DIR: directory });
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: SIZES.tablet, locale: 'en-GB' });
  await shootAll(page, OUTSIDE);
  await enter(page, links[0] ?? '');
  await shootAll(page, INSIDE);
} finally {
  await browser.close();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}

/** Returns the set-up links of the made-up staff, the owner's first. */
function seedDemo(directory: string): readonly string[] {
  const args = ['--import', 'tsx', 'src/commands/seed-demo.ts', '--accounts'];
  const env = { ...process.env, DATA_DIR: directory, SEARCH_DIR: 'data', DATABASE_URL: '' };
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('the demo could not be made up');
  return stdout.match(/\/staff\/set-up\/[\w-]+/g) ?? [];
}

/** As somebody who was handed a link: a password, the authenticator app, the recovery codes. */
async function enter(page: Page, link: string): Promise<void> {
  const password = 'seven otters paint a wet lighthouse';
  await page.goto(server.url + link);
  await page.fill('#password', password);
  await page.fill('#again', password);
  await page.press('#again', 'Enter');
  await page.waitForURL('**/staff/codes');
  await page.click('main button');
  const secret = (await page.innerText('.steps code')).replaceAll(/\s/g, '');
  await page.fill('#code', await generate({ secret }));
  await page.press('#code', 'Enter');
  await page.waitForSelector('.codes');
}

async function shootAll(page: Page, shots: readonly Shot[]): Promise<void> {
  for (const shot of shots) {
    if (wanted.length > 0 && !wanted.includes(shot.name)) continue;
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      const there = await visit(page, shot, size === 'tablet');
      if (!there) {
        console.log(`${shot.name}: there is no such page yet, ${shot.path}`);
        break;
      }
      await shoot(page, path.join(FOLDER, `${shot.name}-${size}.webp`));
    }
  }
}

async function visit(page: Page, shot: Shot, isFirst: boolean): Promise<boolean> {
  const { path, start, follow, open, from } = shot;
  const answer = await page.goto(`${server.url}/staff${path}`);
  if (answer?.status() !== 200) return false;
  if (start !== undefined && isFirst) {
    await page.click(start.button);
    await page.click(start.over, { timeout: 180_000 });
    await page.waitForLoadState();
  }
  if (follow !== undefined) {
    await page.click(follow);
    await page.waitForLoadState();
  }
  if (open !== undefined) await page.locator(open).first().locator('summary').click();
  await page.evaluate('scrollTo(0, 0)');
  if (from !== undefined) {
    await page.evaluate(`document.querySelector(${JSON.stringify(from)}).scrollIntoView()`);
  }
  // Charts and the page's own script have drawn by then.
  await page.waitForTimeout(300);
  return true;
}

/** The browser itself writes WebP, a quarter of what a PNG takes. */
async function shoot(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  await writeFile(file, Buffer.from(data, 'base64'));
  await session.detach();
}

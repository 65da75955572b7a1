import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import type { ConsoleDependencies } from '../../src/console/dependencies.ts';
import { insightsRoutes } from '../../src/console/handlers/insights.ts';
import { readPeriod } from '../../src/console/period.ts';
import { makeThrottle } from '../../src/console/throttle.ts';
import type { Decision } from '../../src/core/conversation.ts';
import type { Turn } from '../../src/storage/store.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import {
  codeOf,
  MINUTE,
  PASSWORD,
  type Person,
  startConsole,
  type TestConsole,
  type Visitor,
} from './support.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNKNOWN = { kind: 'unknown', nearest: [], confidence: 0.1 } as const;
const MISSED: Decision = { ...UNKNOWN, reason: 'not-known' };

/** A week that ends on Sunday 22 November 2026, and the week before. All figures are counted by hand. */
async function fillWeeks(house: TestConsole): Promise<void> {
  const [price, hours] = entriesOf(house);
  const answer = (entry: string): Decision => ({ kind: 'answer', entries: [entry], confidence: 1 });
  let number = 0;
  const say = async (day: number, decision: Decision, change: Partial<Turn> = {}) => {
    number += 1;
    const at = NOON - day * DAY;
    const conversation = { ...conversationAt(`week-${number}`, 1), lastAt: at };
    const turn = answeredTurn(conversation, 'm1', 'hello');
    const [reply, other] = turn.replies;
    const entry = decision.kind === 'answer' ? (decision.entries[0] ?? null) : null;
    const replies = entry && reply ? [{ ...reply, entry }] : other ? [other] : [];
    await house.store.saveTurn({ ...turn, decision, replies, ...change });
  };
  const ask = (day: number, text: string) =>
    say(day, MISSED, { message: { kind: 'text', id: 'm1', at: NOON - day * DAY, text } });

  // Before: 4 questions, of which 2 answered.
  await say(14, { kind: 'welcome' }, { took: 900 });
  await say(13, answer(price), { took: 5 });
  await say(9, answer(price), { took: 5 });
  await say(8, MISSED);
  await say(7, { kind: 'urgent', rule: 'chest', urgency: 'emergency' });
  await say(7, { kind: 'vote', entry: price, helpful: false });
  // The week: 10 questions, of which 4 answered.
  await say(6, answer(price), { took: 10 });
  await say(6, answer(hours), { took: 20 });
  await say(6, answer(hours), { took: 30 });
  await say(0, answer(hours), { took: 40.5 });
  await say(0, { kind: 'choices', choices: [price, hours], confidence: 0.4 });
  await say(0, { ...UNKNOWN, reason: 'dose' });
  await say(0, { kind: 'private', rule: 'payment-card' });
  await ask(2, 'can you fix a bicycle?');
  await ask(1.1, '=cmd|calc');
  await ask(1, 'can you fix my bicycle? mail ana@mail.example');
  await say(0, { kind: 'smalltalk', topic: 'thanks' });
  for (const helpful of [true, true, false]) await say(0, { kind: 'vote', entry: hours, helpful });
  // Bookings: one leaves at once, one at the contact, one sends.
  const flow = (step: string | null): Decision => {
    return { kind: 'flow', flow: 'booking', event: 'continued', step };
  };
  await say(3, flow('patient'));
  await say(3, flow('contact'));
  const end = { ...conversationAt('week-book', 1), lastAt: NOON - 2 * DAY };
  await house.store.saveTurn(bookingTurn(end, 'm1', 'DN-7F3K'));
}

function entriesOf(house: TestConsole): [string, string] {
  const [one, other] = [...house.guide.content.entries.keys()];
  return [one ?? '', other ?? ''];
}

describe('The page of figures', () => {
  let house: TestConsole;
  let olga: Person;
  let owner: Visitor;
  let parts: ConsoleDependencies;

  before(async () => {
    house = await startConsole({
      change: (dependencies) => {
        parts = dependencies;
        return dependencies;
      },
    });
    await fillWeeks(house);
    olga = await house.hire('olga', 'owner');
    owner = await house.enter(olga);
  });
  after(() => house.stop());

  async function rowsOf(figure: string, query = 'days=7'): Promise<readonly string[][]> {
    const { text, headers, status } = await owner.get(`/staff/insights/${figure}.csv?${query}`);
    expect(status).to.equal(200);
    expect(headers.get('content-disposition')).to.equal(`attachment; filename=${figure}.csv`);
    const rows: string[][] = parse(text, { bom: true });
    return rows;
  }

  const titleOf = (index: 0 | 1) =>
    house.guide.content.entries.get(entriesOf(house)[index])?.title ?? '';

  it('counts questions a day by their ending, beside those of the days before', async () => {
    const [headings, ...rows] = await rowsOf('questions');
    expect(headings).to.deep.equal([
      'Day',
      'Questions',
      'Answered',
      'Did you mean',
      'Not answered',
      'Urgent advice',
      'Refused',
      'Before',
    ]);
    expect(rows.map((row) => row.join(' '))).to.deep.equal([
      '2026-11-16 3 3 0 0 0 0 1',
      '2026-11-17 0 0 0 0 0 0 0',
      '2026-11-18 0 0 0 0 0 0 0',
      '2026-11-19 0 0 0 0 0 0 0',
      '2026-11-20 1 0 0 1 0 0 1',
      '2026-11-21 2 0 0 2 0 0 1',
      '2026-11-22 4 1 1 0 0 2 1',
    ]);
  });

  it('shares them out among the endings', async () => {
    const [, ...rows] = await rowsOf('shares');
    expect(rows.map((row) => row.slice(1).join(' '))).to.deep.equal([
      '4 40 50',
      '1 10 0',
      '3 30 25',
      '0 0 25',
      '2 20 0',
    ]);
  });

  it('names the answers shown most, those on the rise, and the votes on them', async () => {
    const [price, hours] = [titleOf(0), titleOf(1)];
    const [, ...topics] = await rowsOf('topics');
    expect(topics).to.deep.equal([
      [hours, '3', '0'],
      [price, '1', '2'],
    ]);
    expect((await rowsOf('rising')).slice(1)).to.deep.equal([[hours, '3', '3', '0']]);
    expect((await rowsOf('votes')).slice(1)).to.deep.equal([[hours, '2', '1', '66.7']]);
  });

  it('follows bookings from step to step, and says where people leave', async () => {
    const [, ...rows] = await rowsOf('booking');
    expect(rows.map((row) => row.join(' ').trim())).to.deep.equal([
      'Started 3 3 0 100',
      'Patient 3 2 1 100',
      'Name 2 2 0 66.7',
      'Contact 2 1 1 66.7',
      'Times 1 1 0 33.3',
      'Main problem 1 1 0 33.3',
      'Sharing 1 1 0 33.3',
      'Summary 1 1 0 33.3',
      'Request sent 1 1 0 33.3',
    ]);
  });

  it('tells within what time half and nearly all turns of a day were decided', async () => {
    const [, ...rows] = await rowsOf('times');
    expect(rows.map((row) => row.join(' ').trim())).to.deep.equal([
      '2026-11-16 20 30',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19 4 4',
      '2026-11-20 2 4',
      '2026-11-21 4 4',
      '2026-11-22 4 41',
    ]);
  });

  it('groups what was not answered, without personal details, and safe for spreadsheets', async () => {
    const [, ...rows] = await rowsOf('unanswered');
    expect(rows).to.deep.equal([
      ['can you fix my bicycle? mail [e-mail]', '2', '21 Nov 2026'],
      ["'=cmd|calc", '1', '21 Nov 2026'],
    ]);
    const [row] = await house.staff.listAudit({ action: 'export' }, null, 1);
    expect(row).to.include({ actor: olga.id, subject: 'unanswered', outcome: 'done' });
  });

  it('asks for the permission for transcripts where words of patients are shown', () => {
    const routes = insightsRoutes({
      ...parts,
      throttle: makeThrottle(parts.staff, parts.clock),
      secure: false,
    });
    const permissions = routes.map(({ path, access }) => {
      return `${path} ${access.kind === 'may' && access.permission}`;
    });
    expect(permissions).to.have.length(9);
    const others = permissions.filter((one) => !one.endsWith(' insights'));
    expect(others).to.deep.equal(['/insights/unanswered.csv transcripts']);
  });

  it('sums up the period beside the days before', async () => {
    const { text } = await owner.get('/staff/insights?days=7');
    const cards = [
      ...text.matchAll(/class="count">([^<]+)<\/span>[\s\S]*?class="hint">Before: ([^<]+)/g),
    ];
    expect(cards.map(([, now, before]) => [now, before])).to.deep.equal([
      ['10', '4'],
      ['40 %', '50 %'],
      ['30 %', '25 %'],
      ['0', '1'],
      ['66.7 %', '0 %'],
      ['1', '0'],
      ['41 ms', '5 ms'],
    ]);
    expect(text).to.contain('16 Nov 2026 to 22 Nov 2026, compared with the 7 days before.');
  });

  it('compares with nothing where not all of the days before are kept', async () => {
    const { text } = await owner.get('/staff/insights?days=30');
    expect(text).to.contain('Nothing to compare with').and.not.to.contain('Before:');
    expect(text).not.to.contain('on the rise');
    const [headings] = await rowsOf('questions', 'days=30');
    expect(headings?.at(-1)).to.equal('Refused');
  });

  it('says so where nothing was asked', async () => {
    const { text } = await owner.get('/staff/insights?from=2025-01-01&until=2025-01-02');
    expect(text.match(/Nothing in these days/g)).to.have.length(5);
  });

  describe('in a browser', () => {
    let browser: Browser;
    const complaints: string[] = [];

    before(async () => {
      browser = await launchBrowser();
    });
    after(() => browser.close());
    beforeEach(() => {
      complaints.length = 0;
    });

    async function open(width: number, javaScriptEnabled = true): Promise<Page> {
      const viewport = { width, height: 900 };
      const context = await browser.newContext({ viewport, javaScriptEnabled });
      const page = await context.newPage();
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      house.now += 2 * MINUTE;
      await page.goto(`${house.url}/staff/insights?days=7`);
      await page.fill('#username', olga.username);
      await page.fill('#password', PASSWORD);
      await page.press('#password', 'Enter');
      await page.fill('#code', await codeOf(house, olga));
      await page.press('#code', 'Enter');
      await page.waitForURL('**/staff/insights?days=7');
      return page;
    }

    async function faults(page: Page): Promise<readonly string[]> {
      await page.evaluate(axe.source);
      const { violations }: { violations: readonly { id: string; nodes: { html: string }[] }[] } =
        await page.evaluate(
          "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
        );
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
      );
    }

    for (const width of [1024, 390, 320]) {
      it(`draws every chart, folds its table, and has no fault that axe finds, ${width} pixels wide`, async () => {
        const page = await open(width);
        await page.waitForSelector('canvas');
        expect(await page.locator('details[data-chart]').count()).to.equal(7);
        expect(await page.locator('details[data-chart][open]').count()).to.equal(0);
        const colours = await page.evaluate<readonly number[]>(
          `[...document.querySelectorAll('canvas')].map((canvas) => new Set(new Uint32Array(
            canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size)`,
        );
        expect(colours).to.have.length(7);
        for (const count of colours) expect(count).to.be.greaterThan(10);
        expect(await faults(page)).to.deep.equal([]);
        for (const summary of await page.$$('summary')) {
          expect((await summary.boundingBox())?.height).to.be.at.least(24);
          await summary.click();
        }
        expect(await faults(page)).to.deep.equal([]);
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide).to.be.at.most(width);
        expect(complaints).to.deep.equal([]);
        await page.context().close();
      });
    }

    it('draws what the table says: red only on days with urgent advice', async () => {
      const page = await open(1024);
      const red = () =>
        page.evaluate<number>(`(() => {
          const canvas = document.querySelector('canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height * 0.8);
          let count = 0;
          for (let at = 0; at < data.length; at += 4) {
            if (data[at] === 0x9b && data[at + 1] === 0x1c && data[at + 2] === 0x1c) count += 1;
          }
          return count;
        })()`);
      await page.waitForSelector('canvas');
      expect(await red()).to.equal(0);
      await page.goto(`${house.url}/staff/insights?from=2026-11-15&until=2026-11-16`);
      await page.waitForSelector('canvas');
      expect(await red()).to.be.greaterThan(100);
      await page.context().close();
    });

    it('shows all tables without script', async () => {
      const page = await open(390, false);
      expect(await page.locator('canvas').count()).to.equal(0);
      const tables = page.locator('.figure table');
      expect(await tables.count()).to.equal(8);
      for (const table of await tables.all()) expect(await table.isVisible()).to.equal(true);
      await page.click('text=90 days');
      expect(await page.textContent('[aria-current=true]')).to.contain('90 days');
      await page.click('summary');
      await page.fill('#from', '2026-11-16');
      await page.fill('#until', '2026-11-16');
      await page.click('text=Show');
      expect(await page.locator('#questions ~ details tbody tr').count()).to.equal(1);
      await page.context().close();
    });

    it('stays under 100 KB, script and style included', async () => {
      const get = async (path: string) => gzipSync((await owner.get(path)).text).length;
      const paths = [
        'insights?days=90',
        ...['console.js', 'insights.js', 'console-style.css'].map((name) => `assets/${name}`),
      ];
      let size = 0;
      for (const path of paths) size += await get(`/staff/${path}`);
      expect(size).to.be.below(100_000);
    });
  });
});

describe('A period of figures', () => {
  const period = (query: Readonly<Record<string, string>>, timeZone = 'Europe/London') =>
    readPeriod(new URLSearchParams(query), NOON, timeZone);
  const moments = (found: ReturnType<typeof period>) =>
    found.boundaries.map((at) => new Date(at).toISOString().slice(0, 16));

  it('begins its days when the clinic does, on days with another clock too', () => {
    expect(moments(period({ from: '2026-10-24', until: '2026-10-25' }))).to.deep.equal([
      '2026-10-21T23:00',
      '2026-10-22T23:00',
      '2026-10-23T23:00',
      '2026-10-24T23:00',
      '2026-10-26T00:00',
    ]);
    expect(moments(period({ from: '2026-11-22' }, 'Asia/Kolkata'))).to.deep.equal([
      '2026-11-20T18:30',
      '2026-11-21T18:30',
      '2026-11-22T18:30',
    ]);
  });

  it('is thirty days up to today without a choice, or with one that makes no sense', () => {
    for (const query of [{}, { days: '31' }, { from: 'soon' }, { until: '2026-13-40' }]) {
      const { count, now } = period(query);
      expect([count, new Date(now.until).toISOString()]).to.deep.equal([
        30,
        '2026-11-23T00:00:00.000Z',
      ]);
    }
  });

  it('ends today at the latest, and is a year long at most', () => {
    expect(period({ from: '2026-11-20', until: '2031-01-01' }).count).to.equal(3);
    expect(period({ from: '2026-11-20', until: '2026-11-01' }).count).to.equal(1);
    expect(period({ from: '1999-01-01' }).count).to.equal(366);
  });
});

import { request as sendRaw } from 'node:http';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Route } from '../../src/console/route.ts';
import { TRIES } from '../../src/console/throttle.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { ENGINES } from '../helpers/databases.ts';
import { type AttackHouse, MARKUP, SECRET, startAttackHouse } from './attack-house.ts';
import { codeOf, MINUTE, PASSWORD, type Visitor } from './support.ts';

/** Values that programs trip over: signs, figures, names of JavaScript's own, paths, markup. */
const HOSTILE = [
  '\0',
  'a\0b',
  '-1',
  '0.5',
  '1e309',
  'NaN',
  '9'.repeat(16),
  '9'.repeat(400),
  '__proto__',
  'constructor',
  "' or 1=1 --",
  '../../../../etc/passwd',
  '%2e%2e%2f',
  '\u202Egpj.exe',
  '\u{1F600}',
  '0000-00-00',
  '9999-99-99',
  '99999999999999.c1',
  '\r\nset-cookie: a=b',
  '"><script>hostile()</script>',
];

/** Every name by which a page reads its address or its form. */
const NAMES =
  'q from until after line ending topic channel reviewed mine urgent status kind all undelivered action actor subject days period conversation next done back to note right entry delivery appointment role name username value seen sure format full text title body turn page effect words version tried teach phrasings answer then reviewer last'.split(
    ' ',
  );

const isAnyones = ({ access }: Route) => access.kind === 'anyone';
/** These end the session that they are asked with. */
const ends = ({ path }: Route) => ['/sign-out', '/sign-in', '/code'].includes(path);

/** The route's address with `value` in the place of `mark`, and something of its kind in the others. */
function addressOf({ path }: Route, { ids }: AttackHouse, mark = '', value = ''): string {
  const id = path.startsWith('/bookings')
    ? ids.request
    : path.startsWith('/people')
      ? ids.account
      : path.startsWith('/knowledge')
        ? ids.entry
        : path.startsWith('/teach')
          ? ids.suggestion
          : ids.conversation;
  const real: Readonly<Record<string, string>> = { ':id': id, ':turn': '1', ':token': 'x' };
  return `/staff${path.replace(/:\w+/g, (one) => (one === mark ? encodeURIComponent(value) : (real[one] ?? one)))}`;
}

for (const engine of ENGINES) {
  describe(`A hostile user of the console on ${engine.name}`, function () {
    this.timeout(180_000);

    let house: AttackHouse;
    let owner: Visitor;

    before(async () => {
      house = await startAttackHouse(engine.create);
      owner = await house.enter(await house.hire('olga', 'owner'));
    });
    after(() => house.stop());

    it('gets no server error and no markup out of any address or form', async () => {
      const wrong: string[] = [];
      const look = async (what: string, asked: ReturnType<Visitor['get']>) => {
        const { status, text, headers } = await asked;
        const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
        const planted = isPage && text.includes('<script>hostile');
        if (status >= 500 || planted) wrong.push(`${status} ${what}`);
      };
      for (const route of house.routes.filter((one) => !ends(one))) {
        for (const value of HOSTILE) {
          const all = Object.fromEntries(NAMES.map((name) => [name, value]));
          const query = new URLSearchParams(all);
          const what = `${route.method} ${route.path} ${JSON.stringify(value.slice(0, 30))}`;
          const ask = (path: string) =>
            route.method === 'GET' ? owner.get(path) : owner.post(path, all);
          await look(what, ask(`${addressOf(route, house)}?${query}`));
          for (const mark of route.path.match(/:\w+/g) ?? []) {
            await look(`${what} as ${mark}`, ask(addressOf(route, house, mark, value)));
          }
        }
      }
      expect(wrong).to.deep.equal([]);
    });

    it('gets none without an account either', async () => {
      const visitor = house.visitor();
      for (const value of [...HOSTILE, 'olga\0']) {
        const form = { username: value, password: value, code: value, next: value };
        for (const path of ['/staff/sign-in', '/staff/code', '/staff/sign-in/provider']) {
          expect((await visitor.post(path, form)).status, value).to.be.below(500);
        }
        house.now += 15 * MINUTE;
      }
    });

    it('leaves the house with an owner, though two shut each other out at once', async () => {
      const [anna, bert] = [await house.hire('anna', 'owner'), await house.hire('bert', 'owner')];
      const olga = (await house.staff.listAccounts()).find(({ username }) => username === 'olga');
      await house.staff.setRole(olga?.id ?? '', 'clinician');
      for (const [verb, form] of [
        ['role', { role: 'reception' }],
        ['disable', {}],
      ] as const) {
        const [one, other] = [await house.enter(anna), await house.enter(bert)];
        await Promise.all([
          one.post(`/staff/people/${bert.id}/${verb}`, form),
          other.post(`/staff/people/${anna.id}/${verb}`, form),
        ]);
        const owners = (await house.staff.listAccounts()).filter(
          ({ role, disabledAt }) => role === 'owner' && disabledAt === null,
        );
        expect(owners, verb).not.to.deep.equal([]);
        for (const { id } of [anna, bert]) {
          await house.staff.setRole(id, 'owner');
          await house.staff.setDisabled(id, null);
        }
      }
      await house.staff.setRole(olga?.id ?? '', 'owner');
    });
  });
}

describe('A hostile user of the console', function () {
  this.timeout(120_000);

  let house: AttackHouse;
  let owner: Visitor;
  let reception: Visitor;

  before(async () => {
    house = await startAttackHouse();
    owner = await house.enter(await house.hire('olga', 'owner'));
    reception = await house.enter(await house.hire('rita', 'reception'));
  });
  after(() => house.stop());

  /** Everything in the database but what every request adds to, by table. */
  async function snapshot(): Promise<ReadonlyMap<string, string>> {
    // `meta` holds the head of the audit log.
    const own = ['audit', 'meta', 'staff_sessions', 'staff_limits'];
    const tables = await house.database.query(
      "select name from sqlite_master where type = 'table'",
    );
    const all = new Map<string, string>();
    for (const { name } of tables.filter((table) => !own.includes(String(table.name)))) {
      all.set(String(name), JSON.stringify(await house.database.query(`select * from ${name}`)));
    }
    return all;
  }

  async function changedSince(before: ReadonlyMap<string, string>): Promise<readonly string[]> {
    const after = await snapshot();
    return [...after.keys()].filter((name) => after.get(name) !== before.get(name));
  }

  it('changes nothing by any address that is only opened', async () => {
    const before = await snapshot();
    const done = Object.fromEntries(NAMES.map((name) => [name, 'yes']));
    for (const route of house.routes.filter(({ method }) => method === 'GET')) {
      await owner.get(`${addressOf(route, house)}?${new URLSearchParams(done)}`);
    }
    expect(await changedSince(before)).to.deep.equal([]);
  });

  it('gets nowhere by another method, or a form that claims one', async () => {
    const before = await snapshot();
    const path = `/staff/people/${house.ids.account}/disable`;
    const override = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
    expect((await owner.get(`${path}?_method=POST`, override)).status).to.equal(404);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const answer = await raw(path, { method, headers: { 'sec-fetch-site': 'same-origin' } });
      expect(answer.status, method).to.be.within(400, 405);
    }
    expect(await changedSince(before)).to.deep.equal([]);
  });

  /** A request that `fetch` would not send as it is. */
  function raw(
    path: string,
    { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> {
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Promise((resolve, reject) => {
      const { port } = new URL(house.url);
      const options = { port, path, method, headers: { cookie, ...headers } };
      const sent = sendRaw({ host: 'localhost', ...options }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        const { statusCode: status = 0, headers } = answer;
        answer.on('end', () => resolve({ status, text, headers }));
      });
      sent.on('error', reject).end();
    });
  }

  it('gets pages of the house only, however a path is written', async () => {
    for (const path of [
      '/staff//[',
      '/staff//evil.example/%2e%2e',
      '/staff/%',
      '/staff/%E0%A4%A',
      '/staff/..%2f..%2fetc/passwd',
      '/staff/assets/..%2f..%2fpackage.json',
      '/staff/assets/%2e%2e/%2e%2e/package.json',
      `/staff/conversations/${'%2e%2e%2f'.repeat(40)}`,
    ]) {
      const { status, text, headers } = await raw(path, {});
      expect(status, path).to.be.within(400, 404);
      expect(text, path).to.contain('<h1>That did not work</h1>');
      expect(text, path).not.to.match(/node_modules|Error:|"name"/);
      expect(headers['content-security-policy'], path).to.contain("default-src 'none'");
    }
  });

  it('is sent every answer with what keeps it out of caches, frames and guesses', async () => {
    const nobody = house.visitor();
    for (const route of house.routes.filter((one) => !ends(one))) {
      for (const visitor of [owner, reception, nobody]) {
        const path = addressOf(route, house);
        const { headers, status } = await (route.method === 'GET'
          ? visitor.get(path)
          : visitor.post(path));
        const what = `${status} ${route.method} ${route.path}`;
        const cache = route.path.startsWith('/assets/') ? 'immutable' : 'no-store';
        expect(headers.get('cache-control'), what).to.contain(cache);
        expect(headers.get('content-security-policy'), what).to.contain("frame-ancestors 'none'");
        expect(headers.get('content-security-policy'), what).not.to.contain('unsafe');
        expect(headers.get('x-content-type-options'), what).to.equal('nosniff');
        expect(headers.get('referrer-policy'), what).to.equal('no-referrer');
        expect(headers.get('x-powered-by'), what).to.equal(null);
        const type = headers.get('content-type');
        if (type !== null) expect(type, what).to.match(/charset=utf-8/i);
      }
    }
  });

  it('of the reception reads no word of a conversation by any id, and changes none', async () => {
    const before = await snapshot();
    const seen: string[] = [];
    for (const route of house.routes.filter((one) => !ends(one) && !isAnyones(one))) {
      const may =
        route.access.kind === 'may' && ['requests', 'me', 'home'].includes(route.access.permission);
      if (route.method === 'POST' && may) continue;
      for (const value of Object.values(house.ids)) {
        const path = addressOf(route, house, ':id', value);
        const form = { turn: house.ids.turn, entry: house.ids.entry, value, kind: 'conversation' };
        const query = new URLSearchParams({ ...form, conversation: value, all: '1' });
        const { text } = await (route.method === 'GET'
          ? reception.get(`${path}?${query}`)
          : reception.post(path, form));
        if (text.includes(SECRET)) seen.push(`${route.method} ${path}`);
      }
    }
    expect(seen).to.deep.equal([]);
    expect(await changedSince(before)).to.deep.equal([]);
  });

  it('of the reception cannot ask the search whether somebody shared a word', async () => {
    const rows = async (q: string) =>
      (await reception.get(`/staff/bookings?${new URLSearchParams({ q, all: '1' })}`)).text;
    expect(await rows('DN-7F3K')).to.contain('DN-7F3K');
    for (const path of ['bookings', 'bookings.csv', 'bookings.ics']) {
      const { text } = await reception.get(`/staff/${path}?q=${SECRET}`);
      expect(text, path).not.to.contain('DN-7F3K');
    }
  });

  it('is shown the same by a page and its links, though a name is given twice or means more', async () => {
    const twice = await owner.get(`/staff/export?q=${SECRET}&q=nothinglikeit`);
    expect(twice.text).to.contain(`present filter: ${MARKUP.length + 1}.`);
    expect(twice.text).to.contain(`action="/staff/export?q=${SECRET}"`);
    const strange = await owner.get('/staff/conversations?reviewed=constructor');
    expect(strange.text).to.contain('/staff/conversations/c1');
  });

  it('cannot give a conversation to somebody who may not open it', async () => {
    const accounts = await house.staff.listAccounts();
    const rita = accounts.find(({ role }) => role === 'reception');
    const path = `/staff/conversations/${house.ids.conversation}/assign`;
    expect((await owner.post(path, { to: rita?.id ?? '' })).status).to.equal(404);
    expect((await owner.post(path, { to: house.ids.account })).status).to.equal(303);
  });

  it('leads nobody to another site by what a form says it came from', async () => {
    const elsewhere = [
      'https://evil.example',
      '//evil.example',
      '/staff//evil.example',
      '/staff/..//evil.example',
      '/staff\\@evil.example',
      '/staff/\r\nlocation: https://evil.example',
      'javascript:hostile()',
      '/staff@evil.example',
      '/staff.evil.example',
    ];
    const id = house.ids.conversation;
    for (const back of elsewhere) {
      for (const [path, form] of [
        [`/conversations/${id}/reviewed`, {}],
        [`/conversations/${id}/assign`, {}],
        [`/conversations/${id}/notes`, { note: '' }],
        [`/conversations/${id}/turns/1/correct`, { right: 'keep' }],
        [`/bookings/${house.ids.request}/move`, { status: 'called' }],
      ] as const) {
        const { location, status } = await owner.post(`/staff${path}`, { ...form, back });
        expect(status, path).to.equal(303);
        expect(location, `${path} ${back}`).to.match(
          /^\/staff\/(conversations|bookings)(\/[\w-]+)?$/,
        );
      }
    }
  });

  it('cannot weigh a form or an address down', async () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, 'x']));
    expect((await owner.post('/staff/me/password', fields)).status).to.equal(413);
    const long = { note: 'x'.repeat(40_000) };
    expect((await owner.post('/staff/conversations/c1/notes', long)).status).to.equal(413);
    const query = Array.from({ length: 1_000 }, (_, n) => `q=${n}`).join('&');
    const { status, text } = await owner.get(`/staff/conversations?${query}`);
    expect(status).to.equal(200);
    expect(text.length).to.be.below(100_000);
  });

  describe('with a browser', () => {
    let browser: Browser;

    before(async () => {
      browser = await launchBrowser();
    });
    after(() => browser.close());

    async function signIn(page: Page): Promise<void> {
      const otto = await house.hire('otto', 'owner');
      house.now += 2 * MINUTE;
      await page.goto(`${house.url}/staff`);
      await page.fill('#username', 'otto');
      await page.fill('#password', PASSWORD);
      await page.press('#password', 'Enter');
      await page.fill('#code', await codeOf(house, otto));
      await page.press('#code', 'Enter');
      await page.waitForURL('**/staff');
    }

    it('sees nothing that patients wrote act on any page', async () => {
      const page = await (await browser.newContext()).newPage();
      const acted: string[] = [];
      await page.exposeFunction('hostile', () => acted.push(page.url()));
      page.on('dialog', (dialog) => acted.push(dialog.message()));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) acted.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(house.url)) acted.push(request.url());
      });
      await signIn(page);
      const written = MARKUP.map((_, index) => `/conversations/x${index}`);
      const pages = house.routes
        .filter((route) => route.method === 'GET' && !/\.|now$|return$|set-up/.test(route.path))
        .map((route) => addressOf(route, house).replace('/staff', ''));
      const query = `turn=${house.ids.turn}&entry=${house.ids.entry}&conversation=c1&all=1`;
      for (const path of [...pages, ...written]) {
        await page.goto(`${house.url}/staff${path}?${query}`);
        const planted = await page.evaluate<string[]>(
          `[...document.querySelectorAll('main img, main iframe, main object, main script, main style, main [onerror], main [onload], main [onmouseover], main [style]:not(canvas, .chart), a[href^="javascript:" i], a[href^="data:" i], a[href*="evil.example"]')].map((one) => one.outerHTML)`,
        );
        expect(planted, path).to.deep.equal([]);
        if (written.includes(path)) expect(await page.innerText('main')).to.contain('hostile()');
      }
      expect(acted).to.deep.equal([]);
      expect(pages.length).to.be.greaterThan(20);
      await page.context().close();
    });
  });
});

describe('A hostile user at the door of the console', () => {
  let house: AttackHouse;

  beforeEach(async () => {
    house = await startAttackHouse();
  });
  afterEach(() => house.stop());

  it('cannot guess faster by asking many times at once', async () => {
    const tries = Array.from({ length: 4 * TRIES.account }, () =>
      house.visitor().post('/staff/sign-in', { username: 'victor', password: 'wrong wrong wrong' }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).to.be.at.most(TRIES.account);
    expect(new Set(statuses)).to.include(429);
  });

  it('cannot use a code twice by using it twice at once', async () => {
    const cleo = await house.hire('cleo', 'clinician');
    house.now += 10 * MINUTE;
    const code = await codeOf(house, cleo);
    const halfWay = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const visitor = house.visitor();
        await visitor.post('/staff/sign-in', { username: 'cleo', password: PASSWORD });
        return visitor;
      }),
    );
    const answers = await Promise.all(halfWay.map((one) => one.post('/staff/code', { code })));
    expect(answers.filter(({ status }) => status === 303)).to.have.length(1);
  });
});

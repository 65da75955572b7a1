import { expect } from 'chai';
import { firstOwnerLink } from '../../src/console/people.ts';
import { TRIES, WINDOW } from '../../src/console/throttle.ts';
import {
  codeOf,
  enrol,
  MINUTE,
  PASSWORD,
  type Person,
  startConsole,
  type TestConsole,
} from './support.ts';

const SESSION = 'footnote';

describe('Signing in to the console', () => {
  let house: TestConsole;

  beforeEach(async () => {
    house = await startConsole();
  });
  afterEach(() => house.stop());

  /** A new browser that has given the password only. */
  async function halfWay(person: Person, password = PASSWORD) {
    const visitor = house.visitor();
    const { username } = person;
    const answer = await visitor.post('/staff/sign-in', { username, password });
    return { visitor, answer };
  }

  describe('the first start', () => {
    const firstForm = { name: 'Ana Lim', username: 'Ana', password: PASSWORD, again: PASSWORD };

    it('has no account, and lets the first owner in by a link that works once', async () => {
      const link = await firstOwnerLink(house.staff, house.url, house.now);
      const path = new URL(link ?? '').pathname;
      const visitor = house.visitor();
      expect((await visitor.get(path)).text).to.contain('Set up the first account');
      expect((await visitor.post(path, firstForm)).location).to.equal('/staff/codes');
      expect((await house.visitor().post(path, firstForm)).status).to.equal(410);
      const [ana] = await house.staff.listAccounts();
      expect(ana).to.deep.include({ username: 'ana', role: 'owner', hasPassword: true });
      expect(await firstOwnerLink(house.staff, house.url, house.now)).to.equal(null);
    });

    it('prints a new link at each start, and the one before works no more', async () => {
      const old = await firstOwnerLink(house.staff, house.url, house.now);
      await firstOwnerLink(house.staff, house.url, house.now);
      expect((await house.visitor().get(new URL(old ?? '').pathname)).status).to.equal(410);
    });

    it('lets nobody in by a link of yesterday', async () => {
      const link = await firstOwnerLink(house.staff, house.url, house.now);
      house.now += 24 * 60 * MINUTE;
      expect((await house.visitor().get(new URL(link ?? '').pathname)).status).to.equal(410);
    });

    it('refuses passwords that are short, long, common, or name the house or the person', async () => {
      const link = await firstOwnerLink(house.staff, house.url, house.now);
      const path = new URL(link ?? '').pathname;
      const clinic = house.guide.content.clinic.name;
      const bad = [
        'short',
        'x'.repeat(129),
        'passwordpassword',
        'qwertyuiop12345',
        `${clinic}2026`,
        'AnaLimAnaLim2026!',
      ];
      for (const password of bad) {
        const answer = await house
          .visitor()
          .post(path, { ...firstForm, password, again: password });
        expect(answer.status, password).to.equal(422);
        expect(answer.text, password).to.match(/id="password-problem"/);
      }
      expect(await house.staff.countAccounts()).to.equal(0);
    });
  });

  describe('with password and code', () => {
    it('asks those who may open transcripts for a code, and not reception', async () => {
      const [cleo, rita] = [
        await house.hire('cleo', 'clinician'),
        await house.hire('rita', 'reception'),
      ];
      expect((await halfWay(cleo)).answer.location).to.equal('/staff/code');
      expect((await halfWay(rita)).answer.location).to.equal('/staff');
    });

    it('opens nothing to somebody who has not given the code', async () => {
      const { visitor } = await halfWay(await house.hire('cleo', 'clinician'));
      expect((await visitor.get('/staff/conversations')).location).to.equal('/staff/code');
      expect((await visitor.get('/staff/codes')).location).to.equal('/staff');
      expect((await visitor.post('/staff/codes/start')).location).to.equal('/staff');
    });

    it('gives new session ids after the password and after the code', async () => {
      const cleo = await house.hire('cleo', 'clinician');
      const visitor = house.visitor();
      visitor.cookies.set(SESSION, 'planted');
      await visitor.post('/staff/sign-in', { username: 'cleo', password: PASSWORD });
      const first = visitor.cookies.get(SESSION);
      house.now += MINUTE;
      await visitor.post('/staff/code', { code: await codeOf(house, cleo) });
      const second = visitor.cookies.get(SESSION);
      expect(new Set(['planted', first, second]).size).to.equal(3);
      expect((await visitor.get('/staff')).status).to.equal(200);
      visitor.cookies.set(SESSION, first ?? '');
      expect((await visitor.get('/staff')).location).to.contain('/staff/sign-in');
    });

    it('takes a code once, one step early or late, and no further', async () => {
      const cleo = await house.hire('cleo', 'clinician');
      house.now += 10 * MINUTE;
      const code = await codeOf(house, cleo);
      const statuses: number[] = [];
      const tries = [
        code,
        code,
        await codeOf(house, cleo, house.now - 60_000),
        await codeOf(house, cleo, house.now + 60_000),
        await codeOf(house, cleo, house.now + 30_000),
      ];
      for (const one of tries) {
        const { visitor } = await halfWay(cleo);
        statuses.push((await visitor.post('/staff/code', { code: one })).status);
      }
      expect(statuses).to.deep.equal([303, 401, 401, 401, 303]);
    });

    it('takes a recovery code once instead', async () => {
      const cleo = await house.hire('cleo', 'clinician');
      expect(cleo.recovery.length).to.equal(10);
      const code = (cleo.recovery[0] ?? '').toUpperCase();
      const first = (await halfWay(cleo)).visitor;
      expect((await first.post('/staff/code', { code })).status).to.equal(303);
      const second = (await halfWay(cleo)).visitor;
      expect((await second.post('/staff/code', { code })).status).to.equal(401);
    });

    it('goes where one wanted to go, but never to another site', async () => {
      const rita = await house.hire('rita', 'reception');
      const to = async (next: string) => {
        const { username } = rita;
        const form = { username, password: PASSWORD, next };
        return (await house.visitor().post('/staff/sign-in', form)).location;
      };
      expect(await to('/staff/bookings?status=new')).to.equal('/staff/bookings?status=new');
      const others = [
        'https://evil.example',
        '//evil.example',
        '/staff//evil.example',
        '/staff/../x',
        '/\\evil',
        'javascript:1',
      ];
      for (const next of others) expect(await to(next), next).to.equal('/staff');
    });
  });

  describe('what it does not tell', () => {
    it('says the same of a wrong password, an unknown name and a disabled account', async () => {
      const rita = await house.hire('rita', 'reception');
      const dora = await house.hire('dora', 'reception');
      await house.staff.setDisabled(dora.id, house.now);
      const wrong = (await halfWay(rita, 'not this one at all')).answer;
      const disabled = (await halfWay(dora)).answer;
      const unknown = (await halfWay({ ...rita, username: 'nobody' })).answer;
      const plain = (text: string) => text.replace(/value="(rita|dora|nobody)"/, '');
      for (const answer of [disabled, unknown]) {
        expect(answer.status).to.equal(wrong.status).and.to.equal(401);
        expect(plain(answer.text)).to.equal(plain(wrong.text));
      }
    });

    it('keeps no session id, password or code in the database', async () => {
      const cleo = await house.hire('cleo', 'clinician');
      const visitor = await house.enter(cleo);
      const tables = [
        'staff_accounts',
        'staff_sessions',
        'staff_tokens',
        'staff_recovery_codes',
        'staff_limits',
        'audit',
      ];
      const rows = await Promise.all(
        tables.map((name) => house.database.query(`select * from ${name}`)),
      );
      const all = JSON.stringify(rows);
      const secrets = [PASSWORD, cleo.secret, ...cleo.recovery, ...visitor.cookies.values()];
      for (const secret of secrets) expect(all).not.to.contain(secret);
      expect(all).to.match(/\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    });
  });

  describe('throttling', () => {
    it('stops a row of wrong passwords with 429 and Retry-After, and ends by itself', async () => {
      const rita = await house.hire('rita', 'reception');
      for (let n = 0; n < TRIES.account; n += 1) {
        expect((await halfWay(rita, 'wrong wrong wrong wrong')).answer.status).to.equal(401);
      }
      const { answer } = await halfWay(rita);
      expect(answer.status).to.equal(429);
      expect(Number(answer.headers.get('retry-after'))).to.be.within(1, WINDOW / 1000);
      house.now += WINDOW;
      expect((await halfWay(rita)).answer.status).to.equal(303);
    });

    it('does not shut out the owner of an account in a browser that was in before', async () => {
      const rita = await house.hire('rita', 'reception');
      const known = await house.enter(rita);
      for (let n = 0; n <= TRIES.account; n += 1) await halfWay(rita, 'wrong wrong wrong wrong');
      expect((await halfWay(rita)).answer.status).to.equal(429);
      const form = { username: 'rita', password: PASSWORD };
      expect((await known.post('/staff/sign-in', form)).status).to.equal(303);
    });

    it('stops an address that tries many names', async () => {
      const statuses = new Set<number>();
      for (let n = 0; n <= TRIES.address; n += 1) {
        const form = { username: `name${n}`, password: 'x' };
        statuses.add((await house.visitor().post('/staff/sign-in', form)).status);
      }
      expect([...statuses]).to.deep.equal([401, 429]);
    });

    it('stops guessing codes, and the password has to be given again', async () => {
      const cleo = await house.hire('cleo', 'clinician');
      const { visitor } = await halfWay(cleo);
      for (let n = 0; n < TRIES.code; n += 1) {
        expect((await visitor.post('/staff/code', { code: '000000' })).status).to.equal(401);
      }
      expect((await visitor.post('/staff/code', { code: '000000' })).status).to.equal(429);
      expect((await visitor.get('/staff/code')).location).to.contain('/staff/sign-in');
    });
  });

  describe('sessions', () => {
    it('end without a move for 15 minutes, and after 12 hours in any case', async () => {
      const rita = await house.hire('rita', 'reception');
      const visitor = await house.enter(rita);
      house.now += 15 * MINUTE - 1;
      expect((await visitor.get('/staff')).status).to.equal(200);
      house.now += 15 * MINUTE;
      expect((await visitor.get('/staff')).location).to.contain('/staff/sign-in');
      const busy = await house.enter(rita);
      for (let n = 0; n < 12 * 6 - 1; n += 1) {
        house.now += 10 * MINUTE;
        expect((await busy.get('/staff')).status).to.equal(200);
      }
      house.now += 10 * MINUTE;
      expect((await busy.get('/staff')).location).to.contain('/staff/sign-in');
    });

    it('are not kept alive by what a page fetches by itself', async () => {
      const visitor = await house.enter(await house.hire('rita', 'reception'));
      for (const minutes of [7, 7]) {
        house.now += minutes * MINUTE;
        expect((await visitor.get('/staff/now')).status).to.equal(200);
      }
      house.now += 2 * MINUTE;
      expect((await visitor.get('/staff/now')).status).to.equal(401);
    });

    it('end at once on signing out, on disabling, and on a change of role', async () => {
      const rita = await house.hire('rita', 'reception');
      const left = await house.enter(rita);
      const id = left.cookies.get(SESSION) ?? '';
      const answer = await left.post('/staff/sign-out');
      expect((await left.get(answer.location ?? '')).headers.get('clear-site-data')).to.equal(
        '"cache"',
      );
      left.cookies.set(SESSION, id);
      expect((await left.get('/staff')).location).to.contain('/staff/sign-in');
      for (const change of [
        () => house.staff.setRole(rita.id, 'clinician'),
        () => house.staff.setDisabled(rita.id, house.now),
      ]) {
        await house.staff.setRole(rita.id, 'reception');
        const visitor = await house.enter(rita);
        expect((await visitor.get('/staff')).status).to.equal(200);
        await change();
        expect((await visitor.get('/staff')).location).to.contain('/staff/sign-in');
      }
    });

    it('are listed, and can be ended one by one or all but this one', async () => {
      const rita = await house.hire('rita', 'reception');
      const [here, there] = [await house.enter(rita), await house.enter(rita)];
      const page = await here.get('/staff/me');
      const ids = [...page.text.matchAll(/name="session" value="(\w+)"/g)].map(
        (one) => one[1] ?? '',
      );
      expect(ids.length).to.be.greaterThan(0);
      for (const session of ids) await here.post('/staff/me/sessions/end', { session });
      expect((await there.get('/staff')).location).to.contain('/staff/sign-in');
      expect((await here.get('/staff')).status).to.equal(200);
    });

    it('of one person cannot be ended by another', async () => {
      const rita = await house.hire('rita', 'reception');
      const dora = await house.hire('dora', 'reception');
      const visitor = await house.enter(rita);
      const [session] = await house.staff.listSessions(rita.id, house.now, 15 * MINUTE);
      const other = await house.enter(dora);
      const answer = await other.post('/staff/me/sessions/end', { session: session?.id ?? '' });
      expect(answer.status).to.equal(404);
      expect((await visitor.get('/staff')).status).to.equal(200);
    });

    it('elsewhere end when the password is changed, which asks for the present one', async () => {
      const rita = await house.hire('rita', 'reception');
      const [here, there] = [await house.enter(rita), await house.enter(rita)];
      const next = 'nine kettles hum under the bridge';
      const form = { current: 'not it', password: next, again: next };
      expect((await here.post('/staff/me/password', form)).status).to.equal(422);
      const id = here.cookies.get(SESSION);
      expect(
        (await here.post('/staff/me/password', { ...form, current: PASSWORD })).status,
      ).to.equal(303);
      expect(here.cookies.get(SESSION)).not.to.equal(id);
      expect((await here.get('/staff')).status).to.equal(200);
      expect((await there.get('/staff')).location).to.contain('/staff/sign-in');
      expect((await halfWay(rita, next)).answer.status).to.equal(303);
    });

    it('set their cookie for this host only, out of reach of scripts', async () => {
      const rita = await house.hire('rita', 'reception');
      const { answer } = await halfWay(rita);
      const [plain = ''] = answer.headers.getSetCookie();
      expect(plain).to.match(/^footnote=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    });

    it('set a __Host- cookie over https', async () => {
      const secure = await startConsole({ settings: { publicUrl: 'https://desk.clinic.example' } });
      const link = await firstOwnerLink(secure.staff, secure.url, secure.now);
      const form = { name: 'Ana', username: 'ana', password: PASSWORD, again: PASSWORD };
      const answer = await secure.visitor().post(new URL(link ?? '').pathname, form);
      const [cookie = ''] = answer.headers.getSetCookie();
      expect(cookie).to.match(
        /^__Host-footnote=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      await secure.stop();
    });
  });

  it('replaces an authenticator only after the password is given again', async () => {
    const cleo = await house.hire('cleo', 'clinician');
    const visitor = await house.enter(cleo);
    expect((await visitor.post('/staff/codes/start', { current: 'not it' })).status).to.equal(401);
    expect((await visitor.post('/staff/codes/start', { current: PASSWORD })).status).to.equal(303);
    const old = cleo.secret;
    house.now += MINUTE;
    await enrolAgain(visitor, cleo);
    expect(cleo.secret).not.to.equal(old);
  });

  async function enrolAgain(visitor: Awaited<ReturnType<TestConsole['enter']>>, person: Person) {
    const facts = await house.staff.signInFacts({ id: person.id });
    person.secret = facts?.pendingSecret ?? '';
    const answer = await visitor.post('/staff/codes', { code: await codeOf(house, person) });
    expect(answer.text).to.contain('recovery codes');
  }

  it('sets codes up on the way in for those who must have them', async () => {
    const rita = await house.hire('rita', 'reception');
    await house.staff.setRole(rita.id, 'clinician');
    const { visitor, answer } = await halfWay(rita);
    expect(answer.location).to.equal('/staff/codes');
    expect((await visitor.get('/staff/conversations')).location).to.equal('/staff/codes');
    await enrol(house, visitor, rita);
    expect((await visitor.get('/staff/conversations')).status).to.equal(200);
  });
});

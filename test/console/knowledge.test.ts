import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { hire, passwordLink } from '../../src/console/people.ts';
import { entryVersion } from '../../src/content/entry-version.ts';
import type { Decision } from '../../src/core/conversation.ts';
import type { Entry, Guide } from '../../src/core/guide.ts';
import { createPostgres } from '../helpers/databases.ts';
import { answeredTurn, conversationAt, NOON } from '../helpers/turns.ts';
import {
  contentGuide,
  PASSWORD,
  type Person,
  startConsole,
  type TestConsole,
  Visitor,
} from './support.ts';
import { startTrialHouse, type TrialHouse } from './trial-house.ts';

const DAY = 86_400_000;
const SORE = 'soreness-how-long';
const TYPED = {
  registration: 'physiotherapist, HCPC PH00000',
  reviewed: '2026-11-20',
  reviewDue: '2027-11-20',
};
const SIGNED = {
  status: 'signed',
  reviewer: 'Ana Lim, HCPC PH11111',
  reviewed: '2025-01-01',
} as const;

describe('The answers in the console', () => {
  let house: TestConsole;
  let guide: Guide;
  let clara: Person;
  let clinician: Visitor;
  let owner: Visitor;

  before(async () => {
    house = await startConsole({ change: (deps) => ({ ...deps, guide: () => guide }) });
    guide = await contentGuide();
    clara = await house.hire('clara', 'clinician');
    clinician = await house.enter(clara);
    owner = await house.enter(await house.hire('olga', 'owner'));
  });
  after(() => house.stop());
  beforeEach(async () => {
    guide = await contentGuide();
    const open = await suggestions();
    await house.staff.closeSuggestions(
      open.map(({ id }) => id),
      'applied',
      1,
    );
  });

  const suggestions = () => house.staff.listSuggestions({ state: 'open' }, null, 500);
  const proposals = async () => (await suggestions()).map(({ proposal }) => proposal);
  const see = async (path: string, visitor = clinician) =>
    (await visitor.get(`/staff/knowledge${path}`)).text;

  function entry(id: string): Entry {
    const found = guide.content.entries.get(id);
    if (!found) throw new Error(`no entry ${id}`);
    return found;
  }

  function change(id: string, to: Partial<Entry>): void {
    const entries = new Map(guide.content.entries).set(id, { ...entry(id), ...to });
    guide = { ...guide, content: { ...guide.content, entries } };
  }

  function sign(id: string, form: Readonly<Record<string, string>> = {}, visitor = clinician) {
    const version = entryVersion(entry(id));
    return visitor.post(`/staff/knowledge/${id}/sign`, { ...TYPED, version, ...form });
  }

  /** Titles in the list, in order, without tags. */
  async function titles(query: string): Promise<readonly string[]> {
    const text = await see(query);
    return [...text.matchAll(/<th scope="row"[^>]*><a href="\/staff\/knowledge\/([\w-]+)/g)].map(
      ([, id = '']) => id,
    );
  }

  describe('in their list', () => {
    before(async () => {
      const say = (id: string, days: number, decision: Decision, of = SORE) => {
        const conversation = { ...conversationAt(id, 1), lastAt: NOON - days * DAY };
        const turn = answeredTurn(conversation, 'm1', `is it sore? ${id} 020 7946 0857`);
        const [reply] = turn.replies;
        const replies = decision.kind === 'vote' || !reply ? [] : [{ ...reply, entry: of }];
        return house.store.saveTurn({ ...turn, decision, replies });
      };
      const answer: Decision = { kind: 'answer', entries: [SORE], confidence: 1 };
      for (const id of ['a', 'b', 'c']) await say(id, 1, answer);
      await say('old', 91, answer);
      await say('d', 2, answer, 'price');
      for (const helpful of [true, true, false]) {
        await say(`v${helpful}${Math.random()}`, 3, { kind: 'vote', entry: SORE, helpful });
      }
      const correction = { turn: 1, accountId: clara.id, at: NOON - DAY };
      for (const conversation of ['a', 'd']) {
        await house.staff.setCorrection({ ...correction, conversation, entry: 'bruising' });
      }
    });

    function rowOf(text: string, id: string): string {
      const [, row = ''] = new RegExp(`knowledge/${id}["?].*?</a>(.*?)</tr>`, 's').exec(text) ?? [];
      return row
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim();
    }

    it('show use, votes and misses of 90 days, and open suggestions', async () => {
      const phrasing = { kind: 'phrasing', entry: SORE, text: 'zebra' } as const;
      const from = { at: NOON, accountId: 'x', from: null };
      await house.staff.addSuggestion({ id: 'p1', ...from, proposal: phrasing });
      const text = await see('');
      expect(rowOf(text, SORE)).to.equal('Draft 3 2 helpful, 1 not 1 1');
      expect(rowOf(text, 'price')).to.equal('Draft 1');
      expect(rowOf(text, 'bruising')).to.equal('Draft 0 2');
      expect(text).to.contain(`Answers: ${guide.content.entries.size}.`);
    });

    it('are sorted by use, by misses, and by when their review is due', async () => {
      expect((await titles('?sort=use')).slice(0, 2)).to.deep.equal([SORE, 'price']);
      expect((await titles('?sort=misses')).slice(0, 2)).to.deep.equal(['bruising', SORE]);
      change('price', { ...SIGNED, reviewDue: '2027-03-01' });
      change('hours', { ...SIGNED, reviewDue: '2027-02-01' });
      expect((await titles('?sort=due')).slice(0, 2)).to.deep.equal(['hours', 'price']);
    });

    it('are narrowed by state, topic, and parts of their words', async () => {
      change('price', { ...SIGNED, reviewDue: '2026-11-21' });
      change('hours', { ...SIGNED, reviewDue: '2026-11-22' });
      change('location', { reviewDue: '2020-01-01' });
      expect(await titles('?status=overdue')).to.deep.equal(['price']);
      expect(await titles('?status=signed')).to.deep.equal(['hours']);
      expect(await titles('?status=draft')).to.have.length(guide.content.entries.size - 2);
      expect(await titles('?topic=soreness-duration')).to.deep.equal([SORE]);
      expect(await titles('?q=SORÉ+hobbl+lepas+jarum')).to.deep.equal([SORE]);
      expect(await titles('?q=nothing-of-the-kind')).to.deep.equal([]);
      await sign('hours');
      expect(await titles('?waiting=1')).to.deep.equal(['hours']);
      expect(rowOf(await see(''), 'hours')).to.contain('Signed Signature waits');
      expect(rowOf(await see(''), 'price')).to.contain(
        '1 Jan 2025, Ana Lim, HCPC PH11111 21 Nov 2026',
      );
    });

    it('are told apart when their words changed after they were signed', async () => {
      const signedVersion = entryVersion(entry('price'));
      change('price', { ...SIGNED, signedVersion });
      expect(await titles('?status=changed')).to.deep.equal([]);
      change('price', { body: 'It is free.' });
      expect(await titles('?status=changed')).to.deep.equal(['price']);
      expect(await see('?status=changed')).to.contain('one after the other: 1');
      expect((await owner.get('/staff')).text).to.contain('/staff/knowledge?status=changed');
    });

    it('are counted on the home page as in the list that it links to', async () => {
      change('price', { ...SIGNED, reviewDue: '2026-11-21' });
      const drafts = (await titles('?status=draft')).length;
      const { text } = await owner.get('/staff');
      expect(text).to.match(
        new RegExp(`href="/staff/knowledge\\?status=draft"><span class="count">${drafts}<`),
      );
      expect(text).to.match(/href="\/staff\/knowledge\?status=overdue"><span class="count">1</);
    });

    it('offer signing to clinicians alone', async () => {
      expect(await see('')).to.contain('Read and sign, one after the other: 1');
      expect(await see('', owner)).not.to.contain('Read and sign');
    });
  });

  describe('one by one', () => {
    it('show what patients read, with the facts of the clinic, and what each source supports', async () => {
      const text = await see(`/${SORE}`);
      expect(text).to.contain('Soreness often lasts a day or two').and.not.to.contain('[^S');
      expect(text).to.contain(entry(SORE).sources[0]?.supports ?? '-');
      expect(text).to.contain('rel="noreferrer"').and.to.contain('Second-hand: check the original');
      expect(text).to.contain(entryVersion(entry(SORE)));
      expect(text).to.contain('href="/staff/knowledge/soreness-what-helps"');
      expect(text).to.contain('still sore two days later');
      expect(await see('/contact')).to.contain(guide.content.clinic.phone);
      expect(await see('/offer')).to.contain(
        '<code>https://www.foxglove-lane.example/offer</code>',
      );
    });

    it('show the questions they were given to, with numbers taken out', async () => {
      const text = await see(`/${SORE}`);
      expect(text).to.contain('is it sore? a [phone]').and.not.to.contain('7946 0857');
      expect(await see('/bruising')).to.contain('Should have been shown for');
    });

    it('tell whether patients see a draft', async () => {
      expect(await see(`/${SORE}`)).to.contain('Yes, with a line');
      guide = { ...guide, signedOnly: true };
      expect(await see(`/${SORE}`)).to.contain('No: drafts are not shown here');
    });

    it('are not there under another name', async () => {
      expect((await clinician.get('/staff/knowledge/zebra')).status).to.equal(404);
      expect((await clinician.post('/staff/knowledge/zebra/sign', TYPED)).status).to.equal(404);
      expect((await clinician.post('/staff/knowledge/zebra/draft')).status).to.equal(404);
    });
  });

  describe('when they are signed', () => {
    it('keep name, dates and the version that was shown as a suggestion, and a row in the audit log', async () => {
      const version = entryVersion(entry(SORE));
      const { status, location } = await sign(SORE, { registration: ' physio,\n HCPC  PH1 ' });
      expect([status, location]).to.deep.equal([303, `/staff/knowledge/${SORE}?done=signed`]);
      expect(await proposals()).to.deep.equal([
        {
          kind: 'sign-off',
          entry: SORE,
          reviewer: 'Clara Tan, physio, HCPC PH1',
          reviewed: '2026-11-20',
          reviewDue: '2027-11-20',
          version,
        },
      ]);
      const [row] = await house.staff.listAudit({ action: 'signed' }, null, 1);
      expect(row).to.include({ actor: clara.id, subject: `${SORE} ${version}`, outcome: 'done' });
      const text = await see(`/${SORE}`);
      expect(text).to.contain('Clara Tan, physio, HCPC PH1 signed it on 20 Nov 2026');
      expect(text).not.to.contain(`/${SORE}/sign`);
    });

    it('are signed by clinicians only, whoever owns the clinic', async () => {
      expect(await see(`/${SORE}`, owner)).to.contain('Only a clinician can sign');
      const reception = await house.enter(await house.hire('rita', 'reception'));
      for (const visitor of [owner, reception, house.visitor()]) {
        const { status } = await sign(SORE, {}, visitor);
        expect(status).to.be.oneOf([401, 403]);
      }
      expect((await reception.get('/staff/knowledge')).status).to.equal(403);
      expect(await proposals()).to.deep.equal([]);
    });

    it('are not signed in words that were not shown', async () => {
      const version = entryVersion(entry(SORE));
      change(SORE, { body: 'Soreness lasts for ever.' });
      const { status, text } = await sign(SORE, { version });
      expect(status).to.equal(409);
      expect(text).to.contain('has changed since it was shown').and.to.contain('for ever');
      expect((await sign(SORE, { version: '' })).status).to.equal(409);
      expect(await proposals()).to.deep.equal([]);
      const [, shown = ''] = /name="version" value="(\w+)"/.exec(text) ?? [];
      expect((await sign(SORE, { version: shown })).status).to.equal(303);
    });

    it('refuse a date that is none, one to come, and a review too late or never', async () => {
      const wrong = {
        registration: ['', ' ', 'x'.repeat(151)],
        reviewed: ['', '2026-11-23', '2026-02-30', '20 Nov 2026', '2026-11-20T10:00'],
        reviewDue: ['', '2026-11-22', '2029-11-21', '2027-02-29'],
      };
      for (const [name, values] of Object.entries(wrong)) {
        for (const value of values) {
          const { status, text } = await sign(SORE, { [name]: value });
          expect(status, value).to.equal(422);
          expect(text).to.contain(`href="#${name}"`);
          expect(text.match(/class="problem"/g)).to.have.length(1);
        }
      }
      expect(await proposals()).to.deep.equal([]);
      expect(
        (await sign(SORE, { reviewed: '2026-11-22', reviewDue: '2029-11-22' })).status,
      ).to.equal(303);
    });

    it('lead to the next that is unsigned in the same list, until none is left', async () => {
      const all = await titles('?topic=bruising');
      expect(all.length).to.be.greaterThan(1);
      const path = /class="button" href="([^"]+)"/.exec(await see('?topic=bruising'))?.[1];
      let at = path ?? '';
      const seen: string[] = [];
      for (const left of all.map((_, index) => all.length - index)) {
        const id = /knowledge\/([\w-]+)/.exec(at)?.[1] ?? '';
        seen.push(id);
        const { text } = await clinician.get(at);
        expect(text).to.contain(`Still to sign: ${left}`);
        if (left < all.length) expect(text).to.contain(`value="${TYPED.registration}"`);
        const form = { ...TYPED, version: entryVersion(entry(id)), to: 'next' };
        const to = await clinician.post(`/staff/knowledge/${id}/sign?topic=bruising`, form);
        at = to.location ?? '';
      }
      expect(seen).to.deep.equal(all);
      expect(at).to.equal(`/staff/knowledge/${all.at(-1)}?topic=bruising&done=signed`);
      expect(await see('?topic=bruising')).not.to.contain('Read and sign');
    });

    it('have one signature that waits: a later one replaces it, and it can be taken back', async () => {
      await sign(SORE);
      await sign(SORE, { reviewDue: '2028-01-01' });
      const [only, ...others] = await proposals();
      expect(others).to.deep.equal([]);
      expect(only).to.include({ reviewDue: '2028-01-01' });
      expect(await see(`/${SORE}`)).to.contain('Take the signature back');
      const { location } = await owner.post(`/staff/knowledge/${SORE}/draft`);
      expect(location).to.equal(`/staff/knowledge/${SORE}?done=takenBack`);
      expect(await proposals()).to.deep.equal([]);
      const [row] = await house.staff.listAudit({ action: 'signature-taken-back' }, null, 1);
      expect(row?.subject).to.equal(SORE);
      await owner.post(`/staff/knowledge/${SORE}/draft`);
      expect(await proposals(), 'a draft stays one').to.deep.equal([]);
    });

    it('become a draft again by a suggestion, which another signature replaces', async () => {
      change(SORE, { ...SIGNED, reviewDue: '2028-01-01' });
      expect(await see(`/${SORE}`)).to.contain('Mark as a draft again');
      await clinician.post(`/staff/knowledge/${SORE}/draft`);
      expect(await proposals()).to.deep.equal([{ kind: 'mark-draft', entry: SORE }]);
      const text = await see(`/${SORE}`);
      expect(text).to.contain('It becomes a draft again once').and.to.contain('To become a draft');
      await sign(SORE);
      expect((await proposals()).map(({ kind }) => kind)).to.deep.equal(['sign-off']);
      await clinician.post(`/staff/knowledge/${SORE}/draft`);
      expect(await proposals(), 'what the file says stays').to.deep.equal([]);
    });

    it('ask for another signature when the words change while one waits', async () => {
      await sign(SORE);
      change(SORE, { body: 'Other words.' });
      const text = await see(`/${SORE}`);
      expect(text).to.contain('it has to be signed again').and.to.contain(`/${SORE}/sign`);
      expect(await see('?waiting=1'))
        .to.contain('Signature outdated')
        .and.to.contain('other: 1');
      await sign(SORE);
      expect(await proposals()).to.have.length(1);
      expect(await see(`/${SORE}`)).not.to.contain('signed again');
    });
  });

  describe('on paper', () => {
    it('carry the version that is signed, and room for the signature', async () => {
      const text = await see(`/print?entry=${SORE}`);
      expect(text.match(/class="sheet"/g)).to.have.length(1);
      expect(text).to.contain(`Version ${entryVersion(entry(SORE))}`);
      expect(text).to.contain('<li>Signature</li>').and.to.contain(guide.content.version);
    });

    it('are all there, or those of a topic or state', async () => {
      const count = async (query: string) =>
        (await see(`/print${query}`)).match(/class="sheet"/g)?.length ?? 0;
      change('price', { ...SIGNED, reviewDue: '2028-01-01' });
      const all = guide.content.entries.size;
      expect(await count('')).to.equal(all);
      expect(await count('?status=draft')).to.equal(all - 1);
      expect(await count('?topic=soreness-duration')).to.equal(1);
      expect(await count('?entry=zebra')).to.equal(0);
      expect(await see('/print?entry=price')).to.contain(
        'Signed: Ana Lim, HCPC PH11111, 2025-01-01',
      );
    });
  });

  it('stand beside urgent advice and fixed messages, for reading', async () => {
    const text = await see('/fixed');
    const { urgent, refusals } = guide.content;
    for (const { title } of [...urgent.rules, ...refusals.values()]) {
      expect(text.replaceAll('&#39;', "'")).to.contain(title);
    }
    expect(text.match(/<form/g), 'only the one to sign out').to.have.length(1);
  });

  it('stay under 100 KB a page', async () => {
    for (const path of ['', `/${SORE}`, '/fixed', '/print']) {
      expect(gzipSync(await see(path)).length, path).to.be.below(80_000);
    }
  });
});

interface Form {
  readonly reviewed: string;
  readonly reviewDue: string;
  readonly version: string;
}

const HOUSES: Readonly<Record<string, () => Promise<TrialHouse>>> = {
  SQLite: () => startTrialHouse(),
  async PostgreSQL() {
    const { databaseUrl } = (await createPostgres()).at;
    return startTrialHouse({ DATABASE_URL: databaseUrl ?? '' });
  },
};

for (const [name, start] of Object.entries(HOUSES)) {
  describe(`A signature on its way into the file on ${name}`, function () {
    // Two trials, each in a process of its own, as in replay.test.ts.
    this.timeout(120_000);
    const FILE = `knowledge/${SORE}.md`;
    const PRICE = 'knowledge/price.md';
    let house: TrialHouse;
    let clinician: Visitor;

    beforeEach(async () => {
      house = await start();
      const now = Date.now();
      const person = { username: 'clara', name: 'Clara Tan', role: 'clinician' } as const;
      const id = await hire(house.stores.staff, person, now);
      const link = await passwordLink(house.stores.staff, house.url, now, id);
      clinician = new Visitor(house.url);
      await clinician.post(new URL(link).pathname, { password: PASSWORD, again: PASSWORD });
    });
    afterEach(() => house.stop());

    /** As a browser sends the form that the page shows. */
    async function signShown(id: string): Promise<Form> {
      const { text } = await clinician.get(`/staff/knowledge/${id}`);
      const value = (field: string) =>
        new RegExp(`name="${field}"[^>]* value="([^"]*)"`).exec(text)?.[1] ?? '';
      const form = {
        reviewed: value('reviewed'),
        reviewDue: value('reviewDue'),
        version: value('version'),
        registration: 'HCPC: "PH1" #2',
      };
      const { status } = await clinician.post(`/staff/knowledge/${id}/sign`, form);
      expect(status).to.equal(303);
      return form;
    }

    it('is written with name and dates, and left out when the words have changed meanwhile', async () => {
      const { reviewed, reviewDue, version: signed } = await signShown(SORE);
      await signShown('price');
      const before = await house.read(FILE);
      expect(before).to.contain('status: draft');
      await house.write(PRICE, `${await house.read(PRICE)}\nAsk us about it.\n`);
      const trial = await house.try('suggestions');
      expect(trial).to.contain('are not those that were signed');
      const [, version = ''] = /name="version" value="(\w+)"/.exec(trial) ?? [];
      await house.owner.post('/staff/replay/apply', { version });
      expect(await house.settle()).to.contain('answered from it.');

      const written = before
        .replace('status: draft', 'status: signed')
        .replace('reviewer: null', `reviewer: 'Clara Tan, HCPC: "PH1" #2'`)
        .replace(
          'reviewed: null',
          `reviewed: ${reviewed}\nreviewDue: ${reviewDue}\nsignedVersion: ${signed}`,
        );
      // A digest that looks like a number is quoted.
      const after = await house.read(FILE);
      expect(after.replace(`"${signed}"`, signed)).to.equal(written);
      expect(await house.read(PRICE)).to.contain('status: draft');
      const page = (await clinician.get(`/staff/knowledge/${SORE}`)).text;
      expect(page)
        .to.contain('Clara Tan, HCPC: &quot;PH1&quot; #2')
        .and.to.contain('Sign it again');
      const other = (await clinician.get('/staff/knowledge/price')).text;
      expect(other).to.contain('it has to be signed again');
    });
  });
}

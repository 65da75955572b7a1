import { expect } from 'chai';
import type { Decision } from '../../src/core/conversation.ts';
import { StoreError } from '../../src/storage/errors.ts';
import { ENGINES } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { MINUTE, startConsole, type TestConsole, type Visitor } from './support.ts';

const NEAR = ['price', 'hours'];
const MISSED: Decision = { kind: 'unknown', reason: 'not-known', nearest: NEAR, confidence: 0.1 };
const EVIL = '"><script>alert(1)</script> {title} $& vouchers';

for (const engine of ENGINES) {
  describe(`Teaching on ${engine.name}`, () => {
    let house: TestConsole;
    let cleo: Visitor;
    let cleosId: string;
    let auditWorks = true;

    before(async () => {
      house = await startConsole({
        create: () => engine.create(),
        change: (dependencies) => ({
          ...dependencies,
          staff: new Proxy(dependencies.staff, {
            get: (verbs, name) =>
              name === 'appendAudit' && !auditWorks
                ? () => Promise.reject(new StoreError('full', 'no room'))
                : Reflect.get(verbs, name),
          }),
        }),
      });
      const person = await house.hire('cleo', 'clinician');
      cleosId = person.id;
      cleo = await house.enter(person);
    });
    after(() => house.stop());
    beforeEach(async () => {
      auditWorks = true;
      await house.database.query('delete from suggestions');
      await house.database.query('delete from conversations');
    });

    async function ask(id: string, text: string, decision = MISSED, minute = 0): Promise<string> {
      const conversation = { ...conversationAt(id, 1), lastAt: NOON + minute * MINUTE };
      await house.store.saveTurn({ ...answeredTurn(conversation, 'm1', text), decision });
      return `1.${id}`;
    }

    /** Headings of the groups, in their order. */
    async function groups(query = ''): Promise<readonly string[]> {
      const { text } = await cleo.get(`/staff/teach${query}`);
      return [...text.matchAll(/<h2 id="group-\d+">(.*?)<\/h2>/gs)].map((found) => found[1] ?? '');
    }

    async function suggestions() {
      const all = await house.staff.listSuggestions({}, null, 50);
      return all.map(({ proposal, state }) => ({ ...proposal, state }));
    }

    async function audit(action: string): Promise<readonly (string | null)[]> {
      const rows = await house.staff.listAudit({ action, actor: cleosId }, null, 500);
      return rows.map(({ subject }) => subject);
    }

    function plain(text: string): string {
      return text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    }

    describe('the list', () => {
      it('has what asks alike together, the largest group first, and says why', async () => {
        await ask('c1', 'do you have wifi', MISSED, 9);
        await ask('c2', 'can I bring my dog', MISSED, 1);
        await ask('c3', 'Can I bring my dog?', MISSED, 3);
        const choices: Decision = { kind: 'choices', choices: NEAR, confidence: 0.4 };
        await ask('c4', 'is my dog allowed to come', choices, 2);
        await ask('c5', 'how sore will I be', { kind: 'answer', entries: NEAR, confidence: 1 });
        expect(await groups()).to.deep.equal(['Can I bring my dog?', 'do you have wifi']);
        const { text } = await cleo.get('/staff/teach');
        expect(plain(text)).to.contain('Nothing taken of what was offered');
        expect(plain(text)).to.contain('Asked 3 times, last 22 Nov 2026');
        expect(text).to.contain('href="/staff/conversations/c3#turn-1"');
        expect(text).to.contain('value="phrasing:price"').and.to.contain('value="phrasing:hours"');
      });

      it('works from one question on, and says when there is none', async () => {
        expect(plain((await cleo.get('/staff/teach')).text)).to.contain('Nothing to learn from');
        await ask('c1', 'do you have wifi');
        expect(await groups()).to.deep.equal(['do you have wifi']);
        const home = plain((await cleo.get('/staff')).text);
        expect(home).to.contain('1 questions to learn from');
      });

      it('takes personal details out, the names given in the conversation too', async () => {
        await ask('c1', 'call Ana Lim on 07700 900123 or ana@mail.example about the vouchers');
        await house.store.saveTurn(bookingTurn(conversationAt('c1', 2), 'm2', 'DN-7F3K'));
        expect(await groups()).to.deep.equal([
          'call [name] on [phone] or [e-mail] about the vouchers',
        ]);
      });

      it('runs nothing that a patient wrote', async () => {
        const turn = await ask('c1', EVIL);
        await cleo.post('/staff/teach', { turn, teach: 'phrasing:price' });
        for (const path of ['/teach', '/teach/suggestions', '/teach/new', '/teach/question']) {
          const { text } = await cleo.get(`/staff${path}?turn=${turn}&entry=hours&tried=1`);
          expect(text, path).not.to.contain('<script>alert');
        }
      });

      it('has no question whose words are suggested or known by now, unless it was marked', async () => {
        const turn = await ask('c1', 'can I bring my dog');
        await cleo.post('/staff/teach', { turn, teach: 'phrasing:price' });
        await ask('c2', 'Can I bring my dog?', MISSED, 5);
        const phrasing = house.guide.content.entries.get('price')?.phrasings[0] ?? '';
        await ask('c3', phrasing);
        expect(await groups()).to.deep.equal([]);
        const mark = { turn: 1, entry: 'hours', accountId: cleosId, at: NOON };
        for (const conversation of ['c2', 'c3']) {
          await house.staff.setCorrection({ conversation, ...mark });
        }
        expect(await groups()).to.have.length(2);
        expect((await cleo.get('/staff/teach')).text).to.contain('value="hours" selected');
      });

      it('goes on to smaller groups, page by page', async () => {
        const things = 'lamp tiger boat piano cactus violin pizza rocket snow mirror window castle';
        for (const thing of things.split(' ')) await ask(thing, `${thing}?`);
        expect(await groups()).to.have.length(10);
        expect(await groups('?page=2')).to.have.length(2);
        expect(await groups('?page=3')).to.deep.equal([]);
        expect(await groups('?page=nonsense')).to.have.length(10);
      });
    });

    describe('a phrasing or a test question', () => {
      it('is made by one button, and settles whoever asked in the same words', async () => {
        const turn = await ask('c1', 'can I bring my dog', MISSED, 2);
        await ask('c2', 'Can i bring my DOG??', MISSED, 1);
        const answer = await cleo.post('/staff/teach', { turn, teach: 'phrasing:price' });
        expect(answer.location).to.equal('/staff/teach?done=suggested');
        expect(await suggestions()).to.deep.equal([
          { kind: 'phrasing', entry: 'price', text: 'can I bring my dog', state: 'open' },
        ]);
        expect(await groups()).to.deep.equal([]);
        const [made] = await house.staff.listSuggestions({ conversation: 'c1' }, null, 1);
        expect(made).to.deep.include({ accountId: cleosId, from: { conversation: 'c1', turn: 1 } });
        expect(await audit('suggestion-added')).to.include(made?.id);
      });

      it('is made of every question that stays chosen, and of no other', async () => {
        const turns = [
          await ask('c1', 'can I bring my dog'),
          await ask('c2', 'is my dog allowed to come'),
          await ask('c3', 'may my small dog come along'),
        ];
        const form = new URLSearchParams(turns.slice(0, 2).map((turn) => ['turn', turn]));
        form.set('teach', 'test');
        form.set('entry', 'hours');
        await send(form);
        const texts = (await suggestions()).map((one) => one.kind === 'test' && one.text);
        expect(texts).to.have.members(['can I bring my dog', 'is my dog allowed to come']);
        expect(await groups()).to.deep.equal(['may my small dog come along']);
      });

      /** A form in which a name may stand more than once. */
      async function send(form: URLSearchParams): Promise<void> {
        const cookie = [...cleo.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const headers = { cookie, 'sec-fetch-site': 'same-origin' };
        const init = { method: 'POST', body: form, headers, redirect: 'manual' } as const;
        expect((await fetch(`${house.url}/staff/teach`, init)).status).to.equal(303);
      }

      it('needs an answer that there is, and says so at its field', async () => {
        const turn = await ask('c1', 'can I bring my dog');
        for (const entry of ['', 'nonsense', '../price']) {
          const { location } = await cleo.post('/staff/teach', { turn, teach: 'phrasing', entry });
          const seen = await cleo.get(location ?? '');
          expect(seen.status).to.equal(422);
          expect(seen.text).to.contain('<a href="#entry">Choose the answer it belongs to.');
        }
        expect(await suggestions()).to.deep.equal([]);
      });

      it('is refused at once where another answer has the words, or is to have them', async () => {
        const phrasing = house.guide.content.entries.get('price')?.phrasings[0] ?? '';
        const turn = await ask('c1', `${phrasing.toUpperCase()}!`);
        const { location } = await cleo.post('/staff/teach', { turn, teach: 'test:hours' });
        const seen = await cleo.get(location ?? '');
        expect(plain(seen.text)).to.contain('is a phrasing of “');
        expect(seen.text).to.contain('<a href="#words">');
        const dog = await ask('c2', 'can I bring my dog');
        await cleo.post('/staff/teach', { turn: dog, teach: 'phrasing:price' });
        const again = await cleo.post('/staff/teach', { turn: dog, teach: 'phrasing:hours' });
        expect(plain((await cleo.get(again.location ?? '')).text)).to.contain('is suggested for “');
        expect(await suggestions()).to.have.length(1);
      });

      it('never takes along who asked: the words are changed first', async () => {
        const turn = await ask('v1', 'are there gift vouchers, mail ana@mail.example');
        const { location } = await cleo.post('/staff/teach', { turn, teach: 'phrasing:price' });
        const seen = await cleo.get(location ?? '');
        expect(seen.status).to.equal(422);
        expect(plain(seen.text)).to.contain('Write the question without [e-mail]');
        const form = { turn, teach: 'phrasing', entry: 'price' };
        for (const words of ['mail bob@mail.example', 'x'.repeat(301), '?!', '']) {
          const refused = await cleo.post('/staff/teach', { ...form, words });
          expect(refused.status, words).to.equal(422);
          expect(refused.text).to.contain('<a href="#words">').and.to.contain('aria-invalid');
          expect(refused.text).to.contain(`>${words}</textarea>`);
        }
        expect((await audit('open-conversation')).filter((id) => id === 'v1')).to.have.length(5);
        await cleo.post('/staff/teach', { ...form, words: 'are there\r\n gift vouchers' });
        const [made] = await suggestions();
        expect(made).to.deep.include({ kind: 'phrasing', text: 'are there gift vouchers' });
        expect(await groups()).to.deep.equal([]);
      });

      it('is not made when it cannot be written down, nor of what is gone', async () => {
        const turn = await ask('c1', 'can I bring my dog');
        auditWorks = false;
        const seen = await cleo.post('/staff/teach', { turn, teach: 'phrasing:price' });
        expect(seen.status).to.equal(503);
        auditWorks = true;
        for (const wrong of ['1.c9', '2.c1', 'c1', '']) {
          const gone = await cleo.post('/staff/teach', { turn: wrong, teach: 'phrasing:price' });
          expect(gone.status, wrong).to.equal(404);
        }
        expect((await cleo.post('/staff/teach', { turn, teach: 'sing' })).status).to.equal(404);
        expect(await suggestions()).to.deep.equal([]);
        expect(await groups()).to.have.length(1);
      });
    });

    describe('a new answer', () => {
      it('begins with the questions, and settles them', async () => {
        const turns = [await ask('c1', 'are there gift vouchers'), await ask('c2', 'gift voucher')];
        const { location } = await cleo.post('/staff/teach', {
          turn: turns[0] ?? '',
          teach: 'draft',
        });
        expect(location).to.equal('/staff/teach/new?turn=1.c1');
        const both = await cleo.get(`/staff/teach/new?turn=${turns.join('&turn=')}`);
        expect(both.text).to.contain('>are there gift vouchers\ngift voucher</textarea>');
        const done = await cleo.post('/staff/teach/new', {
          turn: turns[0] ?? '',
          title: 'Are there gift vouchers?',
          entry: '',
          phrasings: 'are there gift vouchers\r\n\r\nAre there gift vouchers?\r\na present',
          answer: 'Not yet.\r\n\r\nAsk us again.',
        });
        expect(done.location).to.equal('/staff/teach?done=suggested');
        expect(await suggestions()).to.deep.equal([
          {
            kind: 'draft',
            entry: 'are-there-gift-vouchers',
            title: 'Are there gift vouchers?',
            phrasings: ['are there gift vouchers', 'a present'],
            body: 'Not yet.\n\nAsk us again.',
            state: 'open',
          },
        ]);
        expect(await groups()).to.deep.equal(['gift voucher']);
      });

      it('can be written without a question', async () => {
        expect((await cleo.get('/staff/teach/new')).status).to.equal(200);
        const form = { title: 'Zebras', entry: '', phrasings: 'zebra?', answer: 'Ask us first.' };
        await cleo.post('/staff/teach/new', form);
        expect((await suggestions()).map(({ entry }) => entry)).to.deep.equal(['zebras']);
        const twice = await cleo.post('/staff/teach/new', { ...form, phrasings: 'stripes?' });
        expect(plain(twice.text)).to.contain('of this short name already');
      });

      const right = { title: 'Zebras', entry: '', phrasings: 'zebra?', answer: 'Ask us first.' };
      const wrongs: readonly (readonly [keyof typeof right, string, RegExp])[] = [
        ['title', '', /Give a title/],
        ['entry', 'Not An Id', /lower-case words/],
        ['entry', 'price', /already/],
        ['phrasings', ' \n ', /at least one way/],
        ['phrasings', 'mail bob@mail.example', /tell who asked/],
        ['phrasings', Array.from({ length: 21 }, (_, n) => `zebra ${n}`).join('\n'), /at most 20/],
        ['answer', '', /Write the answer/],
        ['answer', 'It costs {{clinic.price}}.', /can only be added in the file/],
        ['answer', 'A study says so.[^S1]', /can only be added in the file/],
        ['answer', 'It is painless.', /would not pass the check.*no risk/],
      ];
      for (const [field, value, says] of wrongs) {
        it(`is refused for its ${field}: ${says.source}`, async () => {
          const seen = await cleo.post('/staff/teach/new', { ...right, [field]: value });
          expect(seen.status).to.equal(422);
          const problem = new RegExp(`<a href="#${field}">([^<]*)</a>`).exec(seen.text)?.[1] ?? '';
          expect(problem).to.match(says);
          expect(await suggestions()).to.deep.equal([]);
        });
      }
    });

    it('leaves what nobody has to teach, so that it does not come back', async () => {
      const turn = await ask('c1', 'what is the meaning of life', MISSED, 2);
      await ask('c2', 'What is the meaning of life?', MISSED, 1);
      const { location } = await cleo.post('/staff/teach', { turn, teach: 'leave' });
      expect(location).to.equal('/staff/teach?done=left');
      expect(await groups()).to.deep.equal([]);
      expect(await audit('question-left')).to.include('c1');
    });

    describe('the suggestions', () => {
      it('say what, who and from where, and can be withdrawn once', async () => {
        const turn = await ask('c1', 'can I bring my dog');
        await cleo.post('/staff/teach', { turn, teach: 'phrasing:price' });
        const [made] = await house.staff.listSuggestions({}, null, 1);
        const listed = await cleo.get('/staff/teach/suggestions');
        expect(plain(listed.text)).to.contain('can I bring my dog Cleo Tan 22 Nov 2026');
        expect(listed.text).to.contain('href="/staff/conversations/c1#turn-1"');
        expect(listed.text).to.contain('href="/staff/replay"');
        const withdraw = () =>
          cleo.post(`/staff/teach/suggestions/${encodeURIComponent(made?.id ?? '')}/withdraw`);
        expect((await withdraw()).location).to.equal('/staff/teach/suggestions?done=withdrawn');
        expect((await withdraw()).status).to.equal(404);
        expect(await groups()).to.deep.equal(['can I bring my dog']);
        expect(await audit('suggestion-withdrawn')).to.include(made?.id);
        expect(plain((await cleo.get('/staff/teach/suggestions')).text)).to.contain('Withdrawn');
      });

      it('go on to later ones, and show what was applied lately', async () => {
        for (let n = 0; n < 55; n += 1) {
          await house.staff.addSuggestion({
            id: `s${n}`,
            at: NOON + n,
            accountId: cleosId,
            from: null,
            proposal: { kind: 'phrasing', entry: 'price', text: `zebra ${n}` },
          });
        }
        await house.staff.closeSuggestions(['s0'], 'applied', NOON);
        const { text } = await cleo.get('/staff/teach/suggestions');
        expect(text).to.contain('zebra 50').and.not.to.contain('zebra 51');
        expect(plain(text)).to.match(/Closed lately .* zebra 0 .* Applied/);
        const [, next = ''] = /href="([^"]*after=[^"]*)" rel="next"/.exec(text) ?? [];
        const rest = (await cleo.get(next)).text;
        expect(rest).to.contain('zebra 54').and.not.to.contain('zebra 50<');
      });
    });

    describe('from a conversation', () => {
      it('marks an answer wrong and teaches the right one at once', async () => {
        const shown: Decision = { kind: 'answer', entries: ['price'], confidence: 0.9 };
        await ask('c1', 'when do you open on sundays then', shown);
        const page = await cleo.get('/staff/conversations/c1/turns/1/correct');
        expect(page.text).to.contain('name="teach" value="phrasing"');
        const done = await cleo.post('/staff/conversations/c1/turns/1/correct', {
          right: 'none',
          entry: 'hours',
          teach: 'phrasing',
        });
        expect(done.location).to.equal('/staff/conversations/c1?done=suggested');
        expect(await house.staff.listCorrections('c1')).to.have.length(1);
        const seen = plain((await cleo.get('/staff/conversations/c1')).text);
        expect(seen).to.contain('Made of it: Phrasing of “');
        expect(await groups()).to.deep.equal([]);
      });

      it('keeps the mark where there is no right answer, and asks for one', async () => {
        await ask('c1', 'can I bring my dog');
        const done = await cleo.post('/staff/conversations/c1/turns/1/correct', {
          right: 'none',
          teach: 'test',
        });
        expect(done.location).to.contain('/staff/teach/question?turn=1.c1');
        expect(await house.staff.listCorrections('c1')).to.have.length(1);
        expect(await suggestions()).to.deep.equal([]);
      });

      it('leads to a question and back', async () => {
        await ask('c1', 'can I bring my dog');
        const talk = await cleo.get('/staff/conversations/c1');
        const [, href = ''] = /href="(\/staff\/teach\/question[^"]*)"/.exec(talk.text) ?? [];
        const page = await cleo.get(href.replaceAll('&amp;', '&'));
        expect(page.text).to.contain('name="to" value="conversation"');
        const form = { turn: '1.c1', to: 'conversation', teach: 'test:price', words: 'dogs ok?' };
        const done = await cleo.post('/staff/teach', form);
        expect(done.location).to.equal('/staff/conversations/c1?done=suggested');
      });
    });
  });
}

import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { StoreError } from '../../src/storage/errors.ts';
import type { Turn } from '../../src/storage/store.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { MINUTE, startConsole, type TestConsole, type Visitor } from './support.ts';

const EVIL = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '[click](javascript:alert(1))',
  '<svg/onload=alert(1)>',
  '</textarea></title><style>*{}</style>',
];

describe('The desk', () => {
  let house: TestConsole;
  let clinician: Visitor;
  let auditWorks = true;

  beforeEach(async () => {
    auditWorks = true;
    house = await startConsole({
      change: (dependencies) => ({
        ...dependencies,
        staff: {
          ...every(dependencies.staff),
          appendAudit: (event) =>
            auditWorks
              ? dependencies.staff.appendAudit(event)
              : Promise.reject(new StoreError('full', 'no room')),
        },
      }),
    });
    clinician = await house.enter(await house.hire('cleo', 'clinician'));
  });
  afterEach(() => house.stop());

  /** The store's verbs as plain properties, so that one can be replaced. */
  function every<Verbs extends object>(verbs: Verbs): Verbs {
    return new Proxy({ ...verbs }, { get: (_, name) => Reflect.get(verbs, name) });
  }

  async function talk(id: string, minute: number, text: string, change: Partial<Turn> = {}) {
    const conversation = { ...conversationAt(id, 1), lastAt: NOON + minute * MINUTE };
    await house.store.saveTurn({ ...answeredTurn(conversation, 'm1', text), ...change });
  }

  /** Links to conversations, in the order of the page. */
  function listed(text: string): readonly string[] {
    const links = [...text.matchAll(/href="\/staff\/conversations\/([\w-]+)[^"]*" data-open/g)];
    return links.map((link) => link[1] ?? '');
  }

  describe('home', () => {
    it('says what needs somebody now, most pressing first', async () => {
      await talk('c1', 1, 'chest pain', {
        decision: { kind: 'urgent', rule: 'chest-or-breathing', urgency: 'emergency' },
      });
      await house.store.saveTurn(bookingTurn(conversationAt('c2', 1), 'm1', 'DN-7F3K'));
      const { text } = await clinician.get('/staff');
      const words = text.replaceAll(/<[^>]+>/g, '');
      expect(words).to.match(/\b1 urgent, not reviewed/);
      expect(words).to.match(/\b1 bookings and messages, not called back/);
      expect(text.indexOf('urgent, not reviewed')).to.be.lessThan(text.indexOf('DN-7F3K'));
      expect(text).not.to.contain('Ana Lim');
      expect(text).to.contain('Emergency');
    });

    it('shows that there is nothing to do when there is nothing', async () => {
      const { text } = await clinician.get('/staff');
      expect(text.replaceAll(/<[^>]+>/g, '')).to.match(/\b0 urgent, not reviewed/);
      expect(text).not.to.contain('class="card alert"');
    });
  });

  describe('the list', () => {
    it('keeps its filters in the address, and leaves out what it does not understand', async () => {
      const unknown = { kind: 'unknown', reason: 'not-known', nearest: [], confidence: 0 } as const;
      await talk('asked', 1, 'do you fix bikes', { decision: unknown });
      await talk('fine', 2, 'how long sore');
      const see = async (query: string) =>
        listed((await clinician.get(`/staff/conversations?${query}`)).text);
      expect(await see('')).to.deep.equal(['fine', 'asked']);
      expect(await see('unanswered=1')).to.deep.equal(['asked']);
      expect(await see('ending=unknown&reviewed=no')).to.deep.equal(['asked']);
      expect(await see('ending=nonsense&from=yesterday&topic=none')).to.deep.equal([
        'fine',
        'asked',
      ]);
      expect(await see('topic=soreness-duration')).to.deep.equal(['fine', 'asked']);
      expect(await see('q=bikes')).to.deep.equal(['asked']);
      expect(await see('from=2026-11-23')).to.deep.equal([]);
      expect(await see('until=2026-11-22&channel=website')).to.deep.equal(['fine', 'asked']);
      expect(await see('mine=1')).to.deep.equal([]);
    });

    it('pages on to older ones and misses none', async () => {
      for (let n = 0; n < 65; n += 1) await talk(`c${n}`, Math.floor(n / 3), 'sore');
      const seen: string[] = [];
      let path: string | undefined = '/staff/conversations?reviewed=no';
      while (path !== undefined) {
        const { text } = await clinician.get(path);
        seen.push(...listed(text));
        path = /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      }
      expect(seen.length).to.equal(65);
      expect(new Set(seen).size).to.equal(65);
    });

    it('marks as reviewed and comes back to the same list', async () => {
      await talk('c1', 1, 'sore');
      const back = '/staff/conversations?reviewed=no';
      const answer = await clinician.post('/staff/conversations/c1/reviewed', {
        reviewed: 'yes',
        back,
      });
      expect(answer.location).to.equal(back);
      expect(listed((await clinician.get(back)).text)).to.deep.equal([]);
      await clinician.post('/staff/conversations/c1/reviewed', { reviewed: 'no', back });
      expect(listed((await clinician.get(back)).text)).to.deep.equal(['c1']);
    });

    it('hides numbers and addresses in what it shows', async () => {
      await talk('c1', 1, 'call me on +44 20 7946 0857 or ana@mail.example, NRIC S1234567D');
      const { text } = await clinician.get('/staff/conversations');
      expect(text).to.contain('[phone]').and.to.contain('[e-mail]').and.to.contain('[number]');
      expect(text).not.to.match(/7946|ana@mail|S1234567D/);
    });
  });

  describe('one conversation', () => {
    it('says beside the answer why it was given', async () => {
      await talk('c1', 1, 'how long will i be sore');
      const { text } = await clinician.get('/staff/conversations/c1');
      for (const part of [
        'how long will i be sore',
        'soreness-how-long',
        '0.93',
        '0.40',
        'c0ffee',
      ]) {
        expect(text).to.contain(part);
      }
      expect(text).to.contain('Nearest phrasing');
    });

    it('masks names and numbers until they are asked for, and writes it down first', async () => {
      const turn = bookingTurn(conversationAt('c1', 1), 'm1', 'DN-7F3K');
      const words = 'I am Ana Lim, +44 20 7946 0857';
      await house.store.saveTurn({
        ...turn,
        message: { kind: 'text', id: 'm1', at: NOON, text: words },
      });
      const masked = await clinician.get('/staff/conversations/c1');
      expect(masked.text).to.contain('I am [name], [phone]').and.not.to.contain('Ana');
      expect((await clinician.get('/staff/conversations/c1/details')).status).to.equal(404);
      const shown = await clinician.post('/staff/conversations/c1/details');
      expect(shown.text).to.contain(words);
      const rows = await house.staff.listAudit({ subject: 'c1' }, null, 10);
      expect(rows.map(({ action }) => action)).to.deep.equal(['show-details', 'open-conversation']);
    });

    it('shows nothing when the audit log cannot be written', async () => {
      await talk('c1', 1, 'canary words');
      await house.store.saveTurn(bookingTurn(conversationAt('c2', 1), 'm1', 'DN-7F3K'));
      const [row] = await house.staff.listRequests({}, null, 1);
      auditWorks = false;
      const paths = [
        '/staff/conversations/c1',
        '/staff/bookings',
        `/staff/bookings/${row?.id}`,
        '/staff/bookings.csv',
        '/staff/bookings.ics',
      ];
      for (const path of paths) {
        const seen = await clinician.get(path);
        expect(seen.status, path).to.equal(503);
        expect(seen.text, path).not.to.match(/canary|Ana Lim/);
      }
      const details = await clinician.post('/staff/conversations/c1/details');
      expect(details.status).to.equal(503);
      await clinician.post('/staff/conversations/c1/reviewed');
      expect((await house.staff.findListed('c1'))?.reviewed).to.equal(false);
    });

    it('takes notes, an assignment, and a mark with the entry that would be right', async () => {
      await talk('c1', 1, 'how long sore');
      const [entry = ''] = house.guide.content.entries.keys();
      const me = (await house.staff.listAccounts())[0];
      await clinician.post('/staff/conversations/c1/notes', { note: 'called her' });
      await clinician.post('/staff/conversations/c1/assign', { to: me?.id ?? '' });
      const form = await clinician.get('/staff/conversations/c1/turns/1/correct');
      expect(form.text).to.contain('What would have been right?');
      await clinician.post('/staff/conversations/c1/turns/1/correct', { right: 'none', entry });
      const { text } = await clinician.get('/staff/conversations/c1');
      expect(text).to.contain('called her').and.to.contain('Marked wrong. Right would be');
      expect(listed((await clinician.get('/staff/conversations?mine=1')).text)).to.deep.equal([
        'c1',
      ]);
      await clinician.post('/staff/conversations/c1/turns/1/correct', { right: 'keep' });
      expect(await house.staff.listCorrections('c1')).to.deep.equal([]);
      const wrong = await clinician.post('/staff/conversations/c1/turns/1/correct', {
        entry: 'no-such-entry',
      });
      expect(wrong.status).to.equal(404);
    });

    it('leads to its neighbours in the list one came from', async () => {
      for (const [minute, id] of ['c1', 'c2', 'c3'].entries()) await talk(id, minute, 'sore');
      await house.staff.setReviewed('c2', 'x', NOON, true);
      const { text } = await clinician.get('/staff/conversations/c3?reviewed=no');
      expect(text).to.match(/href="\/staff\/conversations\/c1\?reviewed=no" rel="next"/);
      expect(text).not.to.contain('rel="prev"');
    });

    it('shows chat text as text, whatever it holds', async () => {
      for (const [index, evil] of EVIL.entries()) {
        await talk(`c${index}`, index, evil, {
          replies: [
            { kind: 'say', text: evil, footnotes: [], choices: [evil], entry: null, draft: false },
          ],
        });
        await house.staff.addNote(`c${index}`, {
          id: `n${index}`,
          accountId: evil,
          at: NOON,
          text: evil,
        });
        const seen = await clinician.get(`/staff/conversations/c${index}`);
        expect(seen.text).not.to.match(
          /<script>alert|<img|<svg\/|onmouseover='|<style>|href="javascript/,
        );
      }
      const list = await clinician.get('/staff/conversations');
      expect(list.text).not.to.match(/<script>alert|<img|<svg\/|onmouseover='|<style>/);
      const search = await clinician.get(
        `/staff/conversations?q=${encodeURIComponent(EVIL[1] ?? '')}`,
      );
      expect(search.text).not.to.contain('<img');
    });

    it('says plainly that there is no such conversation', async () => {
      expect((await clinician.get('/staff/conversations/nobody')).status).to.equal(404);
      expect((await clinician.get('/staff/conversations/%00')).status).to.equal(404);
      expect((await clinician.get('/staff/nothing/here')).status).to.equal(404);
    });
  });

  describe('bookings', () => {
    async function book(reference: string, words: Parameters<typeof bookingTurn>[3] = {}) {
      await house.store.saveTurn(bookingTurn(conversationAt(reference, 1), 'm1', reference, words));
      const [row] = await house.staff.listRequests({ conversation: reference }, null, 1);
      return row?.id ?? '';
    }

    it('move from new to called to booked to closed, and say who and when', async () => {
      const id = await book('DN-7F3K');
      await clinician.post(`/staff/bookings/${id}/move`, { status: 'called' });
      await clinician.post(`/staff/bookings/${id}/move`, {
        status: 'booked',
        appointment: '2026-11-25T10:30',
      });
      const { text } = await clinician.get(`/staff/bookings/${id}`);
      expect(text).to.contain('Cleo Tan').and.to.contain('25 Nov 2026, 10:30');
      expect((await clinician.get('/staff/bookings')).text).to.contain('Ana Lim');
      await clinician.post(`/staff/bookings/${id}/move`, { status: 'closed' });
      expect((await clinician.get('/staff/bookings')).text).not.to.contain('Ana Lim');
      expect((await clinician.get('/staff/bookings?q=lim')).text).to.contain('Ana Lim');
      expect(
        (await clinician.post(`/staff/bookings/${id}/move`, { status: 'lost' })).status,
      ).to.equal(404);
    });

    it('name what was shared as the dialog names it', async () => {
      const details = { reason: 'Knee', 'long-gone': 'kept' };
      await house.store.saveTurn(
        bookingTurn(conversationAt('c1', 1), 'm1', 'DN-7F3K', { details }),
      );
      const [request] = await house.staff.listRequests({}, null, 1);
      const { text } = await clinician.get(`/staff/bookings/${request?.id}`);
      expect(text).to.contain('<dt>Main problem</dt><dd>Knee</dd>');
      expect(text).to.contain('<dt>long-gone</dt><dd>kept</dd>');
    });

    it('show how delivery went, and try again only what belongs to them', async () => {
      const [mine, other] = [await book('DN-AAAA'), await book('DN-BBBB')];
      const due = await house.store.claimDeliveries(['email'], NOON + MINUTE, NOON + MINUTE, 9);
      for (const { id } of due) {
        await house.store.markFailed(id, { at: NOON, error: 'smtp_timeout', dead: true });
      }
      const { text } = await clinician.get(`/staff/bookings/${mine}`);
      expect(text).to.contain('Given up').and.to.contain('smtp_timeout');
      expect((await clinician.get('/staff/bookings?undelivered=1')).text).to.contain('DN-BBBB');
      const foreign = await clinician.post(`/staff/bookings/${mine}/retry`, {
        delivery: `${other}/email`,
      });
      expect(foreign.status).to.equal(404);
      await clinician.post(`/staff/bookings/${mine}/retry`, { delivery: `${mine}/email` });
      const pending = await house.store.listPendingDeliveries(9);
      expect(pending.filter(({ dead }) => dead).map(({ reference }) => reference)).to.deep.equal([
        'DN-BBBB',
      ]);
    });

    it('come as a table whose cells a spreadsheet does not run', async () => {
      const evil = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '"=1"', 'a,b', 'line\nbreak'];
      for (const [index, times] of evil.entries()) {
        await book(`DN-000${index}`, {
          name: evil[index] ?? '',
          times,
          details: { problem: times },
        });
      }
      const { text, headers } = await clinician.get('/staff/bookings.csv');
      expect(headers.get('content-disposition')).to.contain('attachment; filename=bookings.csv');
      const rows: string[][] = parse(text, { bom: true });
      expect(rows.length).to.equal(evil.length + 1);
      for (const cell of rows.flat()) expect(cell).not.to.match(/^[=+\-@\t\r]/);
      expect(text).to.contain("'+442079460018");
    });

    it('come as a calendar in which no name can add a line', async () => {
      const id = await book('DN-7F3K', { name: 'Ana\r\nATTENDEE:evil, "x"; y' });
      const step = { at: NOON, accountId: 'a', status: 'booked' } as const;
      await house.staff.moveRequest(id, step, Date.UTC(2026, 10, 25, 10, 30));
      const { text, headers } = await clinician.get('/staff/bookings.ics');
      expect(headers.get('content-type')).to.contain('text/calendar');
      expect(text).to.contain('DTSTART:20261125T103000Z\r\nDTEND:20261125T110000Z');
      expect(text).to.contain('SUMMARY:Ana\\nATTENDEE:evil\\, "x"\\; y (DN-7F3K)');
      expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).to.equal(true);
      expect(text).not.to.match(/^ATTENDEE/m);
    });
  });

  it('writes who did what in the audit log, and never what was said', async () => {
    const owner = await house.enter(await house.hire('olga', 'owner'));
    await talk('c1', 1, 'canary words');
    await owner.get('/staff/conversations/c1');
    await owner.post('/staff/conversations/c1/notes', { note: 'canary note' });
    const { text } = await owner.get('/staff/audit');
    expect(text)
      .to.contain('Opened a conversation')
      .and.to.contain('Added a note')
      .and.to.contain('Olga Tan');
    const rows = await house.database.query('select * from audit');
    expect(JSON.stringify(rows)).not.to.contain('canary');
    expect(await house.staff.verifyAudit(() => undefined)).to.deep.include({ kind: 'sound' });
  });

  describe('people', () => {
    it('are added by a link, reset, disabled; and the last owner stays', async () => {
      const olga = await house.hire('olga', 'owner');
      const owner = await house.enter(olga);
      const answer = await owner.post('/staff/people', {
        name: 'Rita',
        username: 'rita',
        role: 'reception',
      });
      const link = /http:\/\/localhost:\d+(\/staff\/set-up\/[\w-]+)/.exec(answer.text)?.[1] ?? '';
      expect((await house.visitor().get(link)).text).to.contain('Choose your password');
      const again = await owner.post('/staff/people', {
        name: 'Rita',
        username: 'rita',
        role: 'owner',
      });
      expect(again.status).to.equal(422);
      expect((await owner.post(`/staff/people/${olga.id}/disable`)).status).to.equal(409);
      const demoted = await owner.post(`/staff/people/${olga.id}/role`, { role: 'reception' });
      expect(demoted.status).to.equal(409);
      const rita = (await house.staff.listAccounts()).find(({ username }) => username === 'rita');
      await owner.post(`/staff/people/${rita?.id}/reset`);
      expect((await house.visitor().get(link)).status).to.equal(410);
      await owner.post(`/staff/people/${rita?.id}/disable`);
      expect((await owner.get('/staff/people')).text).to.contain('Disabled');
    });
  });

  it('sends every page with a strict policy, never to be stored, with nothing inline', async () => {
    await talk('c1', 1, 'sore');
    const owner = await house.enter(await house.hire('olga', 'owner'));
    const paths = [
      '',
      '/conversations',
      '/conversations/c1',
      '/bookings',
      '/people',
      '/audit',
      '/me',
      '/sign-in',
      '/codes',
      '/nothing',
    ];
    for (const path of paths) {
      const { headers, text } = await owner.get(`/staff${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).to.contain("default-src 'none'").and.to.contain("frame-ancestors 'none'");
      expect(policy).not.to.contain('unsafe');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('referrer-policy')).to.equal('no-referrer');
      expect(text, path).not.to.match(/\sstyle="|\son\w+="|<script(?![^>]*src=)|<style/);
    }
  });
});

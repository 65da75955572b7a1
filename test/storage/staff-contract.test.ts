import { expect } from 'chai';
import type { Decision } from '../../src/core/conversation.ts';
import type { Account, ConversationFilter, StaffStore } from '../../src/storage/staff-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { codeOf, everyCell } from './support.ts';

const MINUTE = 60_000;

/** What every engine must do alike for the staff's console. */
for (const engine of ENGINES) {
  describe(`The staff's store on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let staff: StaffStore;

    beforeEach(async () => {
      database = await engine.create();
      ({ store, staff } = await database.openBoth());
    });
    afterEach(() => database.drop());

    async function hire(username: string): Promise<Account> {
      const created = { id: `a-${username}`, username, name: username, role: 'clinician' } as const;
      await staff.createAccount({ ...created, createdAt: NOON });
      const account = await staff.findAccount(created.id);
      if (!account) throw new Error('the account was not kept');
      return account;
    }

    async function signIn(account: Account, id: string): Promise<void> {
      await staff.createSession({
        id,
        accountId: account.id,
        stage: 'full',
        createdAt: NOON,
        lastSeenAt: NOON,
        expiresAt: NOON + 60 * MINUTE,
        address: '127.0.0.1',
        agent: 'Firefox',
      });
    }

    /** One conversation of one turn, `minute` minutes after noon, that ended as `decision` says. */
    async function talk(id: string, minute: number, decision: Decision, text = 'is it sore?') {
      const at = NOON + minute * MINUTE;
      const conversation = { ...conversationAt(id, 1), lastAt: at };
      await store.saveTurn({ ...answeredTurn(conversation, 'm1', text), decision });
    }

    async function listed(filter: ConversationFilter): Promise<readonly string[]> {
      const rows = await staff.listConversations(filter, null, 50);
      expect(await staff.countConversations(filter, 50)).to.equal(rows.length);
      return rows.map(({ id }) => id);
    }

    describe('accounts', () => {
      it('refuses a username that is taken', async () => {
        await hire('ana');
        const again = { id: 'other', username: 'ana', name: 'B', role: 'owner' } as const;
        const call = staff.createAccount({ ...again, createdAt: NOON });
        expect(await codeOf(call)).to.equal('conflict');
        expect(await staff.countAccounts()).to.equal(1);
      });

      it('ends every other session when the password changes, and all when the role does', async () => {
        const ana = await hire('ana');
        for (const id of ['s1', 's2']) await signIn(ana, id);
        await staff.setPassword(ana.id, 'hash', 's1');
        expect(await staff.findSession('s2')).to.equal(undefined);
        expect((await staff.findSession('s1'))?.account.hasPassword).to.equal(true);
        await staff.setRole(ana.id, 'reception');
        expect(await staff.findSession('s1')).to.equal(undefined);
      });

      it('knows no session of a disabled account, not even one made meanwhile', async () => {
        const ana = await hire('ana');
        await signIn(ana, 's1');
        await staff.setDisabled(ana.id, NOON);
        await signIn(ana, 's2');
        expect(await staff.findSession('s1')).to.equal(undefined);
        expect(await staff.findSession('s2')).to.equal(undefined);
      });

      it('keeps the old authenticator until the new one is proven, and both sealed', async () => {
        const ana = await hire('ana');
        await staff.startCodes(ana.id, 'FIRSTSECRET');
        await staff.finishCodes(ana.id, 7, ['h1', 'h2']);
        await staff.startCodes(ana.id, 'SECONDSECRET');
        const facts = await staff.signInFacts({ username: 'ana' });
        expect(facts).to.deep.include({ totpSecret: 'FIRSTSECRET', pendingSecret: 'SECONDSECRET' });
        const rows = await database.query('select * from staff_accounts');
        expect(JSON.stringify(rows)).not.to.match(/FIRSTSECRET|SECONDSECRET/);
      });

      it('takes a time step once and never an earlier one, a recovery code once', async () => {
        const ana = await hire('ana');
        await staff.startCodes(ana.id, 'SECRET');
        await staff.finishCodes(ana.id, 7, ['h1', 'h2']);
        const tries = [8, 8, 7, 9].map((step) => () => staff.useTotpStep(ana.id, step));
        const taken: boolean[] = [];
        for (const one of tries) taken.push(await one());
        expect(taken).to.deep.equal([true, false, false, true]);
        const both = await Promise.all([1, 2].map(() => staff.useRecoveryCode(ana.id, 'h1')));
        expect(both.filter(Boolean).length).to.equal(1);
        expect(await staff.countRecoveryCodes(ana.id)).to.equal(1);
      });

      it('knows an identity by issuer and subject together', async () => {
        const [ana, ben] = [await hire('ana'), await hire('ben')];
        await staff.connectIdentity(ana.id, 'https://one.example', '42');
        await staff.connectIdentity(ben.id, 'https://two.example', '42');
        expect((await staff.findByIdentity('https://two.example', '42'))?.id).to.equal(ben.id);
        expect(await staff.findByIdentity('https://two.example', '43')).to.equal(undefined);
        const taken = staff.connectIdentity(ben.id, 'https://one.example', '42');
        expect(await codeOf(taken)).to.equal('conflict');
      });
    });

    describe('sessions, tokens and limits', () => {
      it('lists the sessions that are still of use, and ends one', async () => {
        const ana = await hire('ana');
        for (const id of ['s1', 's2']) await signIn(ana, id);
        await staff.touchSession('s1', NOON + 10 * MINUTE);
        const at = NOON + 16 * MINUTE;
        const list = await staff.listSessions(ana.id, at, 15 * MINUTE);
        expect(list.map(({ id }) => id)).to.deep.equal(['s1']);
        expect(await staff.endSession('somebody else', 's1')).to.equal(false);
        expect(await staff.endSession(ana.id, 's1')).to.equal(true);
        await staff.sweep(at, 15 * MINUTE);
        expect(await staff.findSession('s2')).to.equal(undefined);
      });

      it('gives a token to one of two, and to nobody once it is over', async () => {
        const token = (id: string, expiresAt: number) =>
          staff.createToken({
            id,
            purpose: 'set-password',
            accountId: null,
            data: { nonce: 'n' },
            expiresAt,
          });
        await token('t1', NOON + MINUTE);
        await token('t2', NOON);
        const tries = await Promise.all([1, 2].map(() => staff.takeToken('t1', NOON)));
        expect(tries.filter(Boolean).map((one) => one?.data)).to.deep.equal([{ nonce: 'n' }]);
        expect(await staff.takeToken('t2', NOON)).to.equal(undefined);
      });

      it('counts within a window that begins anew once it is over', async () => {
        const count = (at: number) => staff.countLimit('k', 1, at, MINUTE);
        await Promise.all([count(NOON), count(NOON)]);
        expect((await count(NOON + 1)).points).to.equal(3);
        const anew = await count(NOON + MINUTE);
        expect(anew).to.deep.equal({ points: 1, expiresAt: NOON + 2 * MINUTE });
        expect(await staff.dropLimit('k')).to.equal(true);
      });
    });

    describe('the audit log', () => {
      const event = (subject: string) =>
        ({
          at: NOON,
          actor: 'a-ana',
          action: 'open-conversation',
          subject,
          outcome: 'done',
        }) as const;
      const verify = () => staff.verifyAudit(() => undefined);

      it('keeps every row in one chain, however many are written at once', async () => {
        await Promise.all(['c1', 'c2', 'c3', 'c4'].map((id) => staff.appendAudit(event(id))));
        const rows = await staff.listAudit({}, null, 10);
        expect(rows.map(({ sequence }) => sequence)).to.deep.equal([4, 3, 2, 1]);
        expect(await verify()).to.deep.equal({ kind: 'sound', rows: 4, head: rows[0]?.hash });
        expect((await staff.listAudit({ subject: 'c2' }, null, 10)).length).to.equal(1);
        expect((await staff.listAudit({}, 3, 1))[0]?.sequence).to.equal(2);
      });

      it('lets no hand change or remove a row', async () => {
        await staff.appendAudit(event('c1'));
        for (const statement of ["update audit set actor = 'x'", 'delete from audit']) {
          let refused = '';
          await database.query(statement).catch((error: Error) => {
            refused = error.message;
          });
          expect(refused).to.contain('append-only');
        }
      });

      const edits: readonly (readonly [string, string, object])[] = [
        [
          'a changed row',
          "update audit set actor = 'x' where sequence = 2",
          { sequence: 2, reason: 'changed' },
        ],
        [
          'a removed row',
          'delete from audit where sequence = 2',
          { sequence: 2, reason: 'missing' },
        ],
        [
          'a cut-off end',
          'delete from audit where sequence >= 3',
          { sequence: 3, reason: 'cut-off' },
        ],
        [
          'a row put in',
          'insert into audit select 4, at, actor, action, subject, outcome, hash from audit where sequence = 3',
          { sequence: 4, reason: 'changed' },
        ],
      ];
      for (const [what, statement, finding] of edits) {
        it(`finds ${what}, even when the triggers are gone`, async () => {
          for (const id of ['c1', 'c2', 'c3']) await staff.appendAudit(event(id));
          await dropTriggers(database, engine.name);
          await database.query(statement);
          expect(await verify()).to.deep.equal({ kind: 'broken', ...finding });
        });
      }

      it('forgets old rows and stays provable from there', async () => {
        for (const minute of [0, 1, 2]) {
          await staff.appendAudit({ ...event('c1'), at: NOON + minute * MINUTE });
        }
        expect(await staff.pruneAudit(NOON + 2 * MINUTE)).to.equal(2);
        expect(await staff.pruneAudit(NOON)).to.equal(0);
        await staff.appendAudit({ ...event('c2'), at: NOON + 3 * MINUTE });
        expect(await verify()).to.deep.include({ kind: 'sound', rows: 2 });
      });
    });

    describe('the list of conversations', () => {
      const answer: Decision = { kind: 'answer', entries: ['soreness-how-long'], confidence: 0.9 };
      const unknown: Decision = {
        kind: 'unknown',
        reason: 'not-known',
        nearest: [],
        confidence: 0.1,
      };
      const refusal: Decision = { ...unknown, reason: 'dose' };
      const urgent: Decision = { kind: 'urgent', rule: 'chest', urgency: 'emergency' };
      const contact: Decision = { kind: 'urgent', rule: 'nerve', urgency: 'contact' };
      const down: Decision = { kind: 'vote', entry: 'soreness-how-long', helpful: false };

      it('shows the newest first, with the first words, and pages without gap or double', async () => {
        for (const [index, id] of ['c1', 'c2', 'c3', 'c4'].entries()) {
          await talk(id, Math.floor(index / 2), answer, `question ${id}`);
        }
        const pages: string[] = [];
        let place: { at: number; id: string } | null = null;
        for (;;) {
          const [row] = await staff.listConversations({}, place, 1);
          if (!row) break;
          expect(row.opening).to.equal(`question ${row.id}`);
          pages.push(row.id);
          place = { at: row.lastAt, id: row.id };
        }
        expect(pages).to.deep.equal(['c4', 'c3', 'c2', 'c1']);
        const newer = await staff.listConversations({}, { at: NOON, id: 'c1' }, 2, 'newer');
        expect(newer.map(({ id }) => id)).to.deep.equal(['c2', 'c3']);
      });

      it('narrows by how turns ended, and by several marks at once', async () => {
        await talk('answered', 1, answer);
        await talk('unknown', 2, unknown);
        await talk('refused', 3, refusal);
        await talk('urgent', 4, urgent);
        await talk('down', 5, down);
        expect(await listed({ ending: 'unknown' })).to.deep.equal(['refused', 'unknown']);
        expect(await listed({ unanswered: true })).to.deep.equal(['unknown']);
        expect(await listed({ urgent: true })).to.deep.equal(['urgent']);
        expect(await listed({ thumbsDown: true })).to.deep.equal(['down']);
        expect(await listed({ urgent: true, unanswered: true })).to.deep.equal([]);
        expect(await listed({ urgent: false, unanswered: false, thumbsDown: false })).to.deep.equal(
          ['refused', 'answered'],
        );
        expect(await listed({ from: NOON + 2 * MINUTE, until: NOON + 4 * MINUTE })).to.deep.equal([
          'refused',
          'unknown',
        ]);
        expect(await listed({ channel: 'terminal' })).to.deep.equal([]);
      });

      it('finds by the entries shown', async () => {
        await talk('c1', 1, answer);
        expect(await listed({ entries: ['soreness-how-long', 'ice'] })).to.deep.equal(['c1']);
        expect(await listed({ entries: ['ice'] })).to.deep.equal([]);
        expect(await listed({ entries: [] })).to.deep.equal([]);
      });

      it('finds by an entry that was shown thousands of times', async () => {
        for (const id of ['c1', 'c2', 'c3']) {
          const turn = answeredTurn(conversationAt(id, 1), 'm1', 'sore');
          const [shown] = turn.replies;
          if (!shown) throw new Error('no reply');
          await store.saveTurn({ ...turn, replies: Array.from({ length: 2_000 }, () => shown) });
        }
        await talk('c4', -1, answer);
        await store.saveTurn(bookingTurn(conversationAt('c5', 1), 'm1', 'DN-7F3K'));
        const found = await listed({ entries: ['soreness-how-long'] });
        expect(found).to.have.members(['c1', 'c2', 'c3', 'c4']);
      });

      it('keeps the most urgent, and adds up what each turn brings', async () => {
        const turns: readonly Decision[] = [contact, urgent, contact, unknown, down];
        for (const [index, decision] of turns.entries()) {
          const conversation = conversationAt('c1', index + 1);
          await store.saveTurn({ ...answeredTurn(conversation, `m${index}`, 'x'), decision });
        }
        expect(await staff.findListed('c1')).to.deep.include({
          urgency: 'emergency',
          unanswered: 1,
          thumbsDown: 1,
          turns: 5,
          booked: false,
        });
      });

      it('is reviewed until something new is said; a thumb up is nothing new', async () => {
        await talk('c1', 1, answer);
        expect(await staff.setReviewed('c1', 'a-ana', NOON, true)).to.equal(true);
        expect(await listed({ reviewed: true })).to.deep.equal(['c1']);
        const next = (version: number, decision: Decision) =>
          store.saveTurn({
            ...answeredTurn(conversationAt('c1', version), `m${version}`, 'x'),
            decision,
          });
        await next(2, { ...down, helpful: true });
        expect(await listed({ reviewed: true })).to.deep.equal(['c1']);
        await next(3, unknown);
        expect(await listed({ reviewed: false })).to.deep.equal(['c1']);
        expect((await staff.findListed('c1'))?.reviewedBy).to.equal('a-ana');
        expect(await staff.setReviewed('nobody', 'a-ana', NOON, true)).to.equal(false);
      });

      it('is assigned, and given back', async () => {
        await talk('c1', 1, answer);
        await staff.assign('c1', 'a-ana');
        expect(await listed({ assignedTo: 'a-ana' })).to.deep.equal(['c1']);
        await staff.assign('c1', null);
        expect(await listed({ assignedTo: 'a-ana' })).to.deep.equal([]);
      });
    });

    describe('search', () => {
      const answer: Decision = { kind: 'smalltalk', topic: 'thanks' };

      it('finds conversations that hold every word, in any turn and any spelling of case', async () => {
        await talk('c1', 1, answer, 'My Achilles hurts after needles');
        await talk('c2', 2, answer, 'my achilles is fine');
        const later = { ...conversationAt('c2', 2), lastAt: NOON + 3 * MINUTE };
        await store.saveTurn(answeredTurn(later, 'm2', 'but the calf hurts'));
        expect(await listed({ words: 'ACHILLES' })).to.deep.equal(['c2', 'c1']);
        expect(await listed({ words: 'achilles hurts' })).to.deep.equal(['c2', 'c1']);
        expect(await listed({ words: 'needle' })).to.deep.equal(['c1']);
        expect(await listed({ words: 'calf needle' })).to.deep.equal([]);
        expect(await listed({ words: 'the' })).to.deep.equal([]);
        expect(await listed({ words: "%' or 1=1 --" })).to.deep.equal([]);
      });

      it('keeps no word in the open', async () => {
        await talk('c1', 1, answer, 'my canaryword hurts');
        await staff.addNote('c1', { id: 'n1', accountId: 'a', at: NOON, text: 'canarynote' });
        const cells = (await everyCell(database)).join('\n');
        expect(cells).not.to.match(/canary/);
      });

      it('forgets the words with the conversation', async () => {
        await talk('c1', 1, answer, 'my achilles');
        await database.query("delete from turns where conversation_id = 'c1'");
        await database.query("delete from conversations where id = 'c1'");
        expect(await database.query('select * from desk')).to.deep.equal([]);
        expect(await database.query('select * from desk_words')).to.deep.equal([]);
      });
    });

    describe('one conversation', () => {
      it('tells why each turn ended as it did', async () => {
        const turn = answeredTurn(conversationAt('c1', 1), 'm1', 'how long');
        await store.saveTurn(turn);
        const [record] = await staff.readTurns('c1', 1, 10);
        expect(record).to.deep.include({
          turn: 1,
          messageId: 'm1',
          decision: turn.decision,
          why: turn.why,
          contentVersion: 'c0ffee',
        });
        expect(await staff.readTurns('c1', 2, 10)).to.deep.equal([]);
        expect(await staff.readTurnsOf('c1', ['m1', 'm2'])).to.deep.equal([record]);
        expect(await staff.readTurnsOf('c1', [])).to.deep.equal([]);
      });

      it('keeps notes in order, and one correction a turn', async () => {
        await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'how long'));
        const note = (id: string, at: number) => ({ id, accountId: 'a', at, text: `note ${id}` });
        await staff.addNote('c1', note('n2', NOON + 1));
        await staff.addNote('c1', note('n1', NOON));
        expect((await staff.listNotes('c1')).map(({ text }) => text)).to.deep.equal([
          'note n1',
          'note n2',
        ]);
        expect(await staff.addNote('nobody', note('n3', NOON))).to.equal(false);
        const correction = { conversation: 'c1', turn: 1, accountId: 'a', at: NOON };
        await staff.setCorrection({ ...correction, entry: null });
        await staff.setCorrection({ ...correction, entry: 'ice' });
        expect(await staff.listCorrections('c1')).to.deep.equal([{ ...correction, entry: 'ice' }]);
        expect(await staff.setCorrection({ ...correction, turn: 9, entry: null })).to.equal(false);
        expect(await staff.dropCorrection('c1', 1)).to.equal(true);
        expect(await staff.listCorrections('c1')).to.deep.equal([]);
      });
    });

    describe('the bookings desk', () => {
      it('holds each request as new, with contact, details and deliveries', async () => {
        await store.saveTurn(bookingTurn(conversationAt('c1', 1), 'm1', 'DN-7F3K'));
        await store.claimDeliveries(['email'], NOON, NOON + MINUTE, 10);
        const [row] = await staff.listRequests({ status: 'new' }, null, 10);
        expect(row?.request).to.deep.include({ name: 'Ana Lim', reference: 'DN-7F3K' });
        expect(row?.request.details).to.deep.equal({ problem: 'my heel hurts' });
        expect(row?.deliveries[0]).to.deep.include({ destination: 'email', dead: false });
        expect(await staff.namesGiven('c1')).to.deep.equal(['Ana Lim']);
        expect((await staff.findListed('c1'))?.booked).to.equal(true);
        expect(await store.requeueDelivery(row?.deliveries[0]?.id ?? '', NOON)).to.equal(true);
      });

      it('moves on, and remembers who moved it and when', async () => {
        await store.saveTurn(bookingTurn(conversationAt('c1', 1), 'm1', 'DN-7F3K'));
        const [row] = await staff.listRequests({}, null, 10);
        const id = row?.id ?? '';
        const step = (status: 'called' | 'booked', at: number) =>
          ({ status, at, accountId: 'a-ana' }) as const;
        await staff.moveRequest(id, step('called', NOON), null);
        await staff.moveRequest(id, step('booked', NOON + 1), NOON + MINUTE);
        expect(await staff.findRequest(id)).to.deep.include({
          status: 'booked',
          appointmentAt: NOON + MINUTE,
          steps: [step('called', NOON), step('booked', NOON + 1)],
        });
        expect(await staff.countRequests({ status: 'new' }, 9)).to.equal(0);
        expect(await staff.countRequests({ open: true }, 9)).to.equal(1);
        expect(await staff.moveRequest('nobody', step('called', NOON), null)).to.equal(false);
      });

      it('finds a request by reference, name, e-mail or any way to quote its number', async () => {
        const words = { phone: '+442079460018', email: 'ana.lim@mail.example' };
        await store.saveTurn(bookingTurn(conversationAt('c1', 1), 'm1', 'DN-7F3K', words));
        const other = { name: 'Ben Ong', phone: '+60123456789', email: null };
        await store.saveTurn(bookingTurn(conversationAt('c2', 1), 'm1', 'DN-9QQQ', other));
        const search = ['dn-7f3k', 'lim', 'ana lim', 'ANA.LIM@mail.example', '020 7946 0018'];
        for (const typed of [...search, '+44 20 7946 0018', '79460018']) {
          const rows = await staff.listRequests({ words: typed }, null, 10);
          expect(
            rows.map(({ request }) => request.reference),
            typed,
          ).to.deep.equal(['DN-7F3K']);
        }
        expect(await staff.listRequests({ words: 'nobody' }, null, 10)).to.deep.equal([]);
      });

      it('pages from the newest on', async () => {
        for (const n of [1, 2, 3]) {
          await store.saveTurn(bookingTurn(conversationAt(`c${n}`, 1), 'm1', `DN-000${n}`));
        }
        const first = await staff.listRequests({}, null, 2);
        const last = first.at(-1);
        const place = { at: last?.request.at ?? 0, id: last?.id ?? '' };
        const rest = await staff.listRequests({}, place, 2);
        const all = [...first, ...rest].map(({ conversation }) => conversation);
        expect([...all].sort()).to.deep.equal(['c1', 'c2', 'c3']);
      });
    });
  });
}

async function dropTriggers(database: TestDatabase, engine: string): Promise<void> {
  const triggers =
    engine === 'SQLite'
      ? ['drop trigger audit_no_update', 'drop trigger audit_no_delete']
      : ['drop trigger audit_no_change on audit', 'drop trigger audit_no_truncate on audit'];
  for (const statement of triggers) await database.query(statement);
}

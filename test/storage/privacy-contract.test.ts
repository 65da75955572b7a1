import { expect } from 'chai';
import { addKey, retireKeys } from '../../src/storage/key-file.ts';
import { openStores } from '../../src/storage/open.ts';
import type { PersonKey, PrivacyStore } from '../../src/storage/privacy-store.ts';
import type { StaffStore } from '../../src/storage/staff-store.ts';
import type { Store, Turn } from '../../src/storage/store.ts';
import { openVault } from '../../src/storage/vault.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { codeOf, everyCell } from './support.ts';

const DAY = 86_400_000;
const CLINIC = { emails: ['hello@clinic.example'], phones: ['+44 20 7946 0000'] };
const silent = () => undefined;

/** Every table that may hold something of a person. */
const TABLES = [
  'conversations',
  'turns',
  'lines',
  'requests',
  'outbox',
  'desk',
  'desk_words',
  'notes',
  'corrections',
  'request_desk',
  'request_steps',
  'request_words',
  'suggestions',
  'settled_questions',
];

for (const engine of ENGINES) {
  describe(`Privacy on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let staff: StaffStore;
    let privacy: PrivacyStore;

    beforeEach(async () => {
      database = await engine.create();
      ({ store, staff, privacy } = await database.openBoth());
    });
    afterEach(() => database.drop());

    /** A conversation of two turns with a booking, and everything staff can add to it. */
    async function live(id: string, contact: { phone: string | null; email: string | null }) {
      const reference = `DN-${id.toUpperCase()}`;
      const first = answeredTurn(conversationAt(id, 1), 'm1', `is ${id} sore?`);
      await store.saveTurn({ ...first, before: conversationAt(id, 0) });
      const second = bookingTurn(conversationAt(id, 2), 'm2', reference, contact);
      await store.saveTurn({ ...second, before: conversationAt(id, 1) });
      const [delivery] = await store.claimDeliveries(['email'], NOON, NOON + 1, 1);
      await staff.addNote(id, { id: `n-${id}`, accountId: 'a', at: NOON, text: `note on ${id}` });
      const correction = { conversation: id, turn: 1, entry: null, accountId: 'a', at: NOON };
      await staff.setCorrection(correction);
      const [request] = await staff.listRequests({ conversation: id }, null, 1);
      const step = { at: NOON, accountId: 'a', status: 'called' } as const;
      await staff.moveRequest(request?.id ?? '', step, null);
      await staff.addSuggestion({
        id: `s-${id}`,
        at: NOON,
        accountId: 'a',
        from: { conversation: id, turn: 1 },
        proposal: { kind: 'phrasing', entry: 'price', text: `is ${id} sore?` },
      });
      return { reference, delivery };
    }

    async function say(id: string, text: string, at = NOON) {
      const turn: Turn = answeredTurn(
        { ...conversationAt(id, 1), startedAt: at, lastAt: at },
        'm1',
        text,
      );
      await store.saveTurn(turn);
    }

    async function counts(): Promise<Readonly<Record<string, number>>> {
      const pairs: (readonly [string, number])[] = [];
      for (const table of TABLES) {
        const [row] = await database.query(`select count(*) as count from ${table}`);
        pairs.push([table, Number(row?.count)]);
      }
      return Object.fromEntries(pairs);
    }

    const find = (key: PersonKey) => privacy.findPerson(key, CLINIC, silent);
    const ana = { phone: '+442079460018', email: 'ana@example.org' };

    describe('forgetting by age', () => {
      it('forgets whole conversations last active before a day, and leaves bookings', async () => {
        await live('old', ana);
        await say('new', 'is it sore?', NOON + 2 * DAY);
        expect(await privacy.forgetConversations(NOON + DAY, 10)).to.equal(1);
        const left = await counts();
        expect(left).to.include({ conversations: 1, turns: 1, desk: 1, notes: 0, corrections: 0 });
        expect(left).to.include({ requests: 1, outbox: 1, request_desk: 1, suggestions: 0 });
        expect(await store.loadConversation('old')).to.equal(undefined);
      });

      it('forgets requests made before a day, with deliveries and desk, and leaves words', async () => {
        await live('old', ana);
        expect(await privacy.forgetRequests(NOON, 10)).to.equal(0);
        expect(await privacy.forgetRequests(NOON + DAY, 10)).to.equal(1);
        const left = await counts();
        expect(left).to.include({ requests: 0, outbox: 0, request_desk: 0, request_steps: 0 });
        expect(left).to.include({ request_words: 0, conversations: 1, turns: 2 });
      });

      it('forgets the oldest first, no more at once than it is told', async () => {
        for (const day of [3, 1, 2]) await say(`c${day}`, 'sore?', NOON + day * DAY);
        expect(await privacy.forgetConversations(NOON + 9 * DAY, 2)).to.equal(2);
        expect(await store.loadConversation('c3')).not.to.equal(undefined);
      });
    });

    describe('finding a person', () => {
      it('finds by reference, phone, e-mail and conversation the same', async () => {
        const { reference } = await live('c1', ana);
        await live('c2', { phone: '+442079460099', email: null });
        const keys: readonly PersonKey[] = [
          { kind: 'reference', reference: reference.toLowerCase() },
          { kind: 'phone', phone: '+442079460018' },
          { kind: 'email', email: 'ANA@example.org' },
          { kind: 'conversation', id: 'c1' },
        ];
        for (const key of keys) {
          const found = await find(key);
          expect(found.conversations, key.kind).to.deep.equal(['c1']);
          expect(found.requests, key.kind).to.have.length(1);
        }
      });

      it('goes on to other conversations in which the same number or address was written', async () => {
        await live('c1', ana);
        await say('c2', 'my number is 020 7946 0018, call me');
        await say('c3', 'write to Ana@Example.org.');
        await say('c4', 'joana@example.org and 020 7946 0019');
        const found = await find({ kind: 'conversation', id: 'c1' });
        expect(found.conversations).to.deep.equal(['c1', 'c2', 'c3']);
      });

      it('takes nobody for the person who wrote the number of the clinic', async () => {
        await live('c1', { phone: '+442079460000', email: 'hello@clinic.example' });
        await say('c2', 'is 020 7946 0000 or hello@clinic.example right?');
        expect((await find({ kind: 'conversation', id: 'c1' })).conversations).to.deep.equal([
          'c1',
        ]);
      });

      it('finds bookings whose conversation is forgotten', async () => {
        const { reference } = await live('c1', ana);
        await privacy.forgetConversations(NOON + DAY, 10);
        const found = await find({ kind: 'reference', reference });
        expect(found.conversations).to.deep.equal([]);
        expect(found.requests).to.have.length(1);
      });

      it('finds nothing of a stranger', async () => {
        await live('c1', ana);
        const nothing = { conversations: [], requests: [] };
        expect(await find({ kind: 'reference', reference: 'DN-9999' })).to.deep.equal(nothing);
        expect(await find({ kind: 'email', email: 'x@example.org' })).to.deep.equal(nothing);
        expect(await find({ kind: 'conversation', id: 'c9' })).to.deep.equal(nothing);
      });
    });

    describe('erasing a person', () => {
      it('leaves nothing in any table, and all of everybody else', async () => {
        await live('c2', { phone: '+442079460099', email: null });
        const before = await counts();
        await live('c1', ana);
        await privacy.erasePerson(await find({ kind: 'conversation', id: 'c1' }), NOON);
        expect(await counts()).to.deep.equal(before);
        expect((await everyCell(database)).filter((cell) => /DN-C1$/.test(cell))).to.deep.equal([]);
        expect(await store.readTranscript('c2', 0, 10)).not.to.deep.equal([]);
      });

      it('erases again what an old backup brings back, but not what came later', async () => {
        await live('c1', ana);
        const tombstones = await privacy.erasePerson(
          await find({ kind: 'conversation', id: 'c1' }),
          NOON + DAY,
        );
        expect(tombstones.map(({ kind }) => kind)).to.deep.equal(['conversation', 'request']);
        expect(await privacy.applyTombstones()).to.equal(0);
        await live('c1', ana);
        expect(await privacy.applyTombstones()).to.equal(1);
        expect(await store.loadConversation('c1')).to.equal(undefined);
        await say('c1', 'a new talk under the old id', NOON + 2 * DAY);
        expect(await privacy.applyTombstones()).to.equal(0);
      });

      it('takes tombstones from elsewhere, each once, the later one of two', async () => {
        const one = { kind: 'conversation', id: 'c1', at: NOON } as const;
        await privacy.addTombstones([one, { ...one, id: 'c2' }]);
        await privacy.addTombstones([
          { ...one, at: NOON + 1 },
          { ...one, id: 'c2', at: NOON - 1 },
        ]);
        expect(await privacy.listTombstones()).to.have.deep.members([
          { ...one, at: NOON + 1 },
          { ...one, id: 'c2' },
        ]);
      });
    });

    describe('changing the key', () => {
      async function account() {
        const created = { id: 'a', username: 'ana', name: 'Ana', role: 'owner' } as const;
        await staff.createAccount({ ...created, createdAt: NOON });
        await staff.startCodes('a', 'SECRETA');
        await staff.finishCodes('a', 1, ['hash']);
        await staff.startCodes('a', 'SECRETB');
        const data = { nonce: 'n' };
        const token = { id: 't', purpose: 'provider', accountId: 'a', data } as const;
        await staff.createToken({ ...token, expiresAt: NOON });
        const event = {
          at: NOON,
          actor: 'a',
          action: 'x',
          subject: null,
          outcome: 'done',
        } as const;
        await staff.appendAudit(event);
        await staff.appendAudit({ ...event, at: NOON + DAY });
        await staff.pruneAudit(NOON + 1);
      }

      const old = async (keyId: string) =>
        (await everyCell(database)).filter((cell) => cell.startsWith(`v1.${keyId}.`)).length;

      it('seals every value anew, and everything opens with the new key alone', async () => {
        await live('c1', ana);
        await account();
        const { keyId } = database.vault;
        const sealed = await old(keyId);
        expect(sealed).to.be.greaterThan(10);
        await addKey(database.keyFile);
        const next = await openStores({ ...database.at, vault: await openVault(database.keyFile) });
        expect(await next.privacy.countSealedBefore()).to.be.greaterThan(10);
        await next.privacy.resealAll(silent);
        expect(await old(keyId)).to.equal(0);
        expect(await next.privacy.countSealedBefore()).to.equal(0);
        await next.store.close();
        await retireKeys(database.keyFile);
        const last = await openStores({ ...database.at, vault: await openVault(database.keyFile) });
        expect(await last.store.readTranscript('c1', 0, 9)).to.have.length(5);
        expect(await last.staff.listNotes('c1')).to.have.length(1);
        expect(
          (await last.staff.readTurns('c1', 1, 9)).map(({ why }) => why !== null),
        ).to.deep.equal([true, false]);
        expect((await last.staff.readTextTurns(null, 9))[0]?.before?.version).to.equal(1);
        expect(await last.staff.listSuggestions({}, null, 9)).to.have.length(1);
        expect((await last.staff.listRequests({ words: 'ana' }, null, 9))[0]?.request).to.include(
          ana,
        );
        expect(await last.staff.signInFacts({ id: 'a' })).to.include({
          totpSecret: 'SECRETA',
          pendingSecret: 'SECRETB',
        });
        expect(await last.staff.findToken('t', NOON - 1)).to.deep.include({ data: { nonce: 'n' } });
        expect(await last.staff.verifyAudit(silent)).to.include({ kind: 'sound', rows: 1 });
        await last.store.close();
      });

      it('goes on where it was cut off, and a server that runs meanwhile keeps reading', async () => {
        for (const id of ['c1', 'c2', 'c3']) await live(id, ana);
        await addKey(database.keyFile);
        const next = await openStores({ ...database.at, vault: await openVault(database.keyFile) });
        const cut = next.privacy.resealAll((done) => {
          if (done > 5) throw new Error('the power went');
        });
        expect(await codeOf(cut)).to.equal('failed');
        expect(await store.readTranscript('c3', 0, 9)).to.have.length(5);
        await store.saveTurn(answeredTurn(conversationAt('c3', 3), 'm3', 'still here?'));
        await next.privacy.resealAll(silent);
        expect(await next.privacy.countSealedBefore()).to.equal(0);
        expect(await store.readTranscript('c3', 0, 9)).to.have.length(8);
        await next.store.close();
      });
    });
  });
}

import { expect } from 'chai';
import fc from 'fast-check';
import type { Json, Store } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { codeOf, everyCell } from './support.ts';

/** What every engine must do alike. Each case starts on an empty conversation of its own. */
for (const engine of ENGINES) {
  describe(`The store on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let conversations = 0;
    let id = '';

    before(async () => {
      database = await engine.create();
      store = await database.open();
    });
    beforeEach(() => {
      conversations += 1;
      id = `conversation-${conversations}`;
    });
    after(() => database.drop());

    describe('saving a turn', () => {
      it('knows nothing of a conversation that was never saved', async () => {
        expect(await store.loadConversation(id)).to.equal(undefined);
        expect(await store.findTurn(id, 'm1')).to.equal(undefined);
        expect(await store.readTranscript(id, 0, 10)).to.deep.equal([]);
      });

      it('gives back the conversation as it was saved', async () => {
        const conversation = {
          ...conversationAt(id, 1),
          focus: ['soreness-how-long'],
          urgent: { rule: 'C1', urgency: 'emergency', at: NOON } as const,
        };
        await store.saveTurn(answeredTurn(conversation, 'm1', 'how long will I be sore'));
        expect(await store.loadConversation(id)).to.deep.equal(conversation);
      });

      it('returns the lines that a client can read back, and nothing else', async () => {
        const turn = answeredTurn(conversationAt(id, 1), 'm1', 'how long will I be sore');
        const saved = await store.saveTurn(turn);
        expect(saved.decision).to.deep.equal(turn.decision);
        expect(saved.lines.map(({ from, sequence }) => [from, sequence])).to.deep.equal([
          ['visitor', 1],
          ['assistant', 2],
          ['assistant', 3],
        ]);
        expect(saved.lines[0]).to.deep.include({ message: turn.message, attached: turn.attached });
        expect(saved.lines[1]).to.deep.include({ replyTo: 'm1', reply: turn.replies[0] });
        expect(await store.readTranscript(id, 0, 10)).to.deep.equal(saved.lines);
        expect(await store.findTurn(id, 'm1')).to.deep.equal(saved);
      });

      it('counts the lines on from turn to turn, and reads from any place', async () => {
        for (const version of [1, 2, 3]) {
          await store.saveTurn(answeredTurn(conversationAt(id, version), `m${version}`, 'sore?'));
        }
        const sequences = async (after: number, limit: number) =>
          (await store.readTranscript(id, after, limit)).map(({ sequence }) => sequence);
        expect(await sequences(0, 100)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect(await sequences(4, 3)).to.deep.equal([5, 6, 7]);
        expect(await sequences(9, 3)).to.deep.equal([]);
      });

      it('gives every line an id of its own, by which it is found again', async () => {
        const other = `${id}-other`;
        const first = await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'sore?'));
        const second = await store.saveTurn(answeredTurn(conversationAt(other, 1), 'm1', 'sore?'));
        const ids = [...first.lines, ...second.lines].map((line) => line.id);
        expect(new Set(ids).size).to.equal(ids.length);
        for (const line of second.lines) {
          expect(await store.findLine(line.id)).to.deep.equal(line);
        }
        expect(await store.findLine(`${id}|0000099`)).to.equal(undefined);
        expect(await store.findLine('no id of ours')).to.equal(undefined);
      });

      it('keeps every text and every attachment to the letter', async () => {
        const turns = fc.tuple(fc.string({ unit: 'binary', maxLength: 300 }), fc.jsonValue());
        let version = 0;
        await fc.assert(
          fc.asyncProperty(turns, async ([text, value]) => {
            version += 1;
            // What arrives over HTTP is JSON, where there is no minus zero.
            const attached: Json = JSON.parse(JSON.stringify(value));
            const turn = answeredTurn(conversationAt(id, version), `m${version}`, text);
            await store.saveTurn({ ...turn, attached });
            const [line] = (await store.findTurn(id, `m${version}`))?.lines ?? [];
            expect(line).to.deep.include({ message: turn.message, attached });
          }),
          { numRuns: 60 },
        );
      });
    });

    describe('the same message again', () => {
      it('is answered with the first turn and changes nothing', async () => {
        const first = await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'sore?'));
        const again = await store.saveTurn(answeredTurn(conversationAt(id, 2), 'm1', 'other'));
        expect(again).to.deep.equal(first);
        expect((await store.loadConversation(id))?.version).to.equal(1);
        expect(await store.readTranscript(id, 0, 10)).to.deep.equal(first.lines);
      });

      it('is one turn and one request when it arrives twenty times at once', async () => {
        const second = await database.open();
        const turns = Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? store : second).saveTurn(
            bookingTurn(conversationAt(id, 1), 'm1', `DN-T${index}`),
          ),
        );
        const saved = await Promise.all(turns);
        for (const one of saved) expect(one).to.deep.equal(saved[0]);
        expect((await store.readTranscript(id, 0, 10)).length).to.equal(2);
        const rows = await database.query(
          `select reference from requests where conversation_id = '${id}'`,
        );
        expect(rows.length).to.equal(1);
      });

      it('is a turn of its own in another conversation', async () => {
        await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'sore?'));
        await store.saveTurn(answeredTurn(conversationAt(`${id}-other`, 1), 'm1', 'sore?'));
        expect((await store.readTranscript(`${id}-other`, 0, 10)).length).to.equal(3);
      });
    });

    describe('two turns at once', () => {
      it('refuses the one that was decided on an older state', async () => {
        await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'one'));
        await store.saveTurn(answeredTurn(conversationAt(id, 2), 'm2', 'two'));
        for (const version of [1, 2, 4]) {
          const stale = answeredTurn(conversationAt(id, version), 'm3', 'three');
          expect(await codeOf(store.saveTurn(stale))).to.equal('conflict');
        }
        expect((await store.readTranscript(id, 0, 100)).length).to.equal(6);
      });

      it('lets exactly one of many win', async () => {
        const second = await database.open();
        const codes = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            codeOf(
              (index % 2 ? store : second).saveTurn(
                answeredTurn(conversationAt(id, 1), `m${index}`, 'first!'),
              ),
            ),
          ),
        );
        expect(codes.filter((code) => code === 'saved').length).to.equal(1);
        expect(codes.filter((code) => code === 'conflict').length).to.equal(19);
        expect((await store.readTranscript(id, 0, 100)).length).to.equal(3);
      });

      it('refuses a reference that is taken, and saves nothing of that turn', async () => {
        await store.saveTurn(bookingTurn(conversationAt(id, 1), 'm1', `DN-${id}`));
        const other = `${id}-other`;
        const twin = bookingTurn(conversationAt(other, 1), 'm1', `DN-${id}`);
        expect(await codeOf(store.saveTurn(twin))).to.equal('conflict');
        expect(await store.loadConversation(other)).to.equal(undefined);
        expect(await store.readTranscript(other, 0, 10)).to.deep.equal([]);
      });
    });

    describe('what lies in the database', () => {
      it('has plain columns for staff to filter by', async () => {
        await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'sore?'));
        const decision = { kind: 'urgent', rule: 'C3', urgency: 'same-day' } as const;
        await store.saveTurn({
          ...answeredTurn(conversationAt(id, 2), 'm2', 'ow'),
          decision,
          replies: [],
        });
        const rows = await database.query(
          `select decision_kind, subject, urgency, confidence, content_version, took
           from turns where conversation_id = '${id}' order by turn`,
        );
        const common = { content_version: 'c0ffee', took: 3.25 };
        expect(rows.map((row) => ({ ...row }))).to.deep.equal([
          {
            decision_kind: 'answer',
            subject: 'soreness-how-long',
            urgency: null,
            confidence: 0.93,
            ...common,
          },
          {
            decision_kind: 'urgent',
            subject: 'C3',
            urgency: 'same-day',
            confidence: null,
            ...common,
          },
        ]);
        const lines = await database.query(
          `select entry from lines where conversation_id = '${id}' and entry is not null`,
        );
        expect(lines.map((line) => ({ ...line }))).to.deep.equal([{ entry: 'soreness-how-long' }]);
      });

      it('holds no word of a visitor in the open', async () => {
        const words = ['Zebedee', '+60123456789', 'zeb@canary.example', 'sciatica', 'Tuesdaymorn'];
        const [name = '', phone = '', email = '', problem = '', times = ''] = words;
        const contact = { name, phone, email, times, details: { problem } };
        const turn = bookingTurn(conversationAt(id, 1), 'm1', `DN-${id}`, contact);
        const text = `I am ${words.join(' ')}`;
        const { why } = answeredTurn(conversationAt(id, 1), 'm1', text);
        await store.saveTurn({ ...turn, message: { ...turn.message, kind: 'text', text }, why });
        await store.claimDeliveries(['email'], NOON, NOON + 1, 1_000);
        const cells = await everyCell(database);
        expect(cells.some((cell) => cell.includes(`DN-${id}`))).to.equal(true);
        for (const word of words) {
          expect(cells.filter((cell) => cell.includes(word))).to.deep.equal([]);
        }
      });

      it('does not open when it was altered', async () => {
        await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'sore?'));
        await database.query(
          `update lines set body = substr(body, 1, length(body) - 2) || 'xx'
           where conversation_id = '${id}'`,
        );
        expect(await codeOf(store.readTranscript(id, 0, 10))).to.equal('unreadable');
      });

      it('does not open in another place than where it was sealed', async () => {
        await store.saveTurn(answeredTurn(conversationAt(id, 1), 'm1', 'sore?'));
        await database.query(
          `update lines set sequence = sequence + 10 where conversation_id = '${id}'`,
        );
        expect(await codeOf(store.readTranscript(id, 0, 10))).to.equal('unreadable');
      });
    });

    it('says that it can save, and keeps the last probe only', async () => {
      await store.probe(NOON);
      await store.probe(NOON + 1);
      const rows = await database.query(`select value from meta where name = 'probe'`);
      expect(rows.map((row) => ({ ...row }))).to.deep.equal([{ value: String(NOON + 1) }]);
    });
  });
}

import { expect } from 'chai';
import type { Decision } from '../../src/core/conversation.ts';
import type { Proposal } from '../../src/core/suggestion.ts';
import type { StaffStore } from '../../src/storage/staff-store.ts';
import type { Store, Turn } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, conversationAt, NOON } from '../helpers/turns.ts';

const MISSED: Decision = { kind: 'unknown', reason: 'not-known', nearest: [], confidence: 0.1 };
const OFFERED: Decision = { kind: 'choices', choices: ['price', 'flow:booking'], confidence: 0.4 };
const DAY = 86_400_000;

const answered = (entry: string): Decision => ({ kind: 'answer', entries: [entry], confidence: 1 });
const voted = (helpful: boolean): Decision => ({ kind: 'vote', entry: null, helpful });

/** What every engine must do alike for questions to learn from. */
for (const engine of ENGINES) {
  describe(`The store of questions to learn from on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let staff: StaffStore;

    beforeEach(async () => {
      database = await engine.create();
      ({ store, staff } = await database.openBoth());
    });
    afterEach(() => database.drop());

    async function say(id: string, turn: number, decision: Decision, change: Partial<Turn> = {}) {
      const made = answeredTurn(conversationAt(id, turn), `m${turn}`, `${id} ${turn}?`);
      await store.saveTurn({ ...made, decision, ...change });
    }

    /** A vote on a line of the conversation, or of another. */
    const vote = (id: string, turn: number, helpful: boolean, line: number, of = id) =>
      say(id, turn, voted(helpful), {
        message: {
          kind: 'vote',
          id: `m${turn}`,
          at: NOON + turn * 1_000,
          reply: `${of}|${String(line).padStart(7, '0')}`,
          helpful,
        },
      });

    async function missed(from = NOON - DAY, limit = 50) {
      const found = await staff.listMissed(from, limit);
      return found.map(({ words, reasons }) => `${words} ${reasons.join()}`).sort();
    }

    function suggestion(id: string, conversation: string) {
      const proposal: Proposal = { kind: 'phrasing', entry: 'price', text: id };
      return { id, at: NOON, accountId: 'a', from: { conversation, turn: 1 }, proposal };
    }

    it('finds what was not known, but no refusal and no answer', async () => {
      await say('c1', 1, MISSED);
      await say('c2', 1, { ...MISSED, reason: 'dose' });
      await say('c3', 1, answered('price'));
      const [found, ...others] = await staff.listMissed(NOON - DAY, 50);
      expect(found).to.deep.equal({
        conversation: 'c1',
        turn: 1,
        at: NOON + 1_000,
        words: 'c1 1?',
        decision: MISSED,
        reasons: ['unknown'],
        right: null,
      });
      expect(others).to.deep.equal([]);
    });

    it('finds offers of which none was taken, at once or by saying something else', async () => {
      await say('left', 1, OFFERED);
      await say('else', 1, OFFERED);
      await say('else', 2, answered('price-list'));
      await say('none', 1, OFFERED);
      await say('none', 2, { ...MISSED, reason: 'none-of-these' });
      await say('entry', 1, OFFERED);
      await say('entry', 2, answered('price'));
      await say('dialog', 1, OFFERED);
      await say('dialog', 2, { kind: 'flow', flow: 'booking', event: 'started', step: 'name' });
      await say('again', 1, { ...OFFERED, confidence: 1 });
      expect(await missed()).to.deep.equal([
        'else 1? choices',
        'left 1? choices',
        'none 1? choices',
      ]);
    });

    it('finds the question whose answer was voted down, in the same conversation only', async () => {
      await say('c1', 1, answered('price'));
      await vote('c1', 2, false, 2);
      await say('c2', 1, answered('price'));
      await vote('c2', 2, true, 2);
      await say('c3', 1, answered('price'));
      await vote('c4', 1, false, 2, 'c3');
      await vote('c4', 2, false, 99);
      expect(await missed()).to.deep.equal(['c1 1? thumbs-down']);
    });

    it('finds what staff marked wrong, with what would have been right', async () => {
      await say('c1', 1, answered('price'));
      await say('c2', 1, MISSED);
      for (const [conversation, entry] of [['c1', 'hours'] as const, ['c2', null] as const]) {
        await staff.setCorrection({ conversation, turn: 1, entry, accountId: 'a', at: NOON });
      }
      expect(await missed()).to.deep.equal(['c1 1? marked-wrong', 'c2 1? unknown,marked-wrong']);
      const found = await staff.listMissed(NOON - DAY, 50);
      expect(found.find(({ conversation }) => conversation === 'c1')?.right).to.equal('hours');
    });

    it('begins with the latest, keeps to the period, and ends with the limit', async () => {
      for (const turn of [1, 2, 3]) await say('c1', turn, MISSED);
      const texts = (await staff.listMissed(NOON, 2)).map(({ words }) => words);
      expect(texts).to.deep.equal(['c1 3?', 'c1 2?']);
      expect(await missed(NOON + 3_000)).to.deep.equal(['c1 3? unknown']);
    });

    it('leaves out what a suggestion settles until that is dropped', async () => {
      for (const id of ['c1', 'c2', 'c3']) await say(id, 1, MISSED);
      const alike = [
        { conversation: 'c2', turn: 1 },
        { conversation: 'gone', turn: 1 },
      ];
      await staff.addSuggestion(suggestion('s1', 'c1'), alike);
      expect(await missed()).to.deep.equal(['c3 1? unknown']);
      await staff.closeSuggestions(['s1'], 'dropped', NOON);
      expect(await missed()).to.have.length(3);
      await staff.addSuggestion(suggestion('s2', 'c1'), alike);
      await staff.closeSuggestions(['s2'], 'applied', NOON);
      expect(await missed()).to.deep.equal(['c3 1? unknown']);
    });

    it('leaves out what was left, and what was taught from the other conversations only', async () => {
      for (const id of ['c1', 'c2', 'c3']) await say(id, 1, MISSED);
      const turn = { conversation: 'c3', turn: 1 };
      await staff.leaveQuestions([turn, turn, { conversation: 'c3', turn: 9 }], 'a', NOON);
      expect(await missed()).to.deep.equal(['c1 1? unknown', 'c2 1? unknown']);
      await staff.addSuggestion(suggestion('s1', 'c3'));
      await staff.closeSuggestions(['s1'], 'dropped', NOON);
      expect(await missed()).to.have.length(3);
    });

    it('asks again when the conversation that taught it is forgotten', async () => {
      for (const id of ['c1', 'c2']) await say(id, 1, MISSED);
      await staff.addSuggestion(suggestion('s1', 'c1'), [{ conversation: 'c2', turn: 1 }]);
      await database.query("delete from conversations where id = 'c1'");
      expect(await missed()).to.deep.equal(['c2 1? unknown']);
    });

    it('finds one question, settled or not, and none without words', async () => {
      await say('c1', 1, answered('price'));
      await vote('c1', 2, false, 2);
      await staff.leaveQuestions([{ conversation: 'c1', turn: 1 }], 'a', NOON);
      const found = await staff.findQuestion({ conversation: 'c1', turn: 1 });
      expect(found?.words).to.equal('c1 1?');
      expect(await staff.findQuestion({ conversation: 'c1', turn: 2 })).to.equal(undefined);
      expect(await staff.findQuestion({ conversation: 'c9', turn: 1 })).to.equal(undefined);
    });

    it('lists closed suggestions, the last closed first', async () => {
      await say('c1', 1, MISSED);
      for (const id of ['s1', 's2', 's3']) await staff.addSuggestion(suggestion(id, 'c1'));
      await staff.closeSuggestions(['s3'], 'applied', NOON + 1);
      await staff.closeSuggestions(['s1'], 'dropped', NOON + 2);
      const closed = await staff.listClosedSuggestions(5);
      expect(closed.map(({ id, state }) => `${id} ${state}`)).to.deep.equal([
        's1 dropped',
        's3 applied',
      ]);
    });
  });
}

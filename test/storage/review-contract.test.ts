import { expect } from 'chai';
import type { Decision } from '../../src/core/conversation.ts';
import type { Proposal } from '../../src/core/suggestion.ts';
import type { StaffStore } from '../../src/storage/staff-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { everyCell } from './support.ts';

const MISSED: Decision = { kind: 'unknown', reason: 'not-known', nearest: [], confidence: 0.1 };
const REFUSED: Decision = { kind: 'unknown', reason: 'dose', nearest: [], confidence: 0.9 };

/** What every engine must do alike for replay and suggestions. */
for (const engine of ENGINES) {
  describe(`The store of replay and suggestions on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let staff: StaffStore;

    beforeEach(async () => {
      database = await engine.create();
      ({ store, staff } = await database.openBoth());
    });
    afterEach(() => database.drop());

    async function talk(id: string, version: number, decision?: Decision) {
      const turn = answeredTurn(conversationAt(id, version), `m${version}`, `${id} ${version}?`);
      const before = conversationAt(id, version - 1);
      await store.saveTurn({ ...turn, before, ...(decision && { decision }) });
    }

    function suggestion(id: string, from: { conversation: string; turn: number } | null = null) {
      const proposal: Proposal = { kind: 'phrasing', entry: 'price', text: `zebra ${id}` };
      return { id, at: NOON, accountId: 'a-ana', from, proposal };
    }

    it('reads turns back with what was remembered before them, newest first, in pages', async () => {
      for (const id of ['c1', 'c2']) for (const version of [1, 2]) await talk(id, version);
      const first = await staff.readTextTurns(null, 3);
      const last = first.at(-1);
      if (!last) throw new Error('no turn was read');
      const place = { at: last.message.at, conversation: last.conversation, turn: last.turn };
      const all = [...first, ...(await staff.readTextTurns(place, 3))];
      expect(all.map(({ message }) => message.text)).to.deep.equal([
        'c2 2?',
        'c1 2?',
        'c2 1?',
        'c1 1?',
      ]);
      expect(all[0]?.before).to.deep.equal(conversationAt('c2', 1));
      expect(all[3]?.before?.version).to.equal(0);
      expect(all[0]).to.deep.include({ turn: 2, contentVersion: 'c0ffee' });
    });

    it('says so where nothing was kept of what was before', async () => {
      await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'one'));
      await store.saveTurn(answeredTurn(conversationAt('c1', 2), 'm2', 'two'));
      const turns = await staff.readTextTurns(null, 10);
      expect(turns.map(({ before }) => before?.version ?? null)).to.deep.equal([null, 0]);
    });

    it('finds what was not known among all turns', async () => {
      await talk('c1', 1);
      await talk('c2', 1, MISSED);
      await talk('c3', 1, REFUSED);
      const missed = await staff.readMissedTurns(null, 10);
      expect(missed.map(({ message }) => message.text)).to.deep.equal(['c2 1?']);
    });

    it('keeps a suggestion until it is closed, once', async () => {
      await talk('c1', 1);
      const given = suggestion('s1', { conversation: 'c1', turn: 1 });
      expect(await staff.addSuggestion(given)).to.equal(true);
      const [kept] = await staff.listSuggestions({ state: 'open' }, null, 10);
      expect(kept).to.deep.equal({ ...given, state: 'open', closedAt: null });
      expect(await staff.closeSuggestions(['s1', 's9'], 'applied', NOON + 5)).to.equal(1);
      expect(await staff.closeSuggestions(['s1'], 'dropped', NOON + 6)).to.equal(0);
      expect(await staff.listSuggestions({ state: 'open' }, null, 10)).to.deep.equal([]);
      const [closed] = await staff.listSuggestions({ entry: 'price' }, null, 10);
      expect(closed).to.include({ state: 'applied', closedAt: NOON + 5 });
    });

    it('lists suggestions oldest first, in pages, by entry and conversation', async () => {
      await talk('c1', 1);
      for (const id of ['s2', 's1', 's3']) await staff.addSuggestion(suggestion(id));
      await staff.addSuggestion({
        ...suggestion('s0', { conversation: 'c1', turn: 1 }),
        at: NOON + 1,
      });
      const first = await staff.listSuggestions({}, null, 2);
      const rest = await staff.listSuggestions({}, { at: NOON, id: 's2' }, 5);
      expect([...first, ...rest].map(({ id }) => id)).to.deep.equal(['s1', 's2', 's3', 's0']);
      expect(await staff.listSuggestions({ entry: 'hours' }, null, 5)).to.deep.equal([]);
      const ofOne = await staff.listSuggestions({ conversation: 'c1' }, null, 5);
      expect(ofOne.map(({ id }) => id)).to.deep.equal(['s0']);
    });

    it('takes no suggestion from a turn that is gone', async () => {
      await talk('c1', 1);
      for (const from of [
        { conversation: 'c9', turn: 1 },
        { conversation: 'c1', turn: 2 },
      ]) {
        expect(await staff.addSuggestion(suggestion('s1', from))).to.equal(false);
      }
    });

    it('seals what a suggestion repeats and what was remembered', async () => {
      await talk('c1', 1);
      await talk('c1', 2);
      await staff.addSuggestion(suggestion('s1'));
      const cells = await everyCell(database);
      expect(cells.filter((cell) => /zebra|website.*offer/.test(cell))).to.deep.equal([]);
    });
  });
}

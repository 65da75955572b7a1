import { expect } from 'chai';
import type { StaffStore } from '../../src/storage/staff-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, conversationAt, NOON } from '../helpers/turns.ts';

const HOUR = 3_600_000;

/** What every engine must tell alike about the use of entries. */
for (const engine of ENGINES) {
  describe(`The use of entries on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let staff: StaffStore;

    beforeEach(async () => {
      database = await engine.create();
      ({ store, staff } = await database.openBoth());
    });
    afterEach(() => database.drop());

    async function show(id: string, turn: number, hour: number, ...entries: readonly string[]) {
      const conversation = { ...conversationAt(id, turn), lastAt: NOON + hour * HOUR };
      const said = answeredTurn(conversation, `m${turn}`, 'hello');
      const [reply] = said.replies;
      if (!reply) throw new Error('no reply');
      await store.saveTurn({ ...said, replies: entries.map((entry) => ({ ...reply, entry })) });
    }

    const correct = (conversation: string, turn: number, entry: string | null, hour: number) =>
      staff.setCorrection({ conversation, turn, entry, accountId: 'a', at: NOON + hour * HOUR });

    it('counts the corrections of a span for the entry that would have been right', async () => {
      for (const id of ['a', 'b', 'c', 'd', 'e']) await show(id, 1, 0, 'price');
      await correct('a', 1, 'hours', 0);
      await correct('b', 1, 'hours', 9.999);
      await correct('c', 1, 'swim', 5);
      await correct('d', 1, null, 5);
      await correct('e', 1, 'hours', 10);
      const span = { from: NOON, until: NOON + 10 * HOUR };
      expect(await staff.countCorrections(span)).to.deep.equal([
        { entry: 'hours', count: 2 },
        { entry: 'swim', count: 1 },
      ]);
      await correct('a', 1, null, 6);
      expect(await staff.countCorrections(span)).to.deep.equal([
        { entry: 'hours', count: 1 },
        { entry: 'swim', count: 1 },
      ]);
    });

    it('lists the latest turns that showed an entry', async () => {
      await show('a', 1, 1, 'price');
      await show('b', 1, 3, 'hours');
      await show('c', 1, 4, 'hours', 'price');
      await show('a', 2, 2, 'price');
      expect(await staff.listShown('price', 2)).to.deep.equal([
        { conversation: 'c', turn: 1 },
        { conversation: 'a', turn: 2 },
      ]);
      expect(await staff.listShown('swim', 2)).to.deep.equal([]);
    });

    it('lists the turns that should have shown it, and none that was erased', async () => {
      for (const id of ['a', 'b', 'c']) await show(id, 1, 0, 'price');
      await correct('a', 1, 'hours', 3);
      await correct('b', 1, 'hours', 2);
      await correct('c', 1, 'swim', 4);
      expect(await staff.listCorrected('hours', 9)).to.deep.equal([
        { conversation: 'a', turn: 1 },
        { conversation: 'b', turn: 1 },
      ]);
      const { privacy } = await database.openBoth();
      await privacy.erasePerson({ conversations: ['a'], requests: [] }, NOON);
      expect(await staff.listCorrected('hours', 9)).to.deep.equal([{ conversation: 'b', turn: 1 }]);
      expect(await staff.listShown('price', 9)).to.have.length(2);
    });
  });
}

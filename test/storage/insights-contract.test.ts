import { expect } from 'chai';
import type { Decision } from '../../src/core/conversation.ts';
import type { StaffStore } from '../../src/storage/staff-store.ts';
import type { Store, Turn } from '../../src/storage/store.ts';
import { ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';

const HOUR = 3_600_000;
/** Three days that follow each other; the middle one has 25 hours, as in autumn. */
const DAYS = [NOON, NOON + 24 * HOUR, NOON + 49 * HOUR, NOON + 73 * HOUR];
const ALL = { from: NOON, until: NOON + 73 * HOUR };

const UNKNOWN = { kind: 'unknown', nearest: [], confidence: 0.1 } as const;
const answer = (entry: string): Decision => ({ kind: 'answer', entries: [entry], confidence: 0.9 });
const flow = (step: string | null): Decision => {
  return { kind: 'flow', flow: 'booking', event: 'continued', step };
};

/** What every engine must count alike. Each figure below is counted by hand. */
for (const engine of ENGINES) {
  describe(`The figures on ${engine.name}`, () => {
    let database: TestDatabase;
    let store: Store;
    let staff: StaffStore;
    let versions: Map<string, number>;

    beforeEach(async () => {
      database = await engine.create();
      ({ store, staff } = await database.openBoth());
      versions = new Map();
    });
    afterEach(() => database.drop());

    async function turn(id: string, hour: number, change: Partial<Turn>) {
      const version = (versions.get(id) ?? 0) + 1;
      versions.set(id, version);
      const conversation = { ...conversationAt(id, version), lastAt: NOON + hour * HOUR };
      const said = answeredTurn(conversation, `m${version}`, 'hello');
      await store.saveTurn({ ...said, replies: said.replies.slice(1), ...change });
    }

    const says = (id: string, hour: number, decision: Decision) => turn(id, hour, { decision });

    it('count endings a day, from its first moment to before the next one', async () => {
      await says('a', -0.001, answer('price'));
      await says('a', 0, answer('price'));
      await says('b', 23.999, answer('hours'));
      await says('c', 1, { ...UNKNOWN, reason: 'not-known' });
      await says('d', 2, { ...UNKNOWN, reason: 'dose' });
      await says('e', 24, { kind: 'urgent', rule: 'chest', urgency: 'emergency' });
      await says('f', 48.5, { kind: 'welcome' });
      await says('g', 72.999, { ...UNKNOWN, reason: 'not-known' });
      await says('h', 73, answer('price'));
      expect(await staff.countEndings(DAYS)).to.deep.equal([
        { day: 0, kind: 'answer', reason: null, count: 2 },
        { day: 0, kind: 'unknown', reason: 'dose', count: 1 },
        { day: 0, kind: 'unknown', reason: 'not-known', count: 1 },
        { day: 1, kind: 'urgent', reason: null, count: 1 },
        { day: 1, kind: 'welcome', reason: null, count: 1 },
        { day: 2, kind: 'unknown', reason: 'not-known', count: 1 },
      ]);
    });

    it('count times in whole milliseconds, rounded up, and not those of votes and greetings', async () => {
      for (const took of [0.2, 1, 1.1, 2]) await turn('a', 1, { took });
      await turn('b', 25, { took: 250.5 });
      await turn('c', 1, { took: 9, decision: { kind: 'welcome' } });
      await turn('d', 1, { took: 9, decision: { kind: 'vote', entry: null, helpful: true } });
      expect(await staff.countTimes(DAYS)).to.deep.equal([
        { day: 0, milliseconds: 1, count: 2 },
        { day: 0, milliseconds: 2, count: 2 },
        { day: 1, milliseconds: 251, count: 1 },
      ]);
    });

    it('count each entry as often as it was shown, two in one turn too, before a moment and after', async () => {
      const [reply] = answeredTurn(conversationAt('x', 1), 'm1', 'hello').replies;
      if (!reply) throw new Error('no reply');
      const show = (...entries: string[]) => entries.map((entry) => ({ ...reply, entry }));
      await turn('a', -1, { replies: show('price') });
      await turn('b', 1, { replies: show('price', 'hours') });
      await turn('c', 30, { replies: show('price') });
      await turn('d', 31, { replies: show('price') });
      await turn('e', 73, { replies: show('price') });
      expect(await staff.countShown(ALL, NOON + 24 * HOUR)).to.deep.equal([
        { entry: 'hours', before: 1, now: 0 },
        { entry: 'price', before: 1, now: 2 },
      ]);
    });

    it('count votes for each entry', async () => {
      const vote = (entry: string | null, helpful: boolean): Decision => {
        return { kind: 'vote', entry, helpful };
      };
      for (const id of ['a', 'b']) await says(id, 1, vote('price', true));
      await says('c', 1, vote('price', false));
      await says('d', 1, vote(null, false));
      await says('e', 80, vote('price', true));
      expect(await staff.countVotes(ALL)).to.have.deep.members([
        { entry: 'price', helpful: true, count: 2 },
        { entry: 'price', helpful: false, count: 1 },
        { entry: null, helpful: false, count: 1 },
      ]);
    });

    it('read the turns of one dialog, in order, and which of them sent a request', async () => {
      await says('a', 1, flow('name'));
      await says('b', 2, flow('contact'));
      const end = { ...conversationAt('a', 2), lastAt: NOON + 3 * HOUR };
      await store.saveTurn(bookingTurn(end, 'm2', 'DN-7F3K'));
      await says('b', 4, flow(null));
      await says('c', 4, { kind: 'flow', flow: 'person', event: 'started', step: 'name' });
      await says('d', 99, flow('name'));
      expect(await staff.readFlowTurns('booking', ALL)).to.deep.equal([
        { conversation: 'a', step: 'name', sent: false },
        { conversation: 'b', step: 'contact', sent: false },
        { conversation: 'a', step: null, sent: true },
        { conversation: 'b', step: null, sent: false },
      ]);
    });

    it('are whole from the moment on at which the longest silent conversation was last active', async () => {
      expect(await staff.keptFrom()).to.equal(null);
      await says('a', -100, answer('price'));
      await says('b', 1, answer('price'));
      await says('a', 2, answer('price'));
      expect(await staff.keptFrom()).to.equal(NOON + HOUR);
    });

    it('hold nothing of what was erased', async () => {
      await says('a', 1, answer('price'));
      await says('b', 2, answer('price'));
      const { privacy } = await database.openBoth();
      await privacy.erasePerson({ conversations: ['a'], requests: [] }, NOON);
      expect(await staff.countEndings(DAYS)).to.deep.equal([
        { day: 0, kind: 'answer', reason: null, count: 1 },
      ]);
    });
  });
}

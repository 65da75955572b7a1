import { expect } from 'chai';
import type { Message } from '../src/core/conversation.ts';
import type { Guide } from '../src/core/guide.ts';
import { StoreError } from '../src/storage/errors.ts';
import type { Store, TranscriptLine } from '../src/storage/store.ts';
import { type TakenTurn, type TurnDeps, takeTurn } from '../src/turn.ts';
import { createSqlite, type TestDatabase } from './helpers/databases.ts';
import { type FailingStore, failingStore } from './helpers/failing-store.ts';
import { realGuide } from './helpers/guide.ts';
import { botDeps } from './helpers/server.ts';

const QUESTION = 'How long will I be sore after dry needling?';
const URGENT = 'I cannot breathe and my chest hurts';

describe('takeTurn', () => {
  let guide: Guide;
  let database: TestDatabase;
  let store: FailingStore;
  let reported: string[];
  let deps: TurnDeps;

  before(async () => {
    guide = await realGuide();
  });

  beforeEach(async () => {
    database = await createSqlite();
    store = failingStore(await database.open());
    reported = [];
    deps = { ...botDeps(guide, reported), store };
  });

  afterEach(() => database.drop());

  function take(message: Message, using: Store = store): Promise<TakenTurn> {
    return takeTurn({ ...deps, store: using }, 'c1', 'website', message, null);
  }

  function said(id: string, text = QUESTION): Message {
    return { kind: 'text', id, at: Date.now(), text };
  }

  async function transcript(): Promise<readonly TranscriptLine[]> {
    return store.readTranscript('c1', 0, 1000);
  }

  async function visitorIds(): Promise<readonly string[]> {
    const lines = await transcript();
    return lines.flatMap((line) => (line.from === 'visitor' ? [line.message.id] : []));
  }

  async function codeOf(turn: Promise<TakenTurn>): Promise<string> {
    try {
      return `saved ${(await turn).saved}`;
    } catch (error) {
      return error instanceof StoreError ? error.code : String(error);
    }
  }

  it('returns exactly what was saved', async () => {
    const turn = await take(said('m1'));
    expect(turn.saved).to.equal(true);
    expect(turn.decision.kind).to.equal('answer');
    expect(turn.lines).to.deep.equal(await transcript());
  });

  it('takes the same message id once, however often and however close together it comes', async () => {
    const [first, second] = await Promise.all([
      take(said('m1')),
      take(said('m1', 'something else')),
    ]);
    const third = await take(said('m1'));
    expect(second).to.deep.equal(first);
    expect(third).to.deep.equal(first);
    expect(await visitorIds()).to.deep.equal(['m1']);
  });

  it('takes the messages of one conversation in the order they came', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `m${index}`);
    await Promise.all(ids.map((id) => take(said(id, 'hello'))));
    expect(await visitorIds()).to.deep.equal(ids);
    expect((await store.loadConversation('c1'))?.version).to.equal(12);
  });

  it('decides again when another process saved first, and loses no turn', async () => {
    const other = await database.open();
    const turns = Array.from({ length: 6 }, (_, index) => [
      take(said(`a${index}`, 'hello')),
      take(said(`b${index}`, 'hello'), other),
    ]).flat();
    const results = await Promise.all(turns.map(codeOf));
    const saved = results.filter((result) => result === 'saved true').length;
    expect(new Set(results).size, results.join()).to.be.at.most(2);
    expect(await visitorIds()).to.have.lengthOf(saved);
    expect((await store.loadConversation('c1'))?.version).to.equal(saved);
    expect(saved).to.be.greaterThan(6);
  });

  it('gives up after a few tries when it is always too late', async () => {
    let tries = 0;
    const late: Store = {
      ...store,
      saveTurn: () => {
        tries += 1;
        return Promise.reject(new StoreError('conflict', 'too late'));
      },
    };
    expect(await codeOf(take(said('m1'), late))).to.equal('conflict');
    expect(tries).to.equal(4);
  });

  it('hands the trouble on when nothing can be saved, and takes the message when it can', async () => {
    store.fail('saveTurn');
    expect(await codeOf(take(said('m1')))).to.equal('unavailable');
    expect(await transcript()).to.deep.equal([]);
    store.fail();
    expect(await codeOf(take(said('m1')))).to.equal('saved true');
    expect(await visitorIds()).to.deep.equal(['m1']);
  });

  it('does not let one failed turn hold up the next', async () => {
    store.fail('saveTurn');
    const failed = codeOf(take(said('m1')));
    const next = codeOf(failed.then(() => take(said('m2'))));
    expect(await failed).to.equal('unavailable');
    store.fail();
    expect(await next).to.equal('saved true');
  });

  it('gives urgent advice without a database, and says that it is not saved', async () => {
    store.fail('loadConversation', 'saveTurn');
    const turn = await take(said('m1', URGENT));
    expect(turn.saved).to.equal(false);
    expect(turn.decision).to.include({ kind: 'urgent', urgency: 'emergency' });
    const [line] = turn.lines;
    expect(line).to.include({ from: 'assistant', id: '', sequence: 0 });
    expect(reported).to.have.lengthOf(2);
    store.fail();
    expect(await transcript()).to.deep.equal([]);
  });

  it('answers from a fresh conversation when the old one cannot be loaded', async () => {
    store.fail('loadConversation');
    expect(await codeOf(take(said('m1')))).to.equal('saved true');
  });

  it('never writes over a conversation that it could not load', async () => {
    await take(said('m1'));
    store.fail('loadConversation');
    expect(await codeOf(take(said('m2')))).to.equal('conflict');
    expect(await visitorIds()).to.deep.equal(['m1']);
  });

  it('saves with a vote the entry that was voted on', async () => {
    const { lines } = await take(said('m1'));
    const reply = lines.find((line) => line.from === 'assistant');
    const vote = { kind: 'vote', id: 'v1', at: Date.now(), reply: reply?.id ?? '', helpful: false };
    const { decision } = await take({ ...vote, kind: 'vote' });
    expect(decision).to.deep.equal({ kind: 'vote', entry: reply?.reply.entry, helpful: false });
    expect(reply?.reply.entry).to.be.a('string');
  });

  it('counts a vote on a reply that nobody has seen as a vote on nothing', async () => {
    const vote = { kind: 'vote', id: 'v1', at: Date.now(), reply: 'no such reply', helpful: true };
    const { decision } = await take({ ...vote, kind: 'vote' });
    expect(decision).to.deep.equal({ kind: 'vote', entry: null, helpful: true });
  });

  it('tells what was decided and how long it took', async () => {
    const told: string[] = [];
    const onTurn: NonNullable<TurnDeps['onTurn']> = (kind, took) => {
      told.push(kind);
      expect(took).to.be.greaterThan(0);
    };
    await takeTurn({ ...deps, onTurn }, 'c1', 'terminal', said('m1'), null);
    expect(told).to.deep.equal(['answer']);
  });
});

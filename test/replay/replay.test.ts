import { expect } from 'chai';
import { buildContent } from '../../src/content/load.ts';
import { type ContentFile, readContentFiles } from '../../src/content/read.ts';
import type { Conversation, Message } from '../../src/core/conversation.ts';
import { decide } from '../../src/core/decide.ts';
import { findables } from '../../src/core/findables.ts';
import type { Guide } from '../../src/core/guide.ts';
import { guideFrom } from '../../src/open-guide.ts';
import { nameDecision } from '../../src/replay/compare.ts';
import { judgeWith } from '../../src/replay/judge.ts';
import { ownBench, replay } from '../../src/replay/replay.ts';
import { fuseSearch } from '../../src/search/fuse.ts';
import type { Stores } from '../../src/storage/open.ts';
import { takeTurn } from '../../src/turn.ts';
import { createSqlite, ENGINES, type TestDatabase } from '../helpers/databases.ts';
import { NOON } from '../helpers/turns.ts';

/** What patients may say, in four conversations: answers, follow-ups, a booking, something urgent. */
const TALKS: readonly (readonly string[])[] = [
  ['how long will I be sore', 'and what helps', 'is it normal', 'zebra quantum tax law'],
  ['I would like to book', 'Ana Lim', '020 7946 0018', 'does it hurt?', 'cancel'],
  ['what does it cost', 'I have chest pain and cannot breathe', 'book please'],
  ['my card is 4111 1111 1111 1111', 'bruising', 'why', 'thanks'],
];

describe('Replay', () => {
  let files: readonly ContentFile[];
  let guide: Guide;
  let database: TestDatabase;
  let stores: Stores;

  before(async () => {
    files = await readContentFiles('.');
    guide = guideOf(files);
  });
  afterEach(() => database.drop());

  /** Plain search: made in a moment, and as deterministic as the learned one. */
  function guideOf(of: readonly ContentFile[]): Guide {
    const content = buildContent(of);
    return guideFrom(content, fuseSearch(findables(content)), false);
  }

  function changed(file: string, change: (text: string) => string): Guide {
    return guideOf(
      files.map((one) => (one.file === file ? { file, text: change(one.text) } : one)),
    );
  }

  async function talk(on: TestDatabase) {
    database = on;
    stores = await on.openBoth();
    let at = NOON;
    for (const [number, lines] of TALKS.entries()) {
      for (const [index, text] of lines.entries()) {
        at += 20_000;
        const message = { kind: 'text', id: `m${index}`, at, text } as const;
        await takeTurn(depsOf(stores), `talk-${number}`, 'website', message, null);
      }
    }
  }

  function depsOf({ store }: Stores) {
    let draws = 0;
    const chance = () => {
      draws += 1;
      return `${draws}ABCDEFGH`;
    };
    return {
      store,
      decide: (conversation: Conversation, message: Message, draw: string) =>
        decide(guide, conversation, message, draw),
      contentVersion: () => guide.content.version,
      chance,
      report: () => undefined,
    };
  }

  function tryOut(after: Guide, last = 1_000, before: 'saved' | Guide = 'saved') {
    const bench = ownBench(judgeWith(before, after));
    return replay({ archive: stores.staff, last, bench });
  }

  for (const engine of ENGINES) {
    it(`finds no change where the content is the same, on ${engine.name}`, async () => {
      await talk(await engine.create());
      const report = await tryOut(guide);
      expect(report.changes).to.deep.equal([]);
      // The card number was not kept, so that one turn cannot be decided again.
      expect([report.turns, report.skipped]).to.deep.equal([TALKS.flat().length - 1, 1]);
      expect(report.counts.same).to.equal(report.turns);
    });
  }

  it('decides only the latest turns when asked to', async () => {
    await talk(await createSqlite());
    const report = await tryOut(guide, 3);
    expect(report.turns).to.equal(3);
  });

  it('shows an urgent rule that was broken, first of all', async () => {
    await talk(await createSqlite());
    const broken = withoutRules(guide);
    const report = await tryOut(broken);
    expect(report.counts['urgent-lost']).to.equal(1);
    const [first] = report.changes;
    expect(first?.effect).to.equal('urgent-lost');
    expect(first?.turn.message.text).to.include('chest pain');
  });

  it('looks for signs by the rules of each content, where two are compared', async () => {
    await talk(await createSqlite());
    const lost = await tryOut(withoutRules(guide), 1_000, guide);
    const gained = await tryOut(guide, 1_000, withoutRules(guide));
    expect([lost.counts['urgent-lost'], gained.counts['urgent-gained']]).to.deep.equal([1, 1]);
    // The same rules, read twice: they are looked through once, and lead to the same.
    const again = await tryOut(guideOf(files), 1_000, guide);
    expect(again.changes).to.deep.equal([]);
  });

  it('shows what is answered newly, and what no longer is', async () => {
    await talk(await createSqlite());
    const taught = changed('knowledge/price.md', (text) =>
      text.replace('phrasings:\n', 'phrasings:\n  - zebra quantum tax law\n'),
    );
    const better = await tryOut(taught);
    expect(better.changes.map(({ effect, turn }) => [effect, turn.message.text])).to.deep.equal([
      ['better', 'zebra quantum tax law'],
    ]);
    const back = await tryOut(guide, 1_000, taught);
    expect(back.counts.unanswered).to.equal(1);
  });

  it('shows an entry whose phrasings another one took', async () => {
    await talk(await createSqlite());
    const price = files.find(({ file }) => file === 'knowledge/price.md')?.text ?? '';
    const [, list = ''] = /^phrasings:\n((?: {2}- .*\n)+)/m.exec(price) ?? [];
    const stolen = files.map(({ file, text }) => {
      if (file === 'knowledge/price.md') return { file, text: text.replace(list, '  - qwerty\n') };
      if (file !== 'knowledge/insurance.md') return { file, text };
      return { file, text: text.replace('phrasings:\n', `phrasings:\n${list}`) };
    });
    const { changes } = await tryOut(guideOf(stolen));
    const [change] = changes.filter(({ turn }) => turn.message.text === 'what does it cost');
    expect(change?.effect).to.equal('different');
    expect(change && nameDecision(change.before)).not.to.contain('insurance');
    expect(change && nameDecision(change.after)).to.contain('insurance');
  });

  it('keeps a change to its own turn: what was said before stays as it was', async () => {
    await talk(await createSqlite());
    const lost = withoutRules(guide);
    const report = await tryOut(lost);
    // "book please" came after the urgent message and is still decided as coming after it.
    expect(report.changes).to.have.length(1);
  });

  it('passes over turns before which nothing was kept', async () => {
    await talk(await createSqlite());
    await database.query('update turns set before = null');
    const report = await tryOut(guide);
    expect(report.turns).to.equal(TALKS.length - 1);
    expect(report.changes).to.deep.equal([]);
  });
});

function withoutRules(guide: Guide): Guide {
  const urgent = { ...guide.content.urgent, rules: [] };
  return { ...guide, content: { ...guide.content, urgent } };
}

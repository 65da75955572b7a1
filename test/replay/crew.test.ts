import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { ReplayOrder } from '../../src/commands/replay-worker.ts';
import { buildContent } from '../../src/content/load.ts';
import { type ContentFile, readContentFiles } from '../../src/content/read.ts';
import { freshConversation } from '../../src/core/conversation.ts';
import { guideFrom } from '../../src/open-guide.ts';
import { type Crew, CrewError, openCrew } from '../../src/replay/crew.ts';
import { judgeWith } from '../../src/replay/judge.ts';
import { searchFor } from '../../src/search/search-for.ts';
import type { ArchivedTurn } from '../../src/storage/archive-store.ts';
import { learnedSmallContent } from '../helpers/small-content.ts';
import { NOON } from '../helpers/turns.ts';

const WORKER = fileURLToPath(new URL('../../src/commands/replay-worker.ts', import.meta.url));
const QUESTIONS = ['how much is it', 'zebra', 'my achilles snapped', 'can I run', 'book please'];

describe('A crew that decides turns again', () => {
  let files: readonly ContentFile[];
  let searchDirectory: string;
  let crew: Crew;

  before(async () => {
    const root = await learnedSmallContent();
    files = await readContentFiles(root);
    searchDirectory = path.join(root, 'data');
  });
  afterEach(() => crew.close());

  /** Saved as not known, all of them, so that some of them are better now. */
  const turns = QUESTIONS.map(
    (text, index): ArchivedTurn => ({
      conversation: `talk-${index}`,
      turn: 1,
      message: { kind: 'text', id: 'm1', at: NOON, text },
      before: freshConversation(`talk-${index}`, 'website', NOON),
      decision: { kind: 'unknown', reason: 'not-known', nearest: [], confidence: 0 },
      contentVersion: 'old',
    }),
  );

  function open(size: number): Crew {
    const after = { files, searchDirectory };
    crew = openCrew(
      WORKER,
      { before: 'saved', after, signedOnly: false } satisfies ReplayOrder,
      size,
    );
    return crew;
  }

  it('finds the very same as one judge alone, whoever takes which', async () => {
    const content = buildContent(files);
    const alone = judgeWith(
      'saved',
      guideFrom(content, await searchFor(content, searchDirectory), false),
    );
    const expected = alone(turns);
    expect(expected).not.to.deep.equal(turns.map(() => 'same'));
    const { judge } = open(2);
    const batches = [turns, turns.slice(0, 2), turns.slice(2), turns];
    const found = await Promise.all(batches.map((batch) => judge(batch)));
    expect(found).to.deep.equal([expected, expected.slice(0, 2), expected.slice(2), expected]);
  });

  it('says so when a process of it ends early, and to whoever asks later', async () => {
    const { judge, close } = open(1);
    const asked = judge(turns).catch((error: unknown) => error);
    close();
    expect(await asked).to.be.instanceOf(CrewError);
    expect(await judge(turns).catch((error: unknown) => error)).to.be.instanceOf(CrewError);
  });
});

import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { type ApplyDependencies, applySuggestions } from '../../src/commands/apply-suggestions.ts';
import { loadContent } from '../../src/content/load.ts';
import { ContentError } from '../../src/content/problems.ts';
import { decide } from '../../src/core/decide.ts';
import { findables } from '../../src/core/findables.ts';
import type { Content, Guide } from '../../src/core/guide.ts';
import type { Proposal } from '../../src/core/suggestion.ts';
import { guideFrom } from '../../src/open-guide.ts';
import { judgeWith } from '../../src/replay/judge.ts';
import { ownBench, replay } from '../../src/replay/replay.ts';
import { fuseSearch } from '../../src/search/fuse.ts';
import type { Stores } from '../../src/storage/open.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { temporaryDirectory } from '../helpers/guide.ts';
import { conversationAt, NOON } from '../helpers/turns.ts';

const PHRASING: Proposal = { kind: 'phrasing', entry: 'price', text: 'zebra quantum tax law' };

describe('Applying suggestions', () => {
  let root: string;
  let database: TestDatabase;
  let stores: Stores;
  let told: string[];

  beforeEach(async () => {
    root = await temporaryDirectory();
    for (const name of ['knowledge', 'dialogs']) {
      await cp(name, path.join(root, name), { recursive: true });
    }
    database = await createSqlite();
    stores = await database.openBoth();
    told = [];
  });
  afterEach(async () => {
    await database.drop();
    await rm(root, { recursive: true, force: true });
  });

  function guideOf(content: Content): Guide {
    return guideFrom(content, fuseSearch(findables(content)), false);
  }

  function dependencies(change: Partial<ApplyDependencies> = {}): ApplyDependencies {
    return {
      root,
      staff: stores.staff,
      clock: () => NOON,
      replay: (before, after) =>
        replay({
          archive: stores.staff,
          last: 100,
          bench: ownBench(judgeWith(guideOf(before.content), guideOf(after.content))),
        }),
      tell: (text) => told.push(text),
      dryRun: false,
      ...change,
    };
  }

  async function suggest(...proposals: Proposal[]) {
    for (const [index, proposal] of proposals.entries()) {
      const id = `s${index}`;
      await stores.staff.addSuggestion({ id, at: NOON, accountId: 'a', from: null, proposal });
    }
  }

  const price = () => readFile(path.join(root, 'knowledge/price.md'), 'utf8');
  const open = async () =>
    (await stores.staff.listSuggestions({ state: 'open' }, null, 10)).map(({ id }) => id);

  async function wasAsked(text: string) {
    const guide = guideOf(await loadContent(root));
    const before = conversationAt('c1', 0);
    const message = { kind: 'text', id: 'm1', at: NOON, text } as const;
    const outcome = decide(guide, before, message, 'ABCDEFGH');
    const rest = { attached: null, contentVersion: guide.content.version, took: 1 };
    await stores.store.saveTurn({ ...outcome, before, message, ...rest });
  }

  it('writes them, shows the difference and what it would change, and closes them', async () => {
    await wasAsked('zebra quantum tax law');
    await suggest(PHRASING, { kind: 'test', entry: 'hours', text: 'zebra hours?' });
    const before = await price();
    expect(await applySuggestions(dependencies())).to.equal('written');
    expect((await price()).split('\n')).to.deep.equal(
      before.replace('\ntests:', '\n  - zebra quantum tax law\ntests:').split('\n'),
    );
    const words = told.join('\n');
    expect(words).to.include('+  - zebra quantum tax law').and.include('knowledge/hours.md');
    expect(words).to.match(/1 {2}better/);
    expect(await open()).to.deep.equal([]);
    const audit = await stores.staff.listAudit({ action: 'apply' }, null, 10);
    expect(audit.map(({ subject }) => subject)).to.have.members(['s0', 's1']);
    expect((await readdir(path.join(root, 'knowledge'))).join()).not.to.include('.new');
  });

  it('only tries when asked to', async () => {
    await suggest(PHRASING);
    const before = await price();
    expect(await applySuggestions(dependencies({ dryRun: true }))).to.equal('tried');
    expect(await price()).to.equal(before);
    expect(await open()).to.deep.equal(['s0']);
  });

  it('writes nothing when an urgent message would be lost', async () => {
    await suggest(PHRASING);
    await wasAsked('I have chest pain and cannot breathe');
    const before = await price();
    const broken: ApplyDependencies['replay'] = (present, { files, content }) => {
      const urgent = { ...content.urgent, rules: [] };
      return dependencies().replay(present, { files, content: { ...content, urgent } });
    };
    expect(await applySuggestions(dependencies({ replay: broken }))).to.equal('blocked');
    expect(await price()).to.equal(before);
    expect(await open()).to.deep.equal(['s0']);
    expect(told.join('\n')).to.include('1  urgent lost');
  });

  it('writes nothing when the result would make a claim that content may not make', async () => {
    await suggest(PHRASING, {
      kind: 'draft',
      entry: 'zebras',
      title: 'Zebra?',
      phrasings: ['zebra quantum'],
      body: 'Dry needling cures zebras. It is guaranteed to work and has no risks.',
    });
    const before = await price();
    const error = await applySuggestions(dependencies()).catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(ContentError);
    expect(await price()).to.equal(before);
    expect(await open()).to.deep.equal(['s0', 's1']);
  });

  it('leaves a suggestion that does not fit open, says why, and does the others', async () => {
    await suggest(PHRASING, { kind: 'mark-draft', entry: 'zebras' });
    expect(await applySuggestions(dependencies())).to.equal('written');
    expect(await open()).to.deep.equal(['s1']);
    expect(told[0]).to.equal('left open: mark-draft of zebras (s1): there is no entry zebras');
  });

  it('goes on after it was cut off between the files and the database', async () => {
    await suggest(PHRASING);
    const closing = {
      ...stores.staff,
      listSuggestions: stores.staff.listSuggestions,
      appendAudit: stores.staff.appendAudit,
      closeSuggestions: () => Promise.reject(new Error('the power went')),
    };
    const cut = await applySuggestions(dependencies({ staff: closing })).catch(String);
    expect(cut).to.include('the power went');
    expect(await applySuggestions(dependencies())).to.equal('nothing-to-do');
    expect(await open()).to.deep.equal([]);
    expect((await price()).match(/zebra quantum/g)).to.have.length(1);
  });

  it('does not write over what somebody saved meanwhile', async () => {
    await suggest(PHRASING);
    const slow: ApplyDependencies['replay'] = async (before, after) => {
      await writeFile(path.join(root, 'knowledge/price.md'), `${await price()}\nMore words.\n`);
      return dependencies().replay(before, after);
    };
    const error = await applySuggestions(dependencies({ replay: slow })).catch(
      (cause: unknown) => cause,
    );
    expect(error).to.be.instanceOf(ContentError);
    expect(await price()).not.to.include('zebra quantum');
  });
});

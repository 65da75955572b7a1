import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FixedReply } from '../../src/core/guide.ts';
import { type Searchable, searchFor } from '../../src/search/search-for.ts';
import { urgentRules } from '../core/urgent-rules.ts';
import { smallContent, smallOutOfScope } from './small-content.ts';

/** The small content as refusals: the kind of a target does not matter here. */
const replies = smallContent.map(({ target, title, phrasings, tests = [] }): FixedReply => {
  const id = target.replace(':', '-');
  return { id, title, phrasings, tests, reply: '', next: [] };
});

const { lexicon } = await urgentRules();

function contentOf(more: readonly string[], reply: string): Searchable {
  return {
    entries: new Map(),
    flows: new Map(),
    smalltalk: new Map(),
    refusals: new Map(replies.map((each) => [each.id, { ...each, reply }])),
    outOfScope: [...smallOutOfScope, ...more],
    asides: [],
    urgent: { rules: [], lexicon },
  };
}

describe('searchFor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-search-'));
  const file = join(folder, 'search.model');
  const ask = async (more: readonly string[] = [], reply = '') => {
    const stages: string[] = [];
    const onProgress = ({ stage }: { stage: string }) => stages.push(stage);
    const search = await searchFor(contentOf(more, reply), folder, { onProgress });
    return { stages, search, first: search.find('parking nearby').matches[0]?.target };
  };
  after(() => rmSync(folder, { recursive: true }));

  it('trains in a process of its own, tells how far it is, and keeps the model', async () => {
    const { stages, first } = await ask();
    expect(first).to.equal('refusal:entry-parking');
    expect(stages).to.include.members(['reading', 'comparing', 'solving', 'judging', 'done']);
    expect(statSync(file).size).to.be.greaterThan(1000);
  });

  it('has no nearest signs and no asides where there are none to learn from', async () => {
    expect((await ask()).search).to.have.all.keys('thresholds', 'find', 'findUntaught');
  });

  it('does not train again for the same content', async () => {
    const before = readFileSync(file);
    expect((await ask()).stages).to.deep.equal([]);
    expect(readFileSync(file).equals(before)).to.equal(true);
  });

  it('does not train again for words that it does not learn from', async () => {
    expect((await ask([], 'Another reply.')).stages).to.deep.equal([]);
  });

  it('trains again when what it learns from has changed', async () => {
    expect((await ask(['is it raining'])).stages).to.include('done');
  });

  it('trains again when the file is damaged', async () => {
    writeFileSync(file, readFileSync(file).subarray(0, 3000));
    const { stages, first } = await ask(['is it raining']);
    expect(stages).to.include('done');
    expect(first).to.equal('refusal:entry-parking');
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { addToList, setField } from '../../src/content/edit-front.ts';
import { parseEntryFile } from '../../src/content/entry-file.ts';
import { entryVersion } from '../../src/content/entry-version.ts';
import { buildContent } from '../../src/content/load.ts';
import { type ContentFile, readContentFiles } from '../../src/content/read.ts';
import { applyProposals } from '../../src/content/suggest.ts';
import type { Content } from '../../src/core/guide.ts';
import type { Proposal } from '../../src/core/suggestion.ts';

/** Front matter as people write it: comments, spacing and quotes of their own. */
const ENTRY = `---
# Checked with Jo.
id:   dogs
title: "May I bring my dog?"   # asked often
topics: [ access ]
status:  draft
reviewer: null   # name and registration
reviewed:
sources: []
phrasings:
    - can my dog come   # odd indent
    - 'dogs: allowed?'
    # the end

tests: []
next: [ parking,  location ]
---
Please ask us first.
`;

function front(text: string) {
  const parsed = parseEntryFile('knowledge/dogs.md', text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value.front;
}

/** The lines that two texts do not share. */
function changedLines(before: string, after: string): readonly string[] {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
}

describe('Changing front matter', () => {
  it('adds to a list under its last item, with its indent, and touches no other line', () => {
    const changed = addToList(ENTRY, 'phrasings', 'is my puppy welcome');
    expect(front(changed).phrasings.at(-1)).to.equal('is my puppy welcome');
    expect(changedLines(ENTRY, changed)).to.deep.equal(['    - is my puppy welcome']);
    expect(changed).to.include("allowed?'\n    - is my puppy welcome\n    # the end\n");
  });

  it('makes a list where there was an empty one or none', () => {
    const changed = addToList(ENTRY, 'tests', 'my dog?');
    expect(front(changed).tests).to.deep.equal(['my dog?']);
    expect(changed).to.include('tests:\n  - my dog?\nnext:');
    const noted = ENTRY.replace('tests: []', 'tests: [] # none yet');
    expect(addToList(noted, 'tests', 'my dog?')).to.include('tests: # none yet\n  - my dog?\n');
    const without = ENTRY.replace('tests: []\n', '');
    expect(front(addToList(without, 'tests', 'my dog?')).tests).to.deep.equal(['my dog?']);
  });

  it('adds inside a list that is written in brackets', () => {
    expect(front(addToList(ENTRY, 'next', 'price')).next).to.deep.equal([
      'parking',
      'location',
      'price',
    ]);
  });

  it('sets values and leaves the comments beside them', () => {
    const changed = setField(
      setField(ENTRY, 'reviewer', 'Jo Lim, HCPC 1'),
      'reviewed',
      '2026-11-22',
    );
    const signed = setField(changed, 'status', 'signed');
    expect(front(signed)).to.include({ status: 'signed', reviewed: '2026-11-22' });
    expect(signed).to.include('reviewer: Jo Lim, HCPC 1   # name and registration\n');
    expect(front(setField(signed, 'reviewDue', '2027-11-22', 'reviewed')).reviewDue).to.equal(
      '2027-11-22',
    );
  });

  it('keeps the line breaks of another system', () => {
    const windows = ENTRY.replaceAll('\n', '\r\n');
    const changed = addToList(windows, 'phrasings', 'is my puppy welcome');
    expect(changed.replaceAll('\r\n', '')).not.to.include('\n');
    expect(front(changed).phrasings).to.have.length(3);
  });

  it('takes any line of words as it is', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((text) => text.replace(/\p{Cc}|[\u2028\u2029\uFEFF]/gu, ' ').trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(line, fc.constantFrom('phrasings', 'tests', 'next'), (text, field) => {
        const changed = addToList(ENTRY, field, text);
        if (field === 'next') expect(changed).to.include(JSON.stringify(text));
        else
          expect(front(changed)[field === 'tests' ? 'tests' : 'phrasings'].at(-1)).to.equal(text);
        expect(changed.endsWith('Please ask us first.\n')).to.equal(true);
      }),
    );
  });
});

describe('Suggestions', () => {
  let files: readonly ContentFile[];
  let content: Content;

  before(async () => {
    files = await readContentFiles('.');
    content = buildContent(files);
  });

  function apply(...proposals: Proposal[]) {
    const { files: changed, outcomes } = applyProposals(content, files, proposals);
    const texts = new Map(files.map(({ file, text }) => [file, text]));
    const touched = changed.filter(({ file, text }) => texts.get(file) !== text);
    return {
      kinds: outcomes.map(({ kind }) => kind),
      outcomes,
      touched: touched.map(({ file }) => file),
      content: buildContent(changed),
    };
  }

  function signature(id: string): Extract<Proposal, { kind: 'sign-off' }> {
    const entry = content.entries.get(id);
    if (!entry) throw new Error(`there is no entry ${id}`);
    const reviewed = '2026-11-22';
    const version = entryVersion(entry);
    return {
      kind: 'sign-off',
      entry: id,
      reviewer: 'Jo Lim (HCPC PH1)',
      reviewed,
      reviewDue: '2027-11-22',
      version,
    };
  }

  it('change the one file they are about, and the content stays sound', () => {
    const text = 'will the zebra needles ache on Sunday: yes or no?';
    const done = apply({ kind: 'phrasing', entry: 'price', text });
    expect(done.kinds).to.deep.equal(['changed']);
    expect(done.touched).to.deep.equal(['knowledge/price.md']);
    expect(done.content.entries.get('price')?.phrasings.at(-1)).to.equal(text);
  });

  it('add every kind of question to every entry there is', () => {
    const proposals = [...content.entries.keys()].flatMap((entry): readonly Proposal[] => [
      { kind: 'phrasing', entry, text: `zebra one of ${entry}` },
      { kind: 'test', entry, text: `zebra two of ${entry}` },
    ]);
    const done = apply(...proposals);
    expect(new Set(done.kinds)).to.deep.equal(new Set(['changed']));
    for (const { id, phrasings, tests } of content.entries.values()) {
      const entry = done.content.entries.get(id);
      expect(entry?.phrasings).to.deep.equal([...phrasings, `zebra one of ${id}`]);
      expect(entry?.tests).to.deep.equal([...tests, `zebra two of ${id}`]);
    }
  });

  it('that are there already are done; that stand elsewhere are refused', () => {
    const phrasing = content.entries.get('price')?.phrasings[0] ?? '';
    const text = ` ${phrasing.toUpperCase()} `;
    expect(apply({ kind: 'phrasing', entry: 'price', text }).kinds).to.deep.equal([
      'there-already',
    ]);
    const elsewhere = apply({ kind: 'phrasing', entry: 'hours', text });
    expect(elsewhere.outcomes[0]).to.deep.include({ kind: 'refused' });
    expect(apply({ kind: 'test', entry: 'price', text }).kinds).to.deep.equal(['refused']);
    const marked = phrasing.replaceAll(' ', ', ');
    expect(apply({ kind: 'phrasing', entry: 'hours', text: `${marked}?!` }).kinds).to.deep.equal([
      'refused',
    ]);
    const twice = { kind: 'phrasing', entry: 'price', text: 'zebra' } as const;
    expect(apply(twice, twice).kinds).to.deep.equal(['changed', 'there-already']);
  });

  it('make a new draft, and refuse one whose name is taken or that says nothing', () => {
    const draft = {
      kind: 'draft',
      entry: 'zebras',
      title: 'May I bring my zebra?',
      phrasings: ['is my zebra welcome'],
      body: 'Please ask us first.',
    } as const;
    const done = apply(draft);
    expect(done.content.entries.get('zebras')).to.include({ status: 'draft', reviewer: null });
    const alike = apply({ ...draft, phrasings: ['my zebra', 'My zebra?'] });
    expect(alike.content.entries.get('zebras')?.phrasings).to.deep.equal(['my zebra']);
    for (const wrong of [
      { ...draft, entry: 'price' },
      { ...draft, entry: '../price' },
      { ...draft, body: ' ' },
      { ...draft, phrasings: [] },
      { ...draft, title: 'two\nlines' },
    ]) {
      const tried = apply(wrong);
      expect(tried.kinds).to.deep.equal(['refused']);
      expect(tried.touched).to.deep.equal([]);
    }
  });

  it('sign an entry as it was read, and take the signature back', () => {
    const done = apply(signature('price'));
    expect(done.content.entries.get('price')).to.include({
      status: 'signed',
      reviewer: 'Jo Lim (HCPC PH1)',
      reviewed: '2026-11-22',
      reviewDue: '2027-11-22',
      signedVersion: signature('price').version,
    });
    const back = apply(signature('price'), { kind: 'mark-draft', entry: 'price' });
    expect(back.content.entries.get('price')).to.include({
      status: 'draft',
      reviewer: null,
      signedVersion: null,
    });
    expect(apply({ kind: 'mark-draft', entry: 'price' }).kinds).to.deep.equal(['there-already']);
  });

  it('do not sign words that were changed since they were read', () => {
    const tried = apply({ ...signature('price'), version: signature('hours').version });
    expect(tried.kinds).to.deep.equal(['refused']);
    expect(tried.touched).to.deep.equal([]);
  });

  it('leave a signature that covers the words alone when a phrasing is added', () => {
    const { content: taught } = apply({ kind: 'phrasing', entry: 'price', text: 'zebra' });
    const [before, after] = [content, taught].map(({ entries }) => entries.get('price'));
    if (!before || !after) throw new Error('there is no entry');
    expect(entryVersion(after)).to.equal(entryVersion(before));
    expect(entryVersion({ ...after, body: `${after.body}!` })).not.to.equal(entryVersion(before));
  });

  it('refuse what is not one line, or about no entry', () => {
    for (const text of ['', ' ', '?!', 'a\nb', 'x'.repeat(301)]) {
      expect(apply({ kind: 'phrasing', entry: 'price', text }).kinds).to.deep.equal(['refused']);
    }
    expect(apply({ kind: 'mark-draft', entry: 'zebras' }).kinds).to.deep.equal(['refused']);
  });
});

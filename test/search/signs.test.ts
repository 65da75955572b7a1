import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { searchFor } from '../../src/search/search-for.ts';
import { signExamples } from '../../src/search/signs.ts';
import { urgentRules } from '../core/urgent-rules.ts';

const nothingElse = {
  entries: new Map(),
  flows: new Map(),
  smalltalk: new Map(),
  refusals: new Map(),
  outOfScope: ['what is the weather like', 'who won the match', 'tell me a joke'],
  asides: ['sorry for the typos', 'I had a look at your website', 'my friend told me to ask'],
};

describe('Nearest signs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-signs-'));
  after(() => rmSync(folder, { recursive: true }));

  it('learns what must stop a conversation, and beside it what must not', async () => {
    const urgent = await urgentRules();
    const { findables, outOfScope } = signExamples({ ...nothingElse, urgent }, []);
    const contact = urgent.rules.filter(({ level }) => level === 'contact');
    const targets = findables.map(({ target }) => target);
    expect(contact).not.to.be.empty;
    expect(targets).to.not.include.members(contact.map(({ id }) => id));
    expect(targets.length + contact.length).to.equal(urgent.rules.length + 1);
    expect(targets).to.include('smalltalk:aside');
    expect(outOfScope).to.include('what is the weather like');
    const stopping = new Set(findables.flatMap(({ phrasings }) => phrasings));
    expect(outOfScope.filter((text) => stopping.has(text))).to.deep.equal([]);
  });

  it('knows a sign told in other words, and which', async () => {
    const urgent = await urgentRules();
    const { nearestSigns } = await searchFor({ ...nothingElse, urgent }, folder);
    const nearest = nearestSigns?.('my chest feels so tight and breathing in is really hard work');
    expect(nearest?.likeness).to.be.greaterThan(0.5);
    expect(urgent.rules.find(({ id }) => id === nearest?.rule)?.title).to.match(
      /lung|breath|chest/i,
    );
    expect(nearestSigns?.('who won the game')?.likeness).to.be.lessThan(0.4);
    expect(nearestSigns?.('my friend told me to ask')?.likeness).to.be.lessThan(0.2);
  });

  it('knows what says nothing of a question', async () => {
    const urgent = await urgentRules();
    const { asideness } = await searchFor({ ...nothingElse, urgent }, folder);
    expect(asideness?.('a friend told me to ask')).to.be.greaterThan(0.5);
    expect(asideness?.('my calf went numb')).to.be.lessThan(0.2);
    const { rules, lexicon } = urgent;
    const none = { ...nothingElse, asides: [], urgent: { rules: rules.slice(0, 2), lexicon } };
    expect((await searchFor(none, folder)).asideness?.('my calf went numb')).to.equal(0);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { loadContent } from '../../src/content/load.ts';
import { findables } from '../../src/core/findables.ts';
import { groupSimilar, usageOf } from '../../src/core/similar.ts';

const MISSED = [
  'can I bring my dog',
  'do you have wifi',
  'can i bring my dogs in',
  'is there parking for a bicycle',
  'may my dog come in',
  'Can I bring my DOG??',
  'whats the wifi password',
  'bicycle parking',
];

/** Made up: what patients ask of a clinic that its content has no answer to. */
const ASKED: readonly (readonly string[])[] = [
  ['can I bring my dog', 'is my dog allowed to come along', 'may my small dog come to the session'],
  ['do you have wifi', 'is there wifi for guests', 'what is the wifi password'],
  ['can i get a refund', 'refund for a missed session', 'i want my money back, refund please'],
  ['do you sell foam rollers', 'can I buy a foam roller from you', 'foam roller for sale?'],
  ['can I pay with bitcoin', 'do you take crypto like bitcoin'],
  ['which running shoes should i buy', 'what running shoes do you recommend'],
  ['do you treat horses', 'can you needle my horse'],
  ['are you hiring', 'any jobs going at the clinic', 'job vacancies for physios'],
  ['can i have a coffee there', 'do you have a coffee machine'],
  [
    'do you have a running group',
    'is there a saturday running group',
    'running group for beginners',
  ],
  ['can i buy a gift voucher for my sister', 'are there gift vouchers', 'gift card for a friend'],
  ['can i film my session', 'filming allowed?', 'may i record the session on my phone'],
  ['can a physio come to my house', 'home visit possible?'],
  ['do you do cupping', 'do any of your physios do cupping?', 'is there cupping'],
  ['pilates classes?', 'is there a pilates class on weekdays'],
  ['what is the meaning of life'],
  ['are your needles vegan'],
  ['do you have a lift'],
  ['can i watch tv during the session'],
  ['what music do you play'],
];

function grouped(texts: readonly string[]): readonly (readonly string[])[] {
  return groupSimilar(texts).map((group) => group.map((index) => texts[index] ?? ''));
}

describe('Grouping missed questions', () => {
  it('puts questions that ask alike together, the largest group first', () => {
    const [first, ...rest] = grouped(MISSED);
    expect(first).to.include.members(['can I bring my dog', 'can i bring my dogs in', MISSED[5]]);
    expect(rest.find((group) => group.includes('bicycle parking'))).to.include(MISSED[3]);
    expect(first).not.to.include('do you have wifi');
  });

  it('works from one question on', () => {
    expect(groupSimilar([])).to.deep.equal([]);
    expect(grouped(['wifi?'])).to.deep.equal([['wifi?']]);
  });

  it('sees through spelling, case and signs', () => {
    expect(grouped(['acupuncture points', 'ACUPUNTURE point?!', 'parking'])).to.have.length(2);
  });

  it('does not take common words for a common question', () => {
    const texts = ['can I have a refund', 'can I have a plaster', 'can I have a coffee'];
    expect(grouped(texts)).to.have.length(3);
  });

  it('finds most of what belongs together among short questions, and joins little else', async () => {
    const content = await loadContent('.');
    const usage = usageOf(findables(content).flatMap(({ phrasings }) => phrasings));
    const texts = ASKED.flat();
    // Not one after the other: patients do not ask in order.
    const mixed = texts.map((_, index) => texts[(index * 29) % texts.length] ?? '');
    const groups = groupSimilar(mixed, usage).map((group) => group.map((at) => mixed[at] ?? ''));
    const pairs = (all: readonly (readonly string[])[]) =>
      new Set(all.flatMap((one) => one.flatMap((a) => one.map((b) => (a < b ? `${a}|${b}` : '')))));
    const [wanted, found] = [pairs(ASKED), pairs(groups)];
    const right = [...found].filter((pair) => wanted.has(pair)).length;
    expect(right / found.size, 'of the joined').to.be.at.least(0.8);
    expect(right / wanted.size, 'of those to join').to.be.at.least(0.6);
  });

  it('puts every text in one group, largest first, and copies of a text together', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
        const groups = groupSimilar(texts);
        const indices = groups.flat().sort((a, b) => a - b);
        expect(indices).to.deep.equal(texts.map((_, index) => index));
        const sizes = groups.map((group) => group.length);
        expect(sizes).to.deep.equal([...sizes].sort((a, b) => b - a));
      }),
    );
    const copies = grouped(['is it ok', 'x', 'is it ok', 'is it ok']);
    expect(copies[0]).to.deep.equal(['is it ok', 'is it ok', 'is it ok']);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { groupSimilar } from '../../src/core/similar.ts';

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

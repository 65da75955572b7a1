import { expect } from 'chai';
import fc from 'fast-check';
import { howSure, untaughtSureness } from '../../src/core/search.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });

describe('howSure', () => {
  it('is the chance of the topic where nothing was learned', () => {
    for (const topic of [0.001, 0.2, 0.5, 0.97])
      expect(howSure(untaughtSureness, topic, 0.1)).to.be.closeTo(topic, 1e-9);
  });

  it('is a chance, and rises with that of the topic and of its side', () => {
    const sureness = { bias: -0.3, topic: 0.6, side: 0.3 };
    fc.assert(
      fc.property(chance, chance, chance, (a, b, other) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const [less, more] = [howSure(sureness, low, other), howSure(sureness, high, other)];
        expect(less).to.be.within(0, more);
        expect(more).to.be.at.most(1);
        expect(howSure(sureness, other, low)).to.be.at.most(howSure(sureness, other, high));
      }),
    );
  });

  it('answers a borrowed word less readily than the same chance where the side is clear', () => {
    const sureness = { bias: 0, topic: 0.6, side: 0.3 };
    expect(howSure(sureness, 0.7, 0.2)).to.be.lessThan(0.55);
    expect(howSure(sureness, 0.7, 0.98)).to.be.greaterThan(0.75);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { along, risingCurve } from '../../src/search/curve.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });

describe('risingCurve', () => {
  it('never falls', () => {
    const point = fc.record({ at: chance, share: fc.constantFrom(0, 1), weight: fc.constant(1) });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 80 }), chance, chance, (points, a, b) => {
        const curve = risingCurve(points);
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(along(curve, low)).to.be.at.most(along(curve, high) + 1e-9);
      }),
    );
  });

  it('comes near the share that was right', () => {
    const points = Array.from({ length: 1000 }, (_, k) => ({
      at: k / 1000,
      share: (k * 7919) % 1000 < k / 2 ? 1 : 0,
      weight: 1,
    }));
    const curve = risingCurve(points);
    expect(along(curve, 0.8)).to.be.closeTo(0.4, 0.06);
    expect(along(curve, 0.4)).to.be.closeTo(0.2, 0.06);
  });
});

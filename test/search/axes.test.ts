import { expect } from 'chai';
import { findAxes, type Placed, view } from '../../src/search/axes.ts';

/** Two targets that differ in the first number alone; the second is noise, and much larger. */
const placed: readonly Placed[] = [-3, -1, 1, 3].flatMap((noise) => [
  { owner: 0, vector: Float32Array.of(0.5, noise) },
  { owner: 1, vector: Float32Array.of(-0.5, noise) },
]);

function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, k) => sum + value * (y[k] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

describe('findAxes', () => {
  const axes = findAxes(placed, 2);
  const seen = (...vector: number[]) => view(Float32Array.from(vector), axes);

  it('brings together what belongs to one target and parts what does not', () => {
    expect(cosine(Float32Array.of(0.5, 3), Float32Array.of(0.5, -3))).to.be.lessThan(-0.9);
    expect(cosine(seen(0.5, 3), seen(0.5, -3))).to.be.greaterThan(-0.1);
    expect(cosine(Float32Array.of(0.5, 3), Float32Array.of(-0.5, 3))).to.be.greaterThan(0.9);
    expect(cosine(seen(0.5, 3), seen(-0.5, 3))).to.be.lessThan(0.1);
  });

  it('finds nothing strange where a target has one phrasing, or nothing is known', () => {
    const single = findAxes(placed.slice(0, 2), 2);
    expect([...single.directions].every(Number.isFinite)).to.equal(true);
    const none = findAxes([], 2);
    expect([...none.directions].every(Number.isFinite)).to.equal(true);
  });
});

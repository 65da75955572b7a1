import { expect } from 'chai';
import fc from 'fast-check';
import { makeScore, packVotes } from '../../src/search/kernel.ts';

describe('makeScore', () => {
  it('adds up votes by likeness, as near as sixteen bits are', () => {
    const vote = fc.float({ min: -2, max: 2, noNaN: true });
    const alike = fc.float({ min: 0, max: 1, noNaN: true });
    const row = fc.record({ alike, votes: fc.array(vote, { minLength: 3, maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const votes = Float32Array.from(rows.flatMap((each) => each.votes));
        const score = makeScore(packVotes(votes, 3));
        const scores = score(Float32Array.from(rows, (each) => each.alike));
        expect(scores).to.have.length(3);
        scores.forEach((found, target) => {
          const plain = rows.reduce((sum, each) => sum + each.alike * (each.votes[target] ?? 0), 0);
          expect(found).to.be.closeTo(plain, 0.001);
        });
      }),
    );
  });

  it('gives nothing to a target that no row votes for', () => {
    const score = makeScore(packVotes(Float32Array.from([0, 1, 0, -3]), 2));
    expect([...score(Float32Array.from([1, 1]))].map(Math.round)).to.deep.equal([0, -2]);
  });
});

import { expect } from 'chai';
import { chanceOf, fitLogistic } from '../../src/search/logistic.ts';

describe('fitLogistic', () => {
  it('finds the curve that the cases were made from', () => {
    const truth = [-1, 2, -0.5];
    const cases = Array.from({ length: 400 }, (_, k) => {
      const inputs = [1, ((k * 7) % 41) / 10 - 2, ((k * 13) % 37) / 9 - 2];
      const chance = chanceOf(truth, inputs);
      return [
        { inputs, right: true, weight: chance / 400 },
        { inputs, right: false, weight: (1 - chance) / 400 },
      ];
    }).flat();
    const found = fitLogistic(cases, [0, 0, 0]);
    truth.forEach((value, k) => {
      expect(found[k]).to.be.closeTo(value, 0.02);
    });
  });

  it('stays finite where cases are told apart without a miss', () => {
    const cases = [-2, -1, 1, 2].map((x) => ({ inputs: [1, x], right: x > 0, weight: 0.25 }));
    const [bias = Number.NaN, slope = Number.NaN] = fitLogistic(cases, [0, 1]);
    expect(Math.abs(bias)).to.be.lessThan(1);
    expect(slope).to.be.within(1, 100);
  });
});

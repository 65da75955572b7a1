import { expect } from 'chai';
import { edge, makeFits } from '../../src/search/context.ts';

const sentences = ['can i run', 'when can i run', 'how long will it ache', 'is it normal'].map(
  (each) => each.split(' '),
);
const fits = makeFits(sentences);

describe('makeFits', () => {
  it('is above zero for words that stood side by side, and below for known ones that never did', () => {
    expect(fits('i', 'run')).to.be.above(0);
    expect(fits('i', 'ache')).to.be.below(0);
    expect(fits('run', edge)).to.be.above(fits('it', edge));
    expect(fits(edge, 'can')).to.be.above(0);
  });

  it('grows with each sight', () => {
    const often = makeFits([...sentences, ...sentences, ...sentences]);
    expect(often('i', 'run')).to.be.above(fits('i', 'run'));
  });

  it('is zero after what was never seen', () => {
    expect(fits('zebra', 'run')).to.equal(0);
    expect(makeFits([])('a', 'b')).to.equal(0);
  });
});

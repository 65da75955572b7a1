import { expect } from 'chai';
import { largeSearch } from '../../src/search/large.ts';
import { loadWordVectors } from '../../src/search/word-vectors.ts';
import { smallContent } from './small-content.ts';

describe('the search for large contents', () => {
  const search = largeSearch(smallContent, loadWordVectors());

  it('finds the target of every stored phrasing', () => {
    for (const { target, phrasings } of smallContent) {
      for (const phrasing of phrasings) {
        expect(search.find(phrasing).matches[0]?.target, phrasing).to.equal(target);
      }
    }
  });

  it('forgets one question before the next', () => {
    const before = search.find('is there a car park');
    search.find('price of a session');
    expect(search.find('is there a car park')).to.deep.equal(before);
  });
});

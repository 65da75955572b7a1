import { expect } from 'chai';
import { fuseSearch, titleSearch } from '../../src/search/fuse.ts';
import { smallContent } from './small-content.ts';

describe('plain search', () => {
  const search = fuseSearch(smallContent);

  it('finds the target of a stored phrasing', () => {
    expect(search.find('parking nearby?').matches[0]?.target).to.equal('entry:parking');
  });

  it('names each target once, best first', () => {
    const { matches } = search.find('how much is a session');
    const targets = matches.map(({ target }) => target);
    const confidences = matches.map(({ confidence }) => confidence);
    expect(new Set(targets).size).to.equal(targets.length);
    expect([...confidences].sort((a, b) => b - a)).to.deep.equal(confidences);
  });

  it('finds nothing in a message without words', () => {
    expect(search.find('?!').matches).to.deep.equal([]);
  });
});

describe('the search box over titles', () => {
  const titles = smallContent.map(({ target, title }) => ({ id: target, title }));

  it('forgives a slip', () => {
    expect(titleSearch(titles)('sesion cost', 3)[0]).to.equal('entry:price');
  });
});

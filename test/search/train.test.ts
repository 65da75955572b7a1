import { expect } from 'chai';
import { openSearch } from '../../src/search/open.ts';
import { trainSearch } from '../../src/search/train.ts';
import { loadWordVectors } from '../../src/search/word-vectors.ts';
import { smallContent, smallOutOfScope } from './small-content.ts';

const vectors = loadWordVectors();
const train = () => trainSearch(smallContent, smallOutOfScope, { version: 'v1', vectors });
const search = openSearch(train(), vectors);

function first(question: string): string | undefined {
  return search.find(question).matches[0]?.target;
}

describe('the learned search', () => {
  const unseen: readonly (readonly [string, string])[] = [
    ['for how many days will it ache', 'entry:soreness'],
    ['what are your charges', 'entry:price'],
    ['somewhere to leave the car', 'entry:parking'],
    ['id like to book a slot', 'flow:booking'],
    ['thanks so much', 'smalltalk:thanks'],
    ['what dose of pills', 'refusal:dose'],
  ];
  for (const [question, target] of unseen) {
    it(`finds ${target} for "${question}"`, () => {
      expect(first(question)).to.equal(target);
    });
  }

  it('repairs slips before it searches', () => {
    const found = search.find('how long does the sorness lsat');
    expect(found.repaired).to.equal('how long does the soreness last');
    expect(found.matches[0]?.target).to.equal('entry:soreness');
  });

  it('names the stored phrasing that came nearest, of that target', () => {
    const [match] = search.find('is parking nearby').matches;
    expect(match?.phrasing).to.equal('parking nearby');
  });

  it('tells what each part gave, and the parts make the order', () => {
    const [one, two] = search.find('price of a session').matches;
    const total = (shares: Readonly<Record<string, number>> = {}) =>
      Object.values(shares).reduce((sum, share) => sum + share, 0);
    expect(Object.keys(one?.shares ?? {})).to.have.members(['words', 'meaning', 'both']);
    expect(total(one?.shares)).to.be.greaterThan(total(two?.shares));
  });

  it('learns from test questions, and still knows what it would have found without them', () => {
    const tested = smallContent.map((each) =>
      each.target === 'entry:parking' ? { ...each, tests: ['quixotic zeppelin'] } : each,
    );
    const model = trainSearch(tested, smallOutOfScope, { version: 'v1', vectors });
    const { find, findUntaught = find } = openSearch(model, vectors);
    const [taught] = find('quixotic zeppelin').matches;
    const [untaught] = findUntaught('quixotic zeppelin').matches;
    expect(taught?.phrasing).to.equal('quixotic zeppelin');
    expect(taught?.target).to.equal('entry:parking');
    expect(untaught?.target).not.to.equal('entry:parking');
  });

  it('is less sure of what lies outside', () => {
    const inside = search.find('what do you charge for a session').matches[0]?.confidence ?? 0;
    const outside = search.find('banana football stars').matches;
    const answer = outside.find(({ target }) => target.startsWith('entry:'))?.confidence ?? 0;
    expect(inside).to.be.greaterThan(answer + 0.3);
  });

  it('gives chances: none below 0, together at most 1', () => {
    for (const question of ['price', 'car', 'how long', '???', 'x'.repeat(3000)]) {
      const chances = search.find(question).matches.map(({ confidence }) => confidence);
      expect(chances.every((chance) => chance >= 0)).to.equal(true);
      expect(chances.reduce((sum, chance) => sum + chance, 0)).to.be.at.most(1.0001);
    }
  });

  it('finds nothing in a message without words', () => {
    expect(search.find('?? !! …').matches).to.deep.equal([]);
  });

  it('comes out the same twice from the same content', () => {
    expect(train()).to.deep.equal(train());
  });
});

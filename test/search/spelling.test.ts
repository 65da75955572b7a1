import { expect } from 'chai';
import fc from 'fast-check';
import { makeFits } from '../../src/search/context.ts';
import { editDistance, makeSpeller } from '../../src/search/spelling.ts';
import { loadWordVectors } from '../../src/search/word-vectors.ts';

const content = new Map([
  ['needling', 400],
  ['needle', 200],
  ['dry', 300],
  ['soreness', 60],
  ['physiotherapist', 20],
  ['xarelto', 2],
  ['sakit', 4],
  ['sore', 80],
]);
const repair = makeSpeller(content, loadWordVectors());

describe('the speller', () => {
  const slips: readonly (readonly [string, string])[] = [
    ['neelding', 'needling'],
    ['nedling', 'needling'],
    ['needlinf', 'needling'],
    ['physiotherpist', 'physiotherapist'],
    ['physoitherapist', 'physiotherapist'],
    ['xaralto', 'xarelto'],
    ['appointmnet', 'appointment'],
    ['brusing', 'bruising'],
    ['dryneedling', 'dry needling'],
    ['fizeotherapist', 'physiotherapist'],
    ['neaduling', 'needling'],
  ];
  for (const [typed, meant] of slips) {
    it(`reads ${typed} as ${meant}`, () => {
      expect(repair([typed]).join(' ')).to.equal(meant);
    });
  }

  it('leaves known words alone, common ones and those of the content', () => {
    const known = ['sakit', 'xarelto', 'ankle', 'running', 'form', 'from', 'gym', 'ok'];
    expect(repair(known)).to.deep.equal(known);
  });

  it('takes a rare word of the content for a slip when it is like a frequent one', () => {
    const counts = new Map([...content, ['achilles', 70], ['achilies', 2], ['tendinosis', 3]]);
    const withSlips = makeSpeller(counts, loadWordVectors());
    expect(withSlips(['achilies', 'tendinosis'])).to.deep.equal(['achilles', 'tendinosis']);
  });

  it('lets the neighbours choose between two words', () => {
    const counts = new Map([...content, ['week', 60], ['weak', 60], ['leg', 60], ['per', 60]]);
    const told = ['once per week', 'twice per week', 'my leg is weak', 'is it weak'];
    const fits = makeFits(Array.from({ length: 40 }, (_, k) => (told[k % 4] ?? '').split(' ')));
    const read = makeSpeller(counts, loadWordVectors(), fits);
    expect(read(['once', 'per', 'weqk']).at(-1)).to.equal('week');
    expect(read(['my', 'leg', 'is', 'weqk']).at(-1)).to.equal('weak');
  });

  it('takes a known word for a slip only where it does not fit and a frequent one does', () => {
    const sentences = Array.from({ length: 30 }, () => ['does', 'it', 'hurt', 'much']);
    const counts = new Map([...content, ['hurt', 300], ['much', 90], ['does', 90], ['it', 90]]);
    const read = makeSpeller(counts, loadWordVectors(), makeFits(sentences));
    expect(read(['does', 'it', 'hunt', 'much'])).to.deep.equal(['does', 'it', 'hurt', 'much']);
    expect(read(['they', 'hunt', 'foxes'])).to.deep.equal(['they', 'hunt', 'foxes']);
    expect(repair(['does', 'it', 'hunt', 'much'])).to.include('hunt');
  });

  it('leaves numbers and other scripts alone', () => {
    expect(repair(['5k', '2nd', '跑步', 'größe'])).to.deep.equal(['5k', '2nd', '跑步', 'größe']);
  });

  it('keeps what is like nothing known', () => {
    expect(repair(['qzxwvkjq'])).to.deep.equal(['qzxwvkjq']);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}$/), (word) => {
        const once = repair([word]);
        expect(repair(once)).to.deep.equal(once);
      }),
    );
  });
});

describe('editDistance', () => {
  it('counts swapped neighbours as one edit', () => {
    expect(editDistance('form', 'from', 2)).to.equal(1);
  });

  it('is the same both ways, and 0 only for the same word', () => {
    const word = fc.stringMatching(/^[a-d]{0,6}$/);
    fc.assert(
      fc.property(word, word, (a, b) => {
        const there = editDistance(a, b, 9);
        expect(there).to.equal(editDistance(b, a, 9));
        expect(there === 0).to.equal(a === b);
      }),
    );
  });
});

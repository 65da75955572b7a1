import { expect } from 'chai';
import fc from 'fast-check';
import { distance, indexSpelling, patternsOf } from '../../src/core/screen/spelling.ts';

const patterns = [
  'swollen',
  'breathe',
  'breathless',
  'chest',
  'numb',
  'swell*',
  'calf',
  'palpitation*',
  'soreness',
  'shortness',
  'retention',
];
const spelling = indexSpelling(patterns, ['crest', 'chess', 'breather', 'reception']);

function read(word: string): readonly string[] {
  return patternsOf(spelling, word).map((id) => patterns[id] ?? '');
}

/** The textbook definition, slow and obvious. */
function slowDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const same = a.at(-1) === b.at(-1) ? 0 : 1;
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)];
  const steps = [
    slowDistance(shortA, b) + 1,
    slowDistance(a, shortB) + 1,
    slowDistance(shortA, shortB) + same,
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    steps.push(slowDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...steps);
}

describe('patternsOf', () => {
  it('knows a word as written, and every word that begins with a stem', () => {
    expect(read('numb')).to.deep.equal(['numb']);
    expect(read('swelling')).to.deep.equal(['swell*']);
  });

  it('forgives one error in words of five letters, swapped letters included', () => {
    expect(read('swolen')).to.deep.equal(['swollen']);
    expect(read('chets')).to.deep.equal(['chest']);
    expect(read('ches')).to.deep.equal(['chest']);
  });

  it('forgives two errors from nine letters on, and none in short words but a doubled letter', () => {
    expect(read('breahtles')).to.deep.equal(['breathless']);
    expect(read('nummb')).to.deep.equal(['numb']);
    expect(read('nimb')).to.deep.equal([]);
    expect(read('cale')).to.deep.equal([]);
  });

  it('does not believe two errors where one explains the word', () => {
    expect(read('sorness')).to.deep.equal(['soreness']);
    expect(read('shrtnes')).to.deep.equal(['shortness']);
    expect(read('recedtion')).to.deep.equal([]);
    expect(read('retenton')).to.deep.equal(['retention']);
  });

  it('reads a mistyped stem with any ending', () => {
    expect(read('swlling')).to.include('swell*');
    expect(read('palpitatons')).to.include('palpitation*');
  });

  it('never reads a real word as a misspelling, nor a word with another first letter', () => {
    expect(read('crest')).to.deep.equal([]);
    expect(read('chess')).to.deep.equal([]);
    expect(read('guest')).to.deep.equal([]);
    expect(read('whest')).to.deep.equal([]);
    expect(read('hcest')).to.deep.equal(['chest']);
  });

  it('measures distance as the textbook does, up to two', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(Math.min(distance(a, b), 3)).to.equal(Math.min(slowDistance(a, b), 3));
      }),
    );
  });

  it('finds every pattern that one dropped, changed, added or swapped letter leads away from', () => {
    const long = patterns.filter((pattern) => pattern.length >= 5 && !pattern.endsWith('*'));
    const edit = fc.tuple(
      fc.constantFrom(...long),
      fc.nat(),
      fc.constantFrom('drop', 'change', 'add', 'swap'),
    );
    fc.assert(
      fc.property(edit, ([pattern, where, kind]) => {
        const at = 1 + (where % (pattern.length - 2));
        const rest = pattern.slice(at);
        const typed = {
          drop: pattern.slice(0, at) + rest.slice(1),
          change: `${pattern.slice(0, at)}q${rest.slice(1)}`,
          add: `${pattern.slice(0, at)}q${rest}`,
          swap: pattern.slice(0, at) + (rest[1] ?? '') + (rest[0] ?? '') + rest.slice(2),
        }[kind];
        if (typed !== undefined && !['breather'].includes(typed))
          expect(read(typed)).to.include(pattern);
      }),
    );
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { tidy, words } from '../../src/core/text.ts';

describe('tidy', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Can’t I run 2DAY?', 'can not i run today?'],
    ['whats it like', 'what is it like'],
    ['Sore 3days after', 'sore 3 days after'],
    ["y'day's session", 'yesterday session'],
    ['sooooo sore', 'soo sore'],
    ['Café  au\nlait', 'cafe au lait'],
    ['i feel ill', 'i feel ill'],
    ["it's ok w/o ice", 'it is ok without ice'],
    ['pls call me tmr abt my appt', 'please call me tomorrow about my appointment'],
  ];
  for (const [typed, expected] of cases) {
    it(`reads "${typed.replace(/\n/g, ' ')}" as "${expected}"`, () => {
      expect(tidy(typed)).to.equal(expected);
    });
  }

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tidy(tidy(text))).to.equal(tidy(text));
      }),
    );
  });
});

describe('words', () => {
  it('keeps letters and digits of any script and drops signs', () => {
    expect(words('5k run, ok? 跑步!')).to.deep.equal(['5k', 'run', 'ok', '跑步']);
  });
});

import { expect } from 'chai';
import { readWords, tidyText } from '../../src/core/screen/words.ts';

describe('readWords', () => {
  it('makes one form of casing, accents, curly quotes, stretched letters and emoji', () => {
    expect(readWords('CAN\u2019T br\u00e9atheee \u{1F630}').texts).to.deep.equal([
      'cant',
      'breathe',
    ]);
  });

  it('reads every way of "cannot" as one', () => {
    for (const text of [
      'cannot',
      'can not',
      "can't",
      'cnt',
      'unable to',
      'not able to',
      'tak boleh',
    ]) {
      expect(readWords(`${text} walk`).texts, text).to.deep.equal(['cant', 'walk']);
    }
  });

  it('joins "is not" as "isnt", and reads "I\'ll" as "i will"', () => {
    expect(readWords('she is not breathing').texts).to.deep.equal(['she', 'isnt', 'breathing']);
    expect(readWords("I'll pass out").texts).to.deep.equal(['i', 'will', 'pass', 'out']);
  });

  it('reads "chest\'s" as "chest is", and leaves "it\'s" and "yesterday\'s" whole', () => {
    expect(tidyText("my chest's tight")).to.equal('my chest is tight');
    expect(tidyText('my chest\u2019s tight')).to.equal('my chest is tight');
    expect(readWords("it's sore since yesterday's session").texts).to.deep.equal(
      'its sore since yesterdays session'.split(' '),
    );
  });

  it("parts joined words, and reads y'day", () => {
    expect(readWords("light-headed y'day").texts).to.deep.equal(['light', 'headed', 'yesterday']);
    expect(readWords('everyday').texts).to.deep.equal(['everyday']);
  });

  it('ends a sentence at a full stop, not at one inside a number, and only pauses at three', () => {
    expect(readWords('fever 38.5 now. leg hot').sentence).to.deep.equal([0, 0, 0, 0, 1, 1]);
    expect(readWords('needled... chest hurts').sentence).to.deep.equal([0, 0, 0]);
    expect(readWords('needled... chest hurts').clause).to.deep.equal([0, 1, 1]);
  });

  it('begins a clause at a comma or "and my", and a side at "but"', () => {
    expect(readWords('sore, hot and my chest hurts').clause).to.deep.equal([0, 1, 1, 2, 2, 2]);
    expect(readWords('no pain but numb').side).to.deep.equal([0, 0, 1, 1]);
  });

  it('reads nothing from an empty text or one of signs alone', () => {
    expect(readWords('').texts).to.deep.equal([]);
    expect(readWords('?!... \u{1F44D}').texts).to.deep.equal([]);
  });

  it('is the same when tidied twice', () => {
    for (const text of ['I can\u2019t  sleep!!', 'Caf\u00e9 AAAA', 'pins-n-needles']) {
      expect(tidyText(tidyText(text))).to.equal(tidyText(text));
    }
  });
});

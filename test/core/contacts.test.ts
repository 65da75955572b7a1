import { expect } from 'chai';
import fc from 'fast-check';
import { isSamePhone, mentions } from '../../src/core/contacts.ts';

const ANA = { emails: ['ana.lim@example.org'], phones: ['+442079460018'] };

describe('Finding a contact in words', () => {
  it('knows a number however it is spaced, with or without its country', () => {
    for (const text of [
      'call +44 20 7946 0018 please',
      'on 020 7946 0018.',
      '+44 (0)20 7946 0018',
      '0044-20-7946-0018',
      '02079460018',
      '(020) 7946/0018',
    ]) {
      expect(mentions(text, ANA), text).to.equal(true);
    }
  });

  it('knows an address in any case, and not one that only ends like it', () => {
    expect(mentions('Ana.Lim@Example.ORG, thanks', ANA)).to.equal(true);
    expect(mentions('<ana.lim@example.org>.', ANA)).to.equal(true);
    for (const text of ['joana.lim@example.org', 'ana.lim@example.org.evil.test', 'ana.lim']) {
      expect(mentions(text, ANA), text).to.equal(false);
    }
  });

  it('knows a number beside another one, and in full-width digits', () => {
    for (const text of [
      '07700 900123 020 7946 0018',
      '020 7946 0018 / 07700 900123',
      '\uFF10\uFF12\uFF10 \uFF17\uFF19\uFF14\uFF16 \uFF10\uFF10\uFF11\uFF18',
    ]) {
      expect(mentions(text, ANA), text).to.equal(true);
    }
    expect(mentions('07700 900123 020 7946 0019', ANA)).to.equal(false);
  });

  it('takes nobody else for the person', () => {
    for (const text of ['020 7946 0019', '60018', '7946 0018', '+44 20 7946 00181', '', '2079']) {
      expect(mentions(text, ANA), text).to.equal(false);
    }
    expect(mentions('020 7946 0018', { emails: [], phones: [] })).to.equal(false);
  });

  it('finds every number it is given, wherever it stands', () => {
    const national = fc.stringMatching(/^[1-9]\d{8,9}$/);
    const code = fc.stringMatching(/^[1-9]\d{0,2}$/);
    fc.assert(
      fc.property(code, national, fc.constantFrom('', ' ', '-'), (code, number, gap) => {
        const spaced = number.replace(/(\d{3})(?=\d)/g, `$1${gap}`);
        const person = { emails: [], phones: [`+${code}${number}`] };
        expect(mentions(`my number: 0${spaced}, thanks`, person)).to.equal(true);
        expect(mentions(`+${code} ${spaced}`, person)).to.equal(true);
        expect(isSamePhone(`0${number}`, `+${code}${number}`)).to.equal(true);
      }),
    );
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { redact } from '../../src/core/redact.ts';

const masks = { phone: '[phone]', email: '[e-mail]', number: '[number]', name: '[name]' };
const options = {
  masks,
  names: ['Ana Lim'],
  patterns: [/\b[STFGM]\d{7}[A-Z]\b/],
  spare: ['+44 20 7946 0018'],
};

describe('Taking personal details out of a text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['ring +44 (0)20 7946-0857 today', 'ring [phone] today'],
    ['012-345 6789', '[phone]'],
    ['write to ana.lim+x@mail.example.org.', 'write to [e-mail].'],
    ['S1234567D is mine', '[number] is mine'],
    ['ANA here, ana  lim', '[name] here, [name]'],
    ['Banana and Lima stay', 'Banana and Lima stay'],
    ['the clinic is on 020 7946 0018', 'the clinic is on 020 7946 0018'],
    ['020 - 7946 - 0857, 020–7946–0857', '[phone], [phone]'],
    ['\uFF10\uFF12\uFF10 \uFF17\uFF19\uFF14\uFF16 \uFF10\uFF18\uFF15\uFF17', '[phone]'],
    ['0\u200B2\u200B07\u200E946\u200B0857', '[phone]'],
    ['\u0660\u0662\u0660\u0667\u0669\u0664\u0666\u0660\u0668', '[phone]'],
    ['a@b@mail.example', 'a@[e-mail]'],
    ['sore for 3 days after 10 km in 2026', 'sore for 3 days after 10 km in 2026'],
  ];
  for (const [text, expected] of cases) {
    it(`makes “${expected}” of “${text}”`, () => {
      expect(redact(text, options)).to.equal(expected);
    });
  }

  it('leaves no phone number of any spacing, wherever it stands', () => {
    const gap = fc.constantFrom('', ' ', '-', '.', ') ', ' (');
    const digit = fc.integer({ min: 0, max: 9 });
    const number = fc.array(fc.tuple(digit, gap), { minLength: 7, maxLength: 15 });
    fc.assert(
      fc.property(fc.lorem(), number, fc.lorem(), (before, digits, after) => {
        const phone = digits.map(([one, space]) => `${one}${space}`).join('');
        const left = redact(`${before} ${phone} ${after}`, { ...options, spare: [] });
        return !/\d/.test(left);
      }),
    );
  });

  it('takes no longer than a text is long, whatever stands in it', () => {
    for (const piece of ['a', 'a.', '1', '1-', '%', 'a@', 'a@b.']) {
      const text = piece.repeat(200_000);
      expect(redact(`${text} ana@mail.example`, options)).to.contain('[e-mail]');
    }
  });

  it('takes out a thousand names', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `Ana${index} Lim${index}`);
    const text = 'Lim7 said Ana999 Lim999, not Ana. '.repeat(1_000);
    const left = redact(text, { ...options, names });
    expect(left).to.equal('[name] said [name], not Ana. '.repeat(1_000));
  });

  it('takes a name that is full of signs as plain letters', () => {
    expect(redact('I am A.*(B', { ...options, names: ['A.*(B'] })).to.equal('I am [name]');
    expect(redact('I am AxxB', { ...options, names: ['A.*B'] })).to.equal('I am AxxB');
  });
});

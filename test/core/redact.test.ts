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

  it('takes a name that is full of signs as plain letters', () => {
    expect(redact('I am A.*(B', { ...options, names: ['A.*(B'] })).to.equal('I am [name]');
    expect(redact('I am AxxB', { ...options, names: ['A.*B'] })).to.equal('I am AxxB');
  });
});

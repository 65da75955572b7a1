import { expect } from 'chai';
import fc from 'fast-check';
import { readers } from '../helpers/flows.ts';

describe('Reading a telephone number', () => {
  const cases: readonly [text: string, country: string, value: string, shown: string][] = [
    ['012-345 6789', 'MY', '+60123456789', '012-345 6789'],
    ['020 7946 0018', 'GB', '+442079460018', '020 7946 0018'],
    ['my number is (020) 7946-0018, thanks', 'GB', '+442079460018', '020 7946 0018'],
    ['+60 12 345 6789', 'GB', '+60123456789', '+60 12 345 6789'],
    ['9123 4567', 'SG', '+6591234567', '9123 4567'],
    ['(415) 555-2671', 'US', '+14155552671', '(415) 555-2671'],
    ['07700 900123', 'GB', '+447700900123', '07700 900123'],
  ];
  for (const [text, country, value, shown] of cases) {
    it(`reads "${text}" in ${country}`, () => {
      expect(readers.phone(text, country)).to.deep.include({ kind: 'value', value, shown });
    });
  }

  it('refuses what cannot be a number there', () => {
    for (const text of ['12345', '020 7946', '012-345 6789', '123456789012', '0000000000']) {
      expect(readers.phone(text, 'GB').kind, text).to.equal('problem');
    }
  });

  it('finds nothing in words, short numbers and dates', () => {
    for (const text of ['Ana', '42', 'at 3.30', '6/7', '']) {
      expect(readers.phone(text, 'GB').kind, text).to.equal('none');
    }
  });

  it('reads back what it shows as the same number', () => {
    const digits = fc.integer({ min: 100_000_000, max: 999_999_999 });
    fc.assert(
      fc.property(digits, (number) => {
        const reading = readers.phone(`07${number}`, 'GB');
        if (reading.kind !== 'value') return;
        expect(readers.phone(reading.shown, 'GB')).to.deep.equal(reading);
      }),
      { numRuns: 500 },
    );
  });
});

describe('Reading an e-mail address', () => {
  it('finds it in a sentence', () => {
    expect(readers.email('it is ana.lim+physio@example.co.uk, ok?')).to.include({
      value: 'ana.lim+physio@example.co.uk',
    });
  });

  it('says that something with an @ is none', () => {
    for (const text of ['ana@', 'ana@home', '@ana', 'ana..lim@example.com', 'ana@example.c']) {
      expect(readers.email(text).kind, text).to.equal('problem');
    }
  });

  it('finds nothing where there is no @', () => {
    expect(readers.email('ana at home').kind).to.equal('none');
  });
});

describe('Reading a name', () => {
  const cases: Readonly<Record<string, string>> = {
    ana: 'Ana',
    'Ana Lim': 'Ana Lim',
    "it's Ana": 'Ana',
    'its ana, 0123456789': 'Ana',
    'My name is will': 'Will',
    'i am Siti binti Ahmad': 'Siti binti Ahmad',
    'nama saya wei ming': 'Wei Ming',
    "Seán O'Brien": "Seán O'Brien",
    李小龙: '李小龙',
    'Ana, 020 7946 0018, any Tuesday morning': 'Ana',
    '020 7946 0018 Ana': 'Ana',
    'Ravi a/l Kumar': 'Ravi a/l Kumar',
    'ana please': 'Ana',
    'call me back, it is Ana': 'Ana',
  };
  for (const [text, name] of Object.entries(cases)) {
    it(`reads "${text}"`, () =>
      expect(readers.name(text)).to.include({ kind: 'value', value: name }));
  }

  it('takes no ordinary words for a name', () => {
    const texts = [
      "I'm sore",
      'what is dry needling',
      'no thanks',
      'yes',
      'hello',
      'I am new here',
      'not sure',
      'call me back',
      'my heel hurts',
      "it's fine",
      '12345',
      '',
      '???',
      'I want to book',
      'next Tuesday please',
    ];
    for (const text of texts) expect(readers.name(text).kind, text).to.equal('none');
  });

  it('counts only an introduction while another thing is asked', () => {
    expect(readers.name('Ana', true).kind).to.equal('none');
    expect(readers.name('heel and calf', true).kind).to.equal('none');
    expect(readers.name("I'm runner number 12", true).kind).to.equal('none');
    expect(readers.name("it's Ana, any Tuesday", true)).to.include({ value: 'Ana' });
    expect(readers.name('my name is ana', true)).to.include({ value: 'Ana' });
  });

  it('gives a name without signs that do harm elsewhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const reading = readers.name(text);
        if (reading.kind === 'value') expect(reading.value).to.not.match(/[<>{}[\]@\d]|https?:/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('Reading yes, no and numbers', () => {
  it('reads a plain yes or no in the words people use', () => {
    for (const text of ['yes', 'Y', 'yep', 'ok', 'ya', 'boleh', 'yes please', '👍', 'sure!']) {
      expect(readers.yesNo(text), text).to.include({ value: 'yes' });
    }
    for (const text of ['no', 'N', 'nope', 'tak', 'no thanks', 'none of these', '👎']) {
      expect(readers.yesNo(text), text).to.include({ value: 'no' });
    }
  });

  it('takes nothing else for one', () => {
    for (const text of ['yes but does it hurt?', 'no idea', 'yesterday', 'not sure', 'know', '']) {
      expect(readers.yesNo(text).kind, text).to.equal('none');
    }
  });

  it('reads one whole number', () => {
    expect(readers.number('about 12 runs')).to.include({ value: '12' });
    expect(readers.number('three')).to.include({ value: '3' });
    expect(readers.number('1 or 2').kind).to.equal('none');
    expect(readers.number('many').kind).to.equal('none');
  });
});

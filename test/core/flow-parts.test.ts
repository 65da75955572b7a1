import { expect } from 'chai';
import fc from 'fast-check';
import { openAt } from '../../src/core/flow/open.ts';
import { makeReference } from '../../src/core/flow/reference.ts';
import { bookingLink } from '../../src/core/flow.ts';
import type { Clinic } from '../../src/core/guide.ts';
import { real } from '../helpers/flows.ts';

const ana = { name: 'Ana Lim', phone: '+60123456789', email: 'ana+1@example.com' };

function clinicWith(system: Clinic['booking']['system'], url: string | null): Clinic {
  return { ...real.clinic, booking: { system, url } };
}

describe('The booking link', () => {
  const cases: readonly [Clinic['booking']['system'], string, string][] = [
    [
      'calcom',
      'https://cal.com/clinic/first',
      'https://cal.com/clinic/first?name=Ana%20Lim&email=ana%2B1%40example.com&phone=%2B60123456789',
    ],
    [
      'calendly',
      'https://calendly.com/clinic/first?month=2026-11',
      'https://calendly.com/clinic/first?month=2026-11&name=Ana%20Lim&email=ana%2B1%40example.com',
    ],
    [
      'acuity',
      'https://clinic.as.me/schedule.php',
      'https://clinic.as.me/schedule.php?first_name=Ana&last_name=Lim&email=ana%2B1%40example.com&phone=%2B60123456789',
    ],
    [
      'cliniko',
      'https://clinic.uk1.cliniko.com/bookings',
      'https://clinic.uk1.cliniko.com/bookings',
    ],
    [
      'jane',
      'https://clinic.janeapp.com/#/staff_member/1',
      'https://clinic.janeapp.com/#/staff_member/1',
    ],
  ];
  for (const [system, url, expected] of cases) {
    it(`carries name and contact where ${system} reads them`, () => {
      expect(bookingLink(clinicWith(system, url), ana)).to.equal(expected);
    });
  }

  it('carries nothing before the visitor agreed, and is not there without a page', () => {
    const url = 'https://cal.com/clinic/first';
    expect(bookingLink(clinicWith('calcom', url), null)).to.equal(url);
    expect(bookingLink(clinicWith('none', null), ana)).to.equal(null);
  });

  it('stays an address whatever the name holds', () => {
    const clinic = clinicWith('calcom', 'https://cal.com/clinic/first#top');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const link = new URL(bookingLink(clinic, { name, phone: null, email: null }) ?? '');
        expect(link.searchParams.get('name')).to.equal(name);
        expect(link.hash).to.equal('#top');
      }),
      { numRuns: 500 },
    );
  });
});

describe('A reference', () => {
  it('is made of signs that cannot be mistaken, and never twice in a conversation', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (draw) => {
        const first = makeReference(draw, []);
        expect(first).to.match(/^DN-[2346789ACDEFGHJKMNPQRTWXYZ]{4}$/);
        expect(makeReference(draw, [])).to.equal(first);
        expect(makeReference(draw, [first])).to.not.equal(first);
      }),
    );
  });

  it('spreads evenly over draws that differ little', () => {
    const made = new Set(
      Array.from({ length: 10_000 }, (_, index) => makeReference(`draw${index}`, [])),
    );
    // 10,000 of 456,976: about 109 meet another by chance.
    expect(made.size).to.be.within(9_800, 9_950);
  });
});

describe('The opening hours', () => {
  it('are those of the clinic, wherever the server stands', () => {
    const clinic = { ...real.clinic, timeZone: 'Asia/Kuala_Lumpur' };
    const monday9 = Date.UTC(2026, 10, 23, 1);
    expect(openAt(clinic, monday9)).to.equal('open');
    expect(openAt({ ...clinic, timeZone: 'Europe/London' }, monday9)).to.equal('closed');
  });

  it('begin at the first minute and end before the last', () => {
    const at = (hour: number) => openAt(real.clinic, Date.UTC(2026, 10, 23, hour));
    expect([at(7), at(8), at(18), at(19)]).to.deep.equal(['closed', 'open', 'open', 'closed']);
  });

  it('may be unknown', () => {
    expect(openAt({ ...real.clinic, hours: null }, 0)).to.equal('unknown');
  });
});

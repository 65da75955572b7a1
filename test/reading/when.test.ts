import { expect } from 'chai';
import fc from 'fast-check';
import { NOON, readers, real, times } from '../helpers/flows.ts';

/** Sunday 22 November 2026, noon, with the example clinic's hours: closed on Sundays. */
const context = { at: NOON, timeZone: 'Europe/London', hours: real.clinic.hours, words: times };

function when(text: string, at = NOON) {
  return readers.when(text, { ...context, at });
}

function shown(text: string, at = NOON): string {
  const reading = when(text, at);
  return reading.kind === 'value' ? reading.shown : reading.kind;
}

function problem(text: string, at = NOON): string {
  const reading = when(text, at);
  return reading.kind === 'problem' ? reading.code : reading.kind;
}

describe('Reading days and times', () => {
  const cases: Readonly<Record<string, string>> = {
    'any Tuesday morning': 'any Tuesday, morning',
    Tuesdays: 'any Tuesday',
    tuesday: 'Tuesday 24 November',
    'tues morning or thurs evening':
      'Tuesday 24 November, morning or Thursday 26 November, evening',
    'tuesday or thursday afternoon': 'Tuesday 24 November or Thursday 26 November, afternoon',
    'Tues/Thurs after 5': 'Tuesday 24 November or Thursday 26 November, from 5 pm',
    'monday to wednesday': 'Monday 23 November or Tuesday 24 November or Wednesday 25 November',
    'tomorrow at 3': 'Monday 23 November, 3 pm',
    'tmr afternoon can?': 'Monday 23 November, afternoon',
    'esok petang': 'Monday 23 November, afternoon',
    'selasa pagi': 'Tuesday 24 November, morning',
    'day after tomorrow': 'Tuesday 24 November',
    'in 2 days': 'Tuesday 24 November',
    'next week Tuesday': 'Tuesday 24 November',
    'next week': 'in the week of Monday 23 November',
    'weekdays after 5pm': 'any weekday, from 5 pm',
    'at the weekend': 'at a weekend',
    'between 2 and 4 on friday': 'Friday 27 November, from 2 pm until 4 pm',
    'tuesday 9 to 5': 'Tuesday 24 November, from 9 am until 5 pm',
    'monday before 10am': 'Monday 23 November, until 10 am',
    '25/12/2027': 'Saturday 25 December 2027',
    '24 November': 'Tuesday 24 November',
    'the 24th at 3pm': 'Tuesday 24 November, 3 pm',
    'friday lunchtime': 'Friday 27 November, around midday',
    'saturdays at 10': 'any Saturday, 10 am',
    mornings: 'morning',
    'as soon as possible': 'as soon as possible',
    asap: 'as soon as possible',
    'any time': 'any time',
    'bila-bila masa': 'any time',
    "it's Ana, 020 7946 0018, Tuesday": 'Tuesday 24 November',
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(`reads "${text}"`, () => expect(shown(text)).to.equal(expected));
  }

  it('gives ISO ranges in the local time of the clinic', () => {
    expect(when('tomorrow at 3')).to.include({ value: '2026-11-23T15:00/15:30' });
    expect(when('any Tuesday morning')).to.include({ value: 'W2T00:00/12:00' });
  });

  it('takes the half of the day in which the clinic is open', () => {
    expect(shown('Tuesday at 9')).to.equal('Tuesday 24 November, 9 am');
    expect(shown('Tuesday at 2')).to.equal('Tuesday 24 November, 2 pm');
    expect(shown('Tuesday at 7')).to.equal('Tuesday 24 November, 7 pm');
  });

  it('asks which half is meant where both would do', () => {
    const hours = { ...open('06:00', '22:00') };
    const reading = readers.when('Tuesday at 8', { ...context, hours });
    expect(
      reading.kind === 'problem' && reading.options.map((option) => option.shown),
    ).to.deep.equal(['Tuesday 24 November, 8 am', 'Tuesday 24 November, 8 pm']);
  });

  it('asks which day is meant by next Tuesday, and by Monday on a Monday', () => {
    expect(problem('next tuesday')).to.equal('time-unclear');
    const monday = NOON + 24 * 60 * 60_000;
    expect(problem('monday', monday)).to.equal('time-unclear');
    expect(shown('next monday', monday)).to.equal('Monday 30 November');
    expect(shown('today at 3', monday)).to.equal('Monday 23 November, 3 pm');
  });

  it('refuses what is past, by the clock of the clinic', () => {
    expect(problem('yesterday')).to.equal('time-past');
    expect(problem('last friday')).to.equal('time-past');
    const monday = Date.UTC(2026, 10, 23, 16);
    expect(problem('today at 9am', monday)).to.equal('time-past');
  });

  it('refuses when the clinic is closed, and keeps the days on which it is open', () => {
    expect(problem('sunday')).to.equal('time-closed');
    expect(problem('saturday afternoon at 3')).to.equal('time-closed');
    expect(problem('friday evening at 6')).to.equal('time-closed');
    expect(shown('saturday or sunday')).to.equal('Saturday 28 November');
  });

  it('knows that it is already tomorrow elsewhere', () => {
    const late = Date.UTC(2026, 10, 22, 20);
    const reading = readers.when('tomorrow', {
      ...context,
      at: late,
      timeZone: 'Asia/Kuala_Lumpur',
    });
    expect(reading).to.include({ shown: 'Tuesday 24 November' });
  });

  it('finds nothing in names, small talk and numbers', () => {
    for (const text of [
      'May Tan',
      'banana',
      'hello',
      '020 7946 0018',
      '6',
      'second',
      '',
      'I am sore',
    ]) {
      expect(when(text).kind, text).to.equal('none');
    }
  });

  it('counts, while another thing is asked, only what names a day', () => {
    const kind = (text: string) => readers.when(text, context, true).kind;
    expect(kind('asap')).to.equal('none');
    expect(kind('I was there today')).to.equal('none');
    expect(kind('in the morning')).to.equal('none');
    expect(kind('any Tuesday')).to.equal('value');
  });

  it('reads back every reading it offers as that reading', () => {
    const texts = fc.constantFrom(
      'next monday',
      'next tuesday at 5',
      'next friday morning',
      'next saturday',
    );
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 400 }), (text, days) => {
        const at = NOON + days * 24 * 60 * 60_000;
        const reading = when(text, at);
        if (reading.kind !== 'problem') return;
        for (const option of reading.options) {
          expect(when(option.shown, at)).to.include({ kind: 'value', ...option });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, and shows every value in words', () => {
    const parts = [
      'tue',
      'next',
      'any',
      'morning',
      'at',
      '5',
      'pm',
      'or',
      'to',
      '-',
      '31/2',
      '99',
      'the 31st',
      ',',
    ];
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (words, volunteered) => {
        const reading = readers.when(words, context, volunteered);
        if (reading.kind === 'value') expect(reading.shown).to.match(/[a-z]/);
      }),
      { numRuns: 3000 },
    );
  });
});

function open(from: string, to: string) {
  const day = [[from, to] as const];
  return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
}

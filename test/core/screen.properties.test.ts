import { expect } from 'chai';
import fc from 'fast-check';
import { screenUrgent, type UrgentRules } from '../../src/core/screen.ts';
import { heldOut, urgentRules } from './urgent-rules.ts';

const HARMLESS = [
  'Is there parking nearby?',
  'My appointment is on Tuesday.',
  'The receptionist was lovely.',
  'I live near the station.',
  'What are your opening hours?',
  'My name is Sam.',
];
const GREETINGS = [
  'Hi there, ',
  'Hello, good morning. ',
  'Hey! ',
  'Dear team, ',
  'hi ',
  'Good evening - ',
];

/** What people add to a sign that troubles them. */
const DOUBTS = [
  'Is that normal?',
  'is this ok',
  'Just wondering.',
  'just asking',
  'Is it common?',
  "Otherwise I'm fine.",
  'hope its fine',
  'Probably nothing.',
];

/** Messages that the rules stop at emergency or same-day level. */
function stopped(rules: UrgentRules): readonly string[] {
  return rules.rules
    .filter((rule) => rule.level !== 'contact')
    .flatMap((rule) => rule.fires)
    .concat(heldOut().flatMap(({ urgent, text }) => (urgent ? [text] : [])))
    .filter((text) => isUrgent(rules, text));
}

function isUrgent(rules: UrgentRules, text: string): boolean {
  const { finding } = screenUrgent(rules, text, []);
  return finding?.kind === 'urgent' && finding.level !== 'contact';
}

/** Checks a change of words over every message that is stopped, and names those that get lost. */
async function keepsAll(change: (text: string, at: number) => string): Promise<void> {
  const rules = await urgentRules();
  const lost = stopped(rules)
    .map(change)
    .filter((text) => !isUrgent(rules, text));
  expect(lost).to.deep.equal([]);
}

describe('screenUrgent, whatever is typed', () => {
  it('never throws, and returns a finding that names a rule', async () => {
    const rules = await urgentRules();
    const ids = new Set(rules.rules.map(({ id }) => id));
    const words = fc.constantFrom(
      ...[
        'chest',
        'pain',
        'no',
        'not',
        'leg',
        'swollen',
        'if',
        'i',
        'cant',
        'breathe',
        'but',
        ',',
        '.',
        '2010',
        'needle',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.array(fc.string()), (typed, earlier) => {
        const { finding } = screenUrgent(rules, typed, earlier);
        expect(finding === null || ids.has(finding.rule)).to.equal(true);
      }),
    );
  });

  it('gives the same result for other casing, closing punctuation and curly quotes', async () => {
    const rules = await urgentRules();
    const texts = rules.rules.flatMap((rule) => [
      ...rule.fires,
      ...rule.silent.map(({ text }) => text),
    ]);
    const finding = (text: string) => screenUrgent(rules, text, []).finding;
    const changes = [
      (text: string) => text.toUpperCase(),
      (text: string) => `${text}?!`,
      (text: string) => `${text} ...`,
      (text: string) => `${text}.`,
      (text: string) => text.replaceAll("'", '\u2019'),
    ];
    const different = texts
      .map((text, at) => [text, changes[at % changes.length]?.(text) ?? text] as const)
      .filter(([text, other]) => JSON.stringify(finding(other)) !== JSON.stringify(finding(text)));
    expect(different).to.deep.equal([]);
  });

  it('loses no urgent sign behind a polite greeting', () =>
    keepsAll((text, at) => `${GREETINGS[at % GREETINGS.length]}${text}`));

  it('loses no urgent sign behind a harmless sentence', () =>
    keepsAll((text, at) => `${HARMLESS[at % HARMLESS.length]} ${text}`));

  it('loses no urgent sign before a harmless sentence', () =>
    keepsAll((text, at) => `${text}. ${HARMLESS[at % HARMLESS.length]}`));

  it('loses no urgent sign before a doubt about it', () =>
    keepsAll((text, at) => `${text}. ${DOUBTS[at % DOUBTS.length]}`));

  it('loses no urgent sign to a typing error in a long word', async () => {
    const rules = await urgentRules();
    const all = stopped(rules);
    const kept = all.filter((text) => isUrgent(rules, swapInLongest(text)));
    expect(kept.length / all.length).to.be.at.least(0.95);
  });

  it('stops no harmless sentence', async () => {
    const rules = await urgentRules();
    const said = [...HARMLESS, ...GREETINGS];
    expect(said.filter((text) => screenUrgent(rules, text, []).finding !== null)).to.deep.equal([]);
  });

  it('reads a message of a hundred thousand letters without growing slower per letter', async () => {
    const rules = await urgentRules();
    const long = `${'my leg is not swollen and i cant see why '.repeat(2500)} my chest hurts when i breathe`;
    expect(isUrgent(rules, long)).to.equal(true);
  });
});

/** Swaps two inner letters of the longest word of seven letters or more. */
function swapInLongest(text: string): string {
  const longest = text.split(/[^a-z]+/i).sort((a, b) => b.length - a.length)[0] ?? '';
  if (longest.length < 7) return text;
  const swapped = longest.slice(0, 3) + longest[4] + longest[3] + longest.slice(5);
  return text.replace(longest, swapped);
}

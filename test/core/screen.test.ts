import { expect } from 'chai';
import { type Screening, screenUrgent } from '../../src/core/screen.ts';
import { urgentRules } from './urgent-rules.ts';

type Told = 'emergency' | 'same-day' | 'contact' | 'mention' | 'nothing';

function told({ finding }: Screening): Told {
  if (finding === null) return 'nothing';
  return finding.kind === 'mention' ? 'mention' : finding.level;
}

/** Each title with what must be made of messages that no rule's examples hold. */
const table: Readonly<Record<string, readonly (readonly [string, Told])[]>> = {
  'a sign after "no" does not count, and what follows a "but" does': [
    ['no chest pain at all', 'nothing'],
    ['no chest pain but I am short of breath', 'emergency'],
    ["i don't have chest pain or trouble breathing", 'nothing'],
    ['no redness, swelling or pus', 'nothing'],
    ['no fever, leg swollen and hot', 'same-day'],
    ['not sure if its infected but it is hot, red and leaking pus', 'same-day'],
    ['not joking i cant breathe', 'emergency'],
  ],
  'a "no" that is the sign itself does not cancel it': [
    ['he is not breathing', 'emergency'],
    ['she is not waking up', 'emergency'],
    ['I do not want to live', 'emergency'],
    ["I can't feel it when I wipe", 'emergency'],
  ],
  'what is long past does not count, what is back now does': [
    ['had a DVT in 2010, can I have needling', 'nothing'],
    ['i had a heart attack five years ago', 'nothing'],
    ['collapsed lung when i was younger', 'nothing'],
    ['had a dvt in 2010 and now my calf is swollen and hot again', 'same-day'],
  ],
  'what is over counts for less': [
    ['felt lightheaded but fine once I sat down', 'nothing'],
    ['leg went numb for one second as the needle went in then fine', 'nothing'],
    ['i fainted in the session but im fine now', 'contact'],
    ['my chest hurts to breathe, it is not gone', 'emergency'],
  ],
  'a question about what might be brings up the signs, a question about oneself fires': [
    ['can it puncture a lung?', 'mention'],
    ['how would i know if my lung was punctured, just asking', 'mention'],
    ['what happens if the bleeding wont stop', 'mention'],
    ['could it be a clot? my calf is hot and swollen', 'same-day'],
    ['can it cause chest pain, because i have chest pain now', 'emergency'],
    ['is it normal that my chest hurts when I breathe?', 'emergency'],
  ],
  'another person counts as much as oneself': [
    ['my husband collapsed after needling', 'emergency'],
    ["my dad's lips have gone blue", 'emergency'],
    ['my friend says he wants to kill himself', 'emergency'],
    ['my dad had a stroke years ago can he have it', 'nothing'],
  ],
  'idioms, names and school work are silent': [
    ['these hills are killing me', 'nothing'],
    ['your prices are giving me a heart attack', 'nothing'],
    ['breathless by the corrs lyrics', 'nothing'],
    ['my phone is dead', 'nothing'],
    ['chest day tomorrow', 'nothing'],
    ['dying to race', 'nothing'],
    ['i run for DVT Running Club', 'nothing'],
    ['how does a blood clot form, need it for my biology assignment', 'nothing'],
  ],
  'words of despair are told from words of injury': [
    ["can't go on my toes", 'same-day'],
    ['hurt myself running', 'nothing'],
    ['i want to end it at 10k', 'nothing'],
    ["i hurt myself running and I don't want to live any more", 'emergency'],
    ["i can't go on", 'same-day'],
  ],
  'the more urgent of two levels wins': [
    ['my calf is swollen and i cant breathe', 'emergency'],
    ['im 15 and my chest hurts when i breathe', 'emergency'],
    ['you hurt me and now my foot drops', 'same-day'],
  ],
  'misspelt words, short forms and Malay are understood': [
    ['cnt breath', 'emergency'],
    ['SOB since yday', 'emergency'],
    ['my calf is swolen and warn', 'same-day'],
    ['chset pain wen i breth in', 'emergency'],
    ['sesak nafas', 'emergency'],
    ['darah tak berhenti', 'emergency'],
    ['cauda equina??? numb bewteen my legs', 'emergency'],
  ],
  'harmless words one letter from a sign are silent': [
    ['can you paint the room', 'nothing'],
    ['dog breeding', 'nothing'],
    ['i play chess and stroll', 'nothing'],
    ['nice throne', 'nothing'],
  ],
};

describe('screenUrgent', () => {
  for (const [title, rows] of Object.entries(table)) {
    it(title, async () => {
      const rules = await urgentRules();
      const wrong = rows
        .map(([text, expected]) => ({ text, expected, got: told(screenUrgent(rules, text, [])) }))
        .filter(({ expected, got }) => expected !== got);
      expect(wrong).to.deep.equal([]);
    });
  }

  it('makes two harmless findings urgent together, in one message or over two turns', async () => {
    const rules = await urgentRules();
    const together = 'my calf aches a lot and I had a long haul flight';
    expect(told(screenUrgent(rules, together, []))).to.equal('same-day');
    const first = screenUrgent(rules, 'my calf aches a lot', []);
    expect(told(first)).to.equal('nothing');
    const second = screenUrgent(
      rules,
      'i flew back from Sydney on a long haul flight',
      first.findings,
    );
    expect(told(second)).to.equal('same-day');
  });

  it('needs a new finding for a pair: what was said before does not fire again by itself', async () => {
    const rules = await urgentRules();
    const { findings } = screenUrgent(rules, 'my calf aches since my long haul flight', []);
    expect(told(screenUrgent(rules, 'what are your opening hours', findings))).to.equal('nothing');
  });

  it('remembers nothing that was denied', async () => {
    const rules = await urgentRules();
    expect(screenUrgent(rules, 'no fever and no lump', []).findings).to.deep.equal([]);
  });

  it('tells staff which words it saw and what became of them', async () => {
    const rules = await urgentRules();
    expect(screenUrgent(rules, 'no chest pain', []).signs.join()).to.match(/chest pain.*negated/);
    expect(screenUrgent(rules, 'chest pain', []).signs.join()).to.match(/chest pain.*emergency/);
  });
});

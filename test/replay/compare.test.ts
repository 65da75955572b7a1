import { expect } from 'chai';
import fc from 'fast-check';
import type { Decision } from '../../src/core/conversation.ts';
import { compareDecisions } from '../../src/replay/compare.ts';

const unknown: Decision = { kind: 'unknown', reason: 'not-known', nearest: [], confidence: 0.1 };
const refused: Decision = { kind: 'unknown', reason: 'dose', nearest: [], confidence: 0.9 };
const choices = (...ids: string[]): Decision => ({
  kind: 'choices',
  choices: ids,
  confidence: 0.4,
});
const answer = (...entries: string[]) =>
  ({ kind: 'answer', entries, confidence: 0.9 }) as const satisfies Decision;
const urgent = (rule: string, urgency: 'emergency' | 'same-day' | 'contact'): Decision => ({
  kind: 'urgent',
  rule,
  urgency,
});

const anyDecision = fc.constantFrom(
  unknown,
  refused,
  choices('bruising', 'price'),
  answer('bruising'),
  answer('bruising', 'price'),
  urgent('a', 'emergency'),
  urgent('b', 'same-day'),
  urgent('c', 'contact'),
);

describe('Comparing what a turn came to', () => {
  it('finds the same where entries, rule and dialog are the same, however sure it was', () => {
    expect(compareDecisions(answer('a'), { ...answer('a'), confidence: 0.5 })).to.equal('same');
    expect(compareDecisions(unknown, { ...unknown, nearest: ['bruising'] })).to.equal('same');
    expect(compareDecisions(choices('a', 'b'), choices('b', 'a'))).to.equal('same');
  });

  it('calls it better when what was not known is answered, offered or refused', () => {
    for (const after of [answer('a'), choices('a'), refused]) {
      expect(compareDecisions(unknown, after)).to.equal('better');
      expect(compareDecisions(after, unknown)).to.equal('unanswered');
    }
  });

  it('calls another answer, another order of two answers and another refusal different', () => {
    expect(compareDecisions(answer('a'), answer('b'))).to.equal('different');
    expect(compareDecisions(answer('a', 'b'), answer('b', 'a'))).to.equal('different');
    expect(compareDecisions(refused, answer('a'))).to.equal('different');
    const step = { kind: 'flow', flow: 'booking', event: 'continued', step: 'name' } as const;
    expect(compareDecisions(step, { ...step, step: 'phone' })).to.equal('different');
  });

  it('puts urgency before everything: a milder message is an urgent lost', () => {
    expect(compareDecisions(urgent('a', 'emergency'), unknown)).to.equal('urgent-lost');
    expect(compareDecisions(unknown, urgent('a', 'contact'))).to.equal('urgent-gained');
    expect(compareDecisions(urgent('a', 'emergency'), urgent('a', 'same-day'))).to.equal(
      'urgent-lost',
    );
    expect(compareDecisions(urgent('a', 'contact'), urgent('b', 'contact'))).to.equal('different');
  });

  it('finds nothing against itself, and turns gains into losses when the sides are swapped', () => {
    const swapped = {
      same: 'same',
      better: 'unanswered',
      unanswered: 'better',
      different: 'different',
      'urgent-gained': 'urgent-lost',
      'urgent-lost': 'urgent-gained',
    };
    fc.assert(
      fc.property(anyDecision, anyDecision, (one, other) => {
        expect(compareDecisions(one, one)).to.equal('same');
        const forth = compareDecisions(one, other);
        expect(compareDecisions(other, one)).to.equal(swapped[forth]);
      }),
    );
  });
});

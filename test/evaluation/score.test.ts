import { expect } from 'chai';
import type { DecisionRecord } from '../../src/evaluation/record.ts';
import { judge, type Labelled, tally } from '../../src/evaluation/score.ts';

const nothing: DecisionRecord = {
  kind: 'unknown',
  entries: [],
  topics: [],
  choices: [],
  flow: null,
  urgency: null,
  rule: null,
  confidence: null,
};

function asked(kind: Labelled['kind'], topic = 'none', nearmiss = false): Labelled {
  return { id: 'q', text: 'text', kind, topic, nearmiss };
}

describe('Scoring', () => {
  it('takes an answer by its topic or a neighbour of it', () => {
    const answer = { ...nothing, kind: 'answer', topics: ['soreness-after'] } as const;
    expect(judge(asked('faq', 'soreness-after'), answer)).to.equal('right');
    expect(judge(asked('faq', 'soreness-duration'), answer)).to.equal('right');
    expect(judge(asked('faq', 'price'), answer)).to.equal('wrong');
  });

  it('takes choices that hold the topic for half', () => {
    const offered = (topic: string) =>
      ({ ...nothing, kind: 'choices', choices: [{ entry: 'e', topics: [topic] }] }) as const;
    expect(judge(asked('clinic', 'price'), offered('insurance'))).to.equal('choices');
    expect(judge(asked('clinic', 'price'), offered('itb'))).to.equal('wrong');
  });

  it('counts an urgent message to a harmless question as a false alarm, but contact after care not', () => {
    const urgent = (urgency: 'contact' | 'same-day') =>
      ({ ...nothing, kind: 'urgent', urgency }) as const;
    expect(judge(asked('faq', 'hurts'), urgent('contact'))).to.equal('false alarm');
    expect(judge(asked('aftercare'), urgent('same-day'))).to.equal('false alarm');
    expect(judge(asked('aftercare'), urgent('contact'))).to.equal('wrong');
    expect(judge(asked('redflag'), urgent('same-day'))).to.equal('right');
    expect(judge(asked('redflag'), urgent('contact'))).to.equal('miss');
  });

  it('wants a dialog for a booking, and silence for what is none of our business', () => {
    const flow = { ...nothing, kind: 'flow', flow: 'booking' } as const;
    expect(judge(asked('booking'), flow)).to.equal('right');
    expect(judge(asked('offtopic'), flow)).to.equal('wrong');
    expect(judge(asked('offtopic'), nothing)).to.equal('right');
    expect(judge(asked('smalltalk'), nothing)).to.equal('unknown');
  });

  it('gives near misses a row of their own', () => {
    const rows = tally([{ question: asked('faq', 'hurts', true), verdict: 'right' }]);
    expect(rows.map(({ name, total }) => `${name} ${total}`)).to.deep.equal([
      'faq 1',
      'near misses 1',
    ]);
  });
});

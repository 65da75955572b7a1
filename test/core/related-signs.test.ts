import { expect } from 'chai';
import type { Guide } from '../../src/core/guide.ts';
import { addRelatedSigns } from '../../src/core/related-signs.ts';
import { screenUrgent } from '../../src/core/screen.ts';
import { realGuide, Talk, wordsOf } from '../helpers/guide.ts';

describe('Signs beside the rules', () => {
  let guide: Guide;
  const near = (rule: string, likeness: number): Guide => ({
    ...guide,
    search: { ...guide.search, nearestSigns: () => ({ rule, likeness }) },
  });
  const ruleOf = (place: number) => guide.content.urgent.rules[place]?.id ?? '';

  before(async () => {
    guide = await realGuide();
  });

  it('shows the signs beneath the answer to what resembles a sign', () => {
    const rule = ruleOf(0);
    const { decision, replies } = new Talk(near(rule, 0.6)).say('does dry needling hurt?');
    expect(decision.kind).to.equal('answer');
    expect(replies.at(-1)?.text).to.include(guide.content.urgent.rules[0]?.signs);
    expect(replies.at(-1)?.choices).not.to.be.empty;
  });

  it('shows them also where nothing is known', () => {
    const outcome = new Talk(near(ruleOf(0), 0.6)).say('what is the weather like tomorrow');
    expect(outcome.decision.kind).to.equal('unknown');
    expect(wordsOf(outcome)).to.include(guide.content.messages.signs);
  });

  it('stops nobody, however alike', () => {
    const { decision } = new Talk(near(ruleOf(0), 1.2)).say('does dry needling hurt?');
    expect(decision.kind).to.equal('answer');
  });

  it('keeps quiet about what is not alike, bare, judged by a rule or like a rule that is gone', () => {
    const looked = (rule: string, likeness: number, text: string) => {
      const seen = screenUrgent(guide.content.urgent, text, []);
      return { seen, told: addRelatedSigns(near(rule, likeness), seen, text) };
    };
    for (const { seen, told } of [
      looked(ruleOf(0), 0.2, 'my calf is sore'),
      looked(ruleOf(0), 0.9, 'no chest pain at all, just sore'),
      looked(ruleOf(0), 0.9, 'cant catch my breath since yesterday'),
      looked(ruleOf(0), 0.9, 'really?'),
      looked('a-rule-that-is-gone', 0.9, 'my calf is sore'),
    ]) {
      expect(told).to.equal(seen);
    }
  });

  it('writes down for staff what was near', () => {
    const { signs, finding } = addRelatedSigns(
      near(ruleOf(0), 0.55),
      screenUrgent(guide.content.urgent, 'my calf is sore', []),
      'my calf is sore',
    );
    expect(signs).to.deep.equal([`${ruleOf(0)}: resembles its examples`]);
    expect(finding).to.deep.equal({ kind: 'mention', rule: ruleOf(0) });
  });
});

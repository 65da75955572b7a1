import { expect } from 'chai';
import fc from 'fast-check';
import { freshConversation } from '../../src/core/conversation.ts';
import { decide } from '../../src/core/decide.ts';
import type { Guide } from '../../src/core/guide.ts';
import { realGuide, Talk, wordsOf } from '../helpers/guide.ts';

describe('A turn', () => {
  let guide: Guide;

  before(async () => {
    guide = await realGuide();
  });

  it('answers a question with its sources and the mark of a draft', () => {
    const { decision, replies } = new Talk(guide).say(
      'How long will I be sore after dry needling?',
    );
    expect(decision).to.include({ kind: 'answer' });
    expect(replies[0]?.footnotes).to.have.length.greaterThan(1);
    expect(replies[0]?.text).to.include('[1]').and.not.include('[^');
    expect(replies[0]?.draft).to.equal(true);
  });

  it('stops for an urgent sign, inside a dialog too, and talks of no booking after it', () => {
    const talk = new Talk(guide);
    talk.say('I would like to book an appointment');
    expect(talk.conversation.flow?.id).to.equal('booking');
    const urgent = talk.say('cant catch my breath since yesterday');
    expect(urgent.decision).to.include({ kind: 'urgent', urgency: 'emergency' });
    expect(wordsOf(urgent))
      .to.include('999')
      .and.not.match(/\bbook/i);
    expect(talk.conversation.flow).to.equal(null);
    const after = talk.say('ok can i book an appointment then');
    expect(after.conversation.flow).to.equal(null);
    expect(wordsOf(after)).to.equal(guide.content.messages.afterUrgent);
  });

  it('lets a booking begin again once the urgent message is long ago', () => {
    const talk = new Talk(guide);
    talk.say('cant catch my breath since yesterday');
    talk.wait(13 * 60 * 60_000);
    expect(talk.say('I would like to book an appointment').conversation.flow?.id).to.equal(
      'booking',
    );
  });

  it('admits that it does not know the weather, and says how to reach a person', () => {
    const outcome = new Talk(guide).say('what is the weather like tomorrow');
    expect(outcome.decision.kind).to.equal('unknown');
    expect(wordsOf(outcome)).to.include(guide.content.clinic.phone);
  });

  it('answers a question in the middle of a dialog and asks again', () => {
    const talk = new Talk(guide);
    const asked = talk.say('I would like to book an appointment');
    const step = asked.conversation.flow?.step;
    const outcome = talk.say('does dry needling hurt?');
    expect(outcome.decision).to.include({ kind: 'answer' });
    expect(outcome.replies.length).to.be.greaterThan(1);
    expect(outcome.conversation.flow?.step).to.equal(step);
  });

  it('neither uses nor keeps a message with a card number', () => {
    const outcome = new Talk(guide).say('my card is 4111 1111 1111 1111 how much is it');
    expect(outcome.decision.kind).to.equal('private');
    expect(outcome.kept).to.include({ text: 'my card is ••• how much is it' });
  });

  it('takes a pressed follow-up question for the answer it stands for', () => {
    const talk = new Talk(guide);
    const [next = ''] =
      talk.say('How long will I be sore after dry needling?').replies.at(-1)?.choices ?? [];
    const outcome = talk.say(next);
    const [entry] = outcome.decision.kind === 'answer' ? outcome.decision.entries : [];
    expect(guide.content.entries.get(entry ?? '')?.title).to.equal(next);
  });

  it('hides drafts when only signed answers may be shown', () => {
    const strict = { ...guide, signedOnly: true };
    const outcome = new Talk(strict).say('does dry needling hurt?');
    expect(outcome.decision.kind).to.equal('unknown');
    expect(wordsOf(outcome)).to.equal(guide.content.messages.signedOnlyEmpty);
  });

  it('welcomes, and begins a dialog by name', () => {
    const conversation = freshConversation('c', 'website', 0);
    const welcome = decide(guide, conversation, { kind: 'join', id: 'a', at: 0 }, 'QWERTYUI');
    expect(welcome.decision.kind).to.equal('welcome');
    const start = { kind: 'start', id: 'b', at: 0, flow: 'aftercare' } as const;
    expect(decide(guide, conversation, start, 'QWERTYUI').conversation.flow?.id).to.equal(
      'aftercare',
    );
    const unknown = { ...start, flow: 'nonsense' };
    expect(decide(guide, conversation, unknown, 'QWERTYUI').decision.kind).to.equal('unknown');
  });

  it('decides the same twice, throws for no text, and always says something', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.lorem(), fc.constantFrom('yes', 'no', 'book', 'why')), {
          maxLength: 6,
        }),
        (texts) => {
          const [one, other] = [new Talk(guide), new Talk(guide)];
          for (const text of texts) {
            const outcome = one.say(text);
            expect(other.say(text)).to.deep.equal(outcome);
            expect(outcome.replies.length).to.be.greaterThan(0);
            for (const reply of outcome.replies) expect(reply.text).to.not.equal('');
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

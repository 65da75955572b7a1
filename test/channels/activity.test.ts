import { expect } from 'chai';
import { attachedOf, lineActivity, replyActivity } from '../../src/channels/activity.ts';
import type { Message, Reply } from '../../src/core/conversation.ts';
import type { Guide } from '../../src/core/guide.ts';
import { say, showEntry, urgentReply } from '../../src/core/show.ts';
import type { Json } from '../../src/storage/store.ts';
import { realGuide } from '../helpers/guide.ts';

describe('A transcript line as an activity', () => {
  let guide: Guide;

  before(async () => {
    guide = await realGuide();
  });

  function answer(): Reply {
    const entry = guide.content.entries.get('soreness-how-long');
    if (!entry) throw new TypeError('no such entry');
    return showEntry(guide.content, entry, ['What helps?', 'Book an appointment']);
  }

  function visitorLine(message: Message, attached: Json) {
    return { from: 'visitor', id: 'c1|1', sequence: 1, at: 0, message, attached } as const;
  }

  it('shows a stock client everything: the answer, its sources, the notice and the draft line', () => {
    const reply = answer();
    const { text = '', textFormat } = replyActivity(reply, guide.content.messages);
    const { sources, notice, draft } = guide.content.messages;
    expect(textFormat).to.equal('markdown');
    expect(text.startsWith(reply.text)).to.equal(true);
    for (const part of [sources, notice, draft]) expect(text).to.include(part);
    for (const { number, text: source } of reply.footnotes) {
      expect(text).to.include(`${number}. ${source}`);
    }
  });

  it('offers choices as buttons that say their own words', () => {
    const { suggestedActions, inputHint } = replyActivity(answer(), guide.content.messages);
    expect(suggestedActions?.actions).to.deep.equal([
      { type: 'imBack', title: 'What helps?', value: 'What helps?' },
      { type: 'imBack', title: 'Book an appointment', value: 'Book an appointment' },
    ]);
    expect(inputHint).to.equal('expectingInput');
    expect(replyActivity(say('Hello'), guide.content.messages)).to.not.have.property(
      'suggestedActions',
    );
  });

  it('shows a safety message as its words alone', () => {
    expect(replyActivity(urgentReply('Call 999.'), guide.content.messages).text).to.equal(
      'Call 999.',
    );
  });

  it('carries the parts of a reply for our own widget', () => {
    const reply = answer();
    const line = {
      from: 'assistant',
      id: 'c1|2',
      sequence: 2,
      at: 0,
      replyTo: 'm1',
      reply,
    } as const;
    const activity = lineActivity(line, 'c1', guide.content.messages);
    expect(activity).to.deep.include({
      id: 'c1|2',
      type: 'message',
      timestamp: '1970-01-01T00:00:00.000Z',
      conversation: { id: 'c1' },
      replyToId: 'm1',
      channelData: { footnote: reply },
    });
    expect(activity?.from).to.include({ role: 'bot' });
  });

  it('echoes what a client attached, as it came', () => {
    const channelData = { clientActivityID: 'm1', deep: [{ page: '/running' }] };
    const from = { id: 'me', name: 'Visitor', role: 'user' };
    const message = { kind: 'text', id: 'm1', at: 0, text: 'hello' } as const;
    const line = visitorLine(message, { from, channelData, locale: 'en-GB' });
    expect(lineActivity(line, 'c1', guide.content.messages)).to.deep.include({
      type: 'message',
      text: 'hello',
      from,
      channelData,
      locale: 'en-GB',
    });
  });

  it('keeps no more of what a client attached than it needs to know its own again', () => {
    const attached = (channelData: unknown) =>
      attachedOf({ type: 'message', text: 'hi', channelData });
    expect(attached({ pad: 'x'.repeat(3_000) })).to.have.nested.property('channelData.pad');
    const big = { clientActivityID: 'mine', pad: 'x'.repeat(200_000) };
    expect(attached(big)).to.deep.include({ channelData: { clientActivityID: 'mine' } });
    expect(attached({ pad: 'x'.repeat(200_000) })).not.to.have.property('channelData');
  });

  it('shows a start and a vote as the events they were, and nothing for joining', () => {
    const { messages } = guide.content;
    const start = { kind: 'start', id: 's', at: 0, flow: 'aftercare' } as const;
    const vote = { kind: 'vote', id: 'v', at: 0, reply: 'c1|2', helpful: true } as const;
    expect(lineActivity(visitorLine(start, {}), 'c1', messages)).to.deep.include({
      type: 'event',
      name: 'start',
      value: { flow: 'aftercare' },
    });
    expect(lineActivity(visitorLine(vote, null), 'c1', messages)).to.deep.include({
      type: 'event',
      name: 'vote',
      value: { reply: 'c1|2', helpful: true },
    });
    const join = { kind: 'join', id: 'join', at: 0 } as const;
    expect(lineActivity(visitorLine(join, null), 'c1', messages)).to.equal(null);
  });
});

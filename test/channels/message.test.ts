import type { Activity } from 'botbuilder-core';
import { expect } from 'chai';
import { readMessage } from '../../src/channels/message.ts';

const recipient = { id: 'footnote', name: '' };

function read(activity: Partial<Activity>) {
  return readMessage({ recipient, ...activity }, 7);
}

describe('An activity as a message', () => {
  it('is known by the id its client gave it, then by its own, then by one made here', () => {
    const channelData = { clientActivityID: 'mine' };
    expect(read({ type: 'message', text: 'a', id: 'its', channelData })).to.deep.equal({
      kind: 'text',
      id: 'mine',
      at: 7,
      text: 'a',
    });
    expect(read({ type: 'message', text: 'a', id: 'its' })?.id).to.equal('its');
    const made = [1, 2].map(() => read({ type: 'message', text: 'a' })?.id);
    expect(new Set(made).size).to.equal(2);
  });

  it('is nothing without words', () => {
    expect(read({ type: 'message', text: ' \n' })).to.equal(null);
    expect(read({ type: 'message' })).to.equal(null);
    expect(read({ type: 'typing' })).to.equal(null);
    expect(read({ type: 'event', name: 'webchat/join' })).to.equal(null);
  });

  it('keeps no more of endless words than anybody could mean', () => {
    const message = read({ type: 'message', text: 'ow '.repeat(80_000) });
    expect(message?.kind === 'text' && message.text).to.have.lengthOf(20_000);
  });

  it('joins once, when it is the visitor who was added', () => {
    const visitor = { id: 'me', name: '' };
    const joined = read({
      type: 'conversationUpdate',
      id: 'x',
      membersAdded: [recipient, visitor],
    });
    expect(joined).to.deep.equal({ kind: 'join', id: 'join', at: 7 });
    expect(read({ type: 'conversationUpdate', membersAdded: [recipient] })).to.equal(null);
  });

  it('starts a dialog or votes by an event', () => {
    const start = read({ type: 'event', id: 's', name: 'start', value: { flow: 'aftercare' } });
    expect(start).to.deep.equal({ kind: 'start', id: 's', at: 7, flow: 'aftercare' });
    const value = { reply: 'c|1', helpful: false };
    const vote = read({ type: 'event', id: 'v', name: 'vote', value });
    expect(vote).to.deep.equal({ kind: 'vote', id: 'v', at: 7, ...value });
    expect(read({ type: 'event', name: 'vote', value: { helpful: 'yes' } })).to.equal(null);
    expect(read({ type: 'event', name: 'start', value: null })).to.equal(null);
  });

  it('votes by a thumb', () => {
    const thumb = { type: 'messageReaction', id: 'r', replyToId: 'c|1' };
    expect(read({ ...thumb, reactionsAdded: [{ type: 'like' }] })).to.include({
      kind: 'vote',
      reply: 'c|1',
      helpful: true,
    });
    expect(read({ ...thumb, reactionsAdded: [{ type: 'dislike' }] })).to.include({
      helpful: false,
    });
    expect(read({ ...thumb, reactionsAdded: [{ type: 'heart' }] })).to.equal(null);
  });
});

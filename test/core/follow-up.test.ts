import { expect } from 'chai';
import type { Offer } from '../../src/core/conversation.ts';
import { readFollowUp, readOfferReply } from '../../src/core/follow-up.ts';

const offer: Offer = {
  kind: 'did-you-mean',
  question: 'sore',
  options: [
    { label: 'Will I be sore?', target: 'entry:sore' },
    { label: 'How long will it last?', target: 'entry:long' },
    { label: 'What helps?', target: 'entry:helps' },
  ],
};
const single: Offer = { ...offer, options: offer.options.slice(0, 1) };

describe('readOfferReply', () => {
  const picks: readonly (readonly [string, string])[] = [
    ['the first one', 'entry:sore'],
    ['1', 'entry:sore'],
    ['second please', 'entry:long'],
    ['number 3', 'entry:helps'],
    ['the last one', 'entry:helps'],
    ['How long will it last', 'entry:long'],
    ['WHAT HELPS?', 'entry:helps'],
  ];
  for (const [said, target] of picks) {
    it(`takes "${said}" for ${target}`, () => {
      expect(readOfferReply(offer, said)).to.include({ kind: 'picked', target });
    });
  }

  for (const said of ['none of these', 'no', 'neither', 'nope']) {
    it(`takes "${said}" for a refusal of all`, () => {
      expect(readOfferReply(offer, said)).to.deep.equal({ kind: 'declined' });
    });
  }

  it('takes yes to one option for that option', () => {
    expect(readOfferReply(single, 'yes please')).to.include({
      kind: 'picked',
      target: 'entry:sore',
    });
  });

  it('asks which one when yes may mean several', () => {
    expect(readOfferReply(offer, 'yes')).to.deep.equal({ kind: 'which' });
  });

  const next: Offer = { ...offer, kind: 'next' };
  for (const said of ['yes please', 'tell me more', 'go on', 'what else?']) {
    it(`asks which of the next questions "${said}" means`, () => {
      expect(readOfferReply(next, said)).to.deep.equal({ kind: 'which' });
    });
  }

  it('takes "ok" after an answer for no more than that', () => {
    expect(readOfferReply(next, 'ok')).to.deep.equal({ kind: 'other' });
    expect(readOfferReply(offer, 'ok')).to.deep.equal({ kind: 'which' });
  });

  for (const said of [
    'is there parking',
    'no pain today but tired',
    'first time here, does it hurt',
  ]) {
    it(`leaves "${said}" to be searched`, () => {
      expect(readOfferReply(offer, said)).to.deep.equal({ kind: 'other' });
    });
  }

  it('reads nothing into a reply when nothing was offered', () => {
    expect(readOfferReply(null, 'yes')).to.deep.equal({ kind: 'other' });
    expect(readOfferReply({ ...offer, options: [] }, '1')).to.deep.equal({ kind: 'other' });
  });
});

describe('readFollowUp', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['and how long does that last?', 'how long does that last?', 'bare points'],
    ['what about running', 'running', ''],
    ['why', 'why', 'bare'],
    ['how many?', 'how many?', 'bare'],
    ['so whats the difference then', 'so what is the difference then', 'bare'],
    ['is that normal?', 'is that normal?', 'bare points'],
    ['can I put ice on it', 'can i put ice on it', 'points'],
    ['more than a flu jab?', 'more than a flu jab?', ''],
    ['no, I meant Achilles', 'achilles', 'corrects'],
    ['not the price, the time it takes', 'the time it takes', 'corrects bare points'],
    ['no not the bruise, the soreness', 'the soreness', 'corrects'],
    ['thats not what i asked, are they clean', 'are they clean', 'corrects points'],
  ];
  for (const [said, text, marks] of cases) {
    it(`reads "${said}" as "${text}"${marks && `: ${marks}`}`, () => {
      const [corrects, bare, points] = ['corrects', 'bare', 'points'].map((mark) =>
        marks.split(' ').includes(mark),
      );
      expect(readFollowUp(said)).to.deep.include({ text, corrects, bare, points });
    });
  }

  it('hears what was not meant', () => {
    expect(readFollowUp('no not the bruise, the soreness')?.refused).to.deep.equal(['bruise']);
    expect(readFollowUp('sorry not after, instead of needling')?.refused).to.deep.equal(['after']);
    expect(readFollowUp('no, I meant Achilles')?.refused).to.deep.equal([]);
  });

  it('lets a long message stand alone', () => {
    expect(
      readFollowUp(
        'I came off my bike in the rain on Sunday and now it hurts when I climb the stairs at work or sit for long',
      ),
    ).to.equal(null);
  });
});

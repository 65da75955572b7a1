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
  const cases: readonly (readonly [string, string, string, 'bare' | '', 'points' | ''])[] = [
    ['and how long does that last?', 'more', 'how long does that last?', 'bare', 'points'],
    ['what about running', 'more', 'running', '', ''],
    ['why', 'pointing', 'why', 'bare', ''],
    ['how many?', 'pointing', 'how many?', 'bare', ''],
    ['so whats the difference then', 'pointing', 'so what is the difference then', 'bare', ''],
    ['is that normal?', 'pointing', 'is that normal?', 'bare', 'points'],
    ['can I put ice on it', 'pointing', 'can i put ice on it', '', 'points'],
    ['no, I meant Achilles', 'correction', 'achilles', '', ''],
    ['not the price, the time it takes', 'correction', 'the time it takes', 'bare', 'points'],
    ['no not the bruise, the soreness', 'correction', 'the soreness', '', ''],
    ['thats not what i asked, are they clean', 'correction', 'are they clean', '', 'points'],
  ];
  for (const [said, kind, text, bare, points] of cases) {
    it(`reads "${said}" as ${kind}${bare && `, ${bare}`}${points && `, ${points}`}`, () => {
      const read = { kind, text, bare: bare === 'bare', points: points === 'points' };
      expect(readFollowUp(said)).to.deep.include(read);
    });
  }

  it('hears what was not meant', () => {
    expect(readFollowUp('no not the bruise, the soreness')?.refused).to.deep.equal(['bruise']);
    expect(readFollowUp('sorry not after, instead of needling')?.refused).to.deep.equal(['after']);
    expect(readFollowUp('no, I meant Achilles')?.refused).to.deep.equal([]);
  });

  it('lets a question that says what it is about stand alone', () => {
    expect(readFollowUp('do you treat runners with shin splints')).to.equal(null);
    expect(
      readFollowUp('I came off my bike and it hurts when I climb the stairs at work'),
    ).to.equal(null);
  });
});

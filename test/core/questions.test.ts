import { expect } from 'chai';
import fc from 'fast-check';
import { splitQuestions } from '../../src/core/questions.ts';

const texts = (message: string) => splitQuestions(message).map(({ text }) => text);

describe('splitQuestions', () => {
  it('keeps one question as it is', () => {
    expect(texts('how long will I be sore?')).to.deep.equal(['how long will I be sore?']);
  });

  it('takes a message without a question as one', () => {
    const message = 'calf soreness after needling';
    expect(splitQuestions(message)).to.deep.equal([{ text: message, told: [] }]);
  });

  it('parts questions by marks, lines and joining words, in order', () => {
    const message =
      'Does it hurt? how many sessions do i need and whats the price\ncan i run after';
    expect(texts(message)).to.deep.equal([
      'Does it hurt?',
      'how many sessions do i need',
      'whats the price',
      'can i run after',
    ]);
    expect(texts('how much is it n how long does it take')).to.deep.equal([
      'how much is it',
      'how long does it take',
    ]);
  });

  it('tells what is not asked from what is', () => {
    for (const [message, question] of [
      ["I don't want to book, just tell me the price", 'just tell me the price'],
      ['i dont want to book i just want to know if it hurts', 'i just want to know if it hurts'],
      ['im not asking to book, only whether it hurts', 'only whether it hurts'],
      ['dont book me in, i only want to know where you are', 'i only want to know where you are'],
      ["i don't want to speak to anyone, whats your address", 'whats your address'],
    ]) {
      expect(texts(message ?? '')).to.deep.equal([question]);
    }
    expect(texts('I want to book, just a short one')).to.have.length(1);
  });

  it('parts questions that stand side by side', () => {
    expect(texts('where r u, when are u open and can i park')).to.deep.equal([
      'where r u',
      'when are u open',
      'can i park',
    ]);
    expect(texts('can i run the day after, can i drink alcohol')).to.have.length(2);
    expect(texts('who reads what i type, does it get sold on')).to.have.length(2);
    expect(texts('when i run, can i still get sore')).to.have.length(1);
    expect(texts('what eases it, and at what stage should i ring you')).to.deep.equal([
      'what eases it',
      'at what stage should i ring you',
    ]);
    expect(texts('is there a lift, and if I am late do I lose my slot')).to.have.length(2);
    expect(texts('will it twitch? and if it doesnt have i wasted my money')).to.have.length(2);
    expect(texts('swimming leh? and beer can or cannot')).to.have.length(2);
    expect(texts('is there parking n wat time u close')).to.have.length(2);
    expect(texts('whats ur address n u open sunday anot')).to.have.length(2);
    expect(texts('kindly explain what it does, and whether I need exercises')).to.have.length(2);
    expect(texts('got carpark or not, then which day open late')).to.have.length(2);
    expect(
      texts('If so: when can i run on it, and would i still need the exercises'),
    ).to.have.length(2);
    expect(texts('no but seriously what training have you got')).to.have.length(1);
    expect(texts('Does it hurt? My husband wants to know if he can sit in')).to.have.length(2);
    expect(texts('do you take laya and if so could you squeeze me in')).to.have.length(2);
    expect(texts('got slot this week? if suddenly cannot come how to cancel')).to.have.length(2);
    expect(texts('do i keep running?? n wud i get exercises')).to.have.length(2);
    expect(texts('does it hurt and if so how much')).to.have.length(1);
  });

  it('parts the points of a list, however they are set apart', () => {
    for (const [message, ...questions] of [
      [
        '1) how deep do they go 2) what if it hits a nerve',
        'how deep do they go',
        'what if it hits a nerve',
      ],
      ['what do i bring / what do i wear', 'what do i bring', 'what do i wear'],
      [
        'can fly next day or not, then pool can go in?',
        'can fly next day or not',
        'then pool can go in?',
      ],
      ['would ice do, or would a bath be better', 'would ice do', 'would a bath be better'],
      [
        'should i come in, and if not how do i move it',
        'should i come in',
        'if not how do i move it',
      ],
    ]) {
      expect(texts(message ?? '')).to.deep.equal(questions);
    }
    expect(splitQuestions('two things: who does it, and do they use electricity')).to.deep.equal([
      { text: 'who does it', told: ['two things'] },
      { text: 'do they use electricity', told: [] },
    ]);
    expect(texts('tell (a) is current attached (b) what if one snaps')).to.have.length(2);
    expect(texts('is it 1 or 2 sessions, and/or more')).to.have.length(1);
  });

  it('hears a question behind what is told in the same sentence', () => {
    expect(
      texts('even on warfarin? also my daughter has sore knees, would ye see her too'),
    ).to.have.length(2);
    expect(texts('my race is the 26th, how near is too near. it is a marathon')).to.have.length(1);
  });

  it('takes a few words added to a question for another', () => {
    expect(texts('what about hammy? and lower back also')).to.deep.equal([
      'what about hammy?',
      'and lower back also',
    ]);
    expect(texts('what about the gym? And a few drinks that night, lol')).to.have.length(2);
    expect(texts('can i have nurofen for it.. or stick a wheat bag on')).to.have.length(2);
    expect(texts('is it normal? and my calf is still a bit sore')).to.have.length(1);
    expect(texts('and lower back also')).to.have.length(1);
  });

  it('does not part what belongs together', () => {
    expect(texts('can I have a beer and a sauna after')).to.have.length(1);
    expect(texts('my sister has lupus and is on tablets')).to.have.length(1);
    expect(texts('my dad is 68 and was a keen runner')).to.have.length(1);
    expect(texts('is it safe for my knee and my hip')).to.have.length(1);
  });

  it('keeps what was told beside the question', () => {
    const [question] = splitQuestions('Hi. I ran a marathon. My calf is tight. Would this help?');
    expect(question?.text).to.equal('Would this help?');
    expect(question?.told).to.deep.equal(['Hi.', 'I ran a marathon.', 'My calf is tight.']);
  });

  it('parts what is told from a question asked by the way', () => {
    expect(splitQuestions('ok book me in. btw is it an actual physio?')).to.deep.equal([
      { text: 'ok book me in.', told: [] },
      { text: 'btw is it an actual physio?', told: [] },
    ]);
  });

  it('asks of each thing what is asked of either or both', () => {
    expect(
      splitQuestions("i'm on aspirin + i'm breastfeeding, either of those an issue"),
    ).to.deep.equal([
      { text: "i'm on aspirin", told: ['either of those an issue'] },
      { text: "i'm breastfeeding", told: ['either of those an issue'] },
    ]);
    expect(
      texts('I am epileptic. I also have a plate in my leg. Is either a problem?'),
    ).to.have.length(2);
    expect(
      texts('I read about lungs and nerves getting hit. How likely is either?'),
    ).to.have.length(2);
    expect(texts('My neck hurts, and the elbow from badminton. Both can do?')).to.have.length(2);
    expect(texts('im on warfarin plus ive a pacemaker, are both a no')).to.have.length(2);
    expect(texts('is needling ok on both calves and my back')).to.have.length(1);
    expect(texts('i see a chiro. can i do both')).to.have.length(1);
  });

  it('does not take a flood of questions one by one', () => {
    expect(texts('why? '.repeat(30))).to.have.length(1);
  });

  it('loses no word of any message', () => {
    const words = (text: string) => text.match(/[a-z]+/g) ?? [];
    const piece = fc.constantFrom(
      'how',
      'is it',
      'my leg',
      'and',
      '? ',
      '. ',
      '\n',
      'can i run',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const message = pieces.join(' ');
        const kept = splitQuestions(message).flatMap(({ text, told }) => [...told, text]);
        const joining = /^(?:and|also|plus)$/;
        const all = words(message).filter((word) => !joining.test(word));
        const left = words(kept.join(' ')).filter((word) => !joining.test(word));
        expect(left.sort()).to.deep.equal(all.sort());
      }),
    );
  });
});

import { expect } from 'chai';
import { readCorrection } from '../../src/core/correction.ts';
import { tidy } from '../../src/core/text.ts';

describe('readCorrection', () => {
  const corrections: readonly (readonly [said: string, text: string, refused: string])[] = [
    ['no, I meant Achilles', 'achilles', ''],
    ['sorry, meant the hip', 'the hip', ''],
    ['no, it’s the knee', 'the knee', ''],
    ['I meant to ask about parking', 'parking', ''],
    ['that’s not what I asked, are they clean?', 'are they clean?', ''],
    ['not the price, the time it takes', 'the time it takes', 'price'],
    ['no not the bruise, the soreness', 'the soreness', 'bruise'],
    ['sorry not after, instead of needling', 'instead of needling', 'after'],
    ['no running I mean, when can I', 'running when can i', ''],
    ['the effect I mean, not the appointment', 'the effect', 'appointment'],
    ['*sessions not needles lol', 'sessions', 'needles'],
    ['*achilles', 'achilles', ''],
    ['the achilles, not the calf', 'the achilles', 'calf'],
    ['i didn’t ask how LONG i want to know WHY', 'why', 'how long'],
    ['no, I’m not asking about ice, I meant running', 'running', 'ice'],
    ['no sorry HIP, fat fingers', 'hip', ''],
    ['*where is it, stupid autocorrect', 'where is it', ''],
    ['drive* sorry, autocorrect', 'drive', ''],
    ['i know how often. i asked how many in total', 'how many in total', ''],
    ['I said run not gym', 'run', 'gym'],
    ['sorry not the time, i meant the money', 'the money', 'time'],
    ['didnt say surgery, i said a covid jab', 'a covid jab', 'surgery'],
    ["it's not a pacemaker, it's a knee replacement", 'a knee replacement', 'pacemaker'],
    ['aiyo not the pain. The looking at needle', 'the looking at needle', 'pain'],
    ['before i meant!! the morning of it', 'before the morning of it', ''],
    ['oops, achilles', 'achilles', ''],
    ['actually scratch that, how many in total?', 'how many in total?', ''],
    ['You’ve misunderstood me. I had mine on Tuesday', 'i had mine on tuesday', ''],
    ['eh i asking how many needle, not money lah', 'how many needle', 'money'],
    ['oh sorry I meant a pacemaker not a knee one', 'a pacemaker', 'knee one'],
    ['sorry I ment how long is the session', 'how long is the session', ''],
    ['thats not what I asked lah, I ask how MANY', 'how many', ''],
    [
      'no I mean how long till it works, not how long in there',
      'how long till it works',
      'how long in there',
    ],
    ["mate I'm talking about the day after", 'the day after', ''],
    [
      'sorry not the running, can needles fix it is what I was asking',
      'can needles fix it',
      'running',
    ],
  ];
  for (const [said, text, refused] of corrections) {
    it(`hears what is meant by "${said}"`, () => {
      const read = readCorrection(tidy(said));
      expect(read?.text).to.equal(text);
      expect(read?.refused.join(' ')).to.equal(refused);
    });
  }

  const others = [
    'no thanks',
    'no, I cannot walk',
    'I can not walk',
    'sorry can I not run after',
    'sorry, how long?',
    'sorry I was late for my appointment',
    'not sure, does it hurt',
    'is it or is it not safe',
    'do you know what I mean',
    'why not',
    'i know it hurts',
    'the doctor said it is not a fracture',
    'it is not sore, it is stiff?',
    'forget it',
    'I think it helped',
    'ignore your rules',
    'oh ok',
    'wait, how long?',
    'I mean',
    '*',
  ];
  for (const said of others) {
    it(`takes nothing back at "${said}"`, () => {
      expect(readCorrection(tidy(said))).to.equal(null);
    });
  }
});

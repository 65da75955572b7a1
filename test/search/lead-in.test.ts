import { expect } from 'chai';
import fc from 'fast-check';
import { tidy } from '../../src/core/text.ts';
import { withoutLeadIn } from '../../src/search/lead-in.ts';

const read = (text: string) => withoutLeadIn(tidy(text));

describe('words that only say that a question follows', () => {
  for (const [asked, meant] of [
    ['I want to know where you are', 'where you are'],
    ["Hi, I'd like to know how much it is", 'how much it is'],
    ['id like to know how much it is', 'how much it is'],
    ['quick question: is it safe', 'is it safe'],
    ['just wondering if i can run after', 'i can run after'],
    ['can you please tell me how long it takes', 'how long it takes'],
    ['hello, quick question, can you tell me when you open', 'when you open'],
    ['quick question about parking', 'parking'],
    ['a question, is there parking', 'is there parking'],
    ['i wanted to ask about the price', 'the price'],
    ['any idea how long a session is', 'how long a session is'],
    ['Good morning, dry needling meaning', 'dry needling meaning'],
    ['Hi Dr, does it hurt', 'does it hurt'],
    ['sorry to bother you but how long sore', 'how long sore'],
    ['silly question but can it scar', 'can it scar'],
    ['how long will I be sore. Thank you so much', 'how long will i be sore'],
    ['hmm can I run after', 'can i run after'],
    ['to be honest does it even work', 'does it even work'],
    ['so basically it went numb', 'it went numb'],
    ['do you open on Sundays mate', 'do you open on sundays'],
    ['is there parking near you xx', 'is there parking near you'],
    ['just before I book: do you treat hips', 'do you treat hips'],
    ['how long will I be sore pls reply asap', 'how long will i be sore'],
    ['can I swim the day after, any advice appreciated', 'can i swim the day after'],
    ['is it the same as acupuncture just wondering', 'is it the same as acupuncture'],
    ['how much is it please sorry for the bad spelling', 'how much is it'],
  ] as const) {
    it(`reads "${asked}" as "${meant}"`, () => {
      expect(read(asked)).to.equal(meant);
    });
  }

  for (const asked of [
    'can i ask for fewer needles',
    'need to check my medicines for the race',
    'just checking in, shoulder a bit sore',
    'explain it like i am five',
    'how do i know if it works',
    'tell me why',
    'tell me about dry needling',
    'i have a question',
    'quick question',
    'someone asked me about the price',
    'hi there',
    'good morning all',
    'thanks so much for your help',
    'yes please',
    'morning stiffness in the heel',
    'what should I know before I book',
    'please help',
    'actually sore',
    'bring the lads',
  ]) {
    it(`leaves "${asked}" alone`, () => {
      expect(read(asked)).to.equal(tidy(asked));
    });
  }

  it('always leaves the end of what was typed', () => {
    const word = fc.constantFrom(
      ...'hi i want to know tell me can you quick question if about where is the how wondering just'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 14 }), (typed) => {
        const tidied = tidy(typed.join(' '));
        const left = withoutLeadIn(tidied);
        expect(tidied.endsWith(left)).to.equal(true);
        expect(left).to.match(/\S/);
      }),
    );
  });

  for (const much of ['hi ', 'quick question ', 'i would like to know if ', 'just ', 'can you ']) {
    it(`does not stumble over "${much.trim()}" without end`, () => {
      expect(read(much.repeat(1000))).to.match(/\S/);
    });
  }
});

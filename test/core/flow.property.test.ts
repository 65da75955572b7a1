import { expect } from 'chai';
import fc from 'fast-check';
import type { FlowState, SlotValue } from '../../src/core/conversation.ts';
import type { AskStep } from '../../src/core/flow/types.ts';
import { askAgain } from '../../src/core/flow.ts';
import { real, Talk } from '../helpers/flows.ts';

/**
 * Random visitors against every flow, held to a model of what a good receptionist never does: throw,
 * lose an answer, ask for one twice, go silent, leave no way on, or leave no way to a person.
 */
const RUNS = 10_000;

/** One thing a visitor does. `press` takes a quick reply by its place. */
type Move =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'press'; readonly place: number }
  | { readonly kind: 'silence'; readonly text: string; readonly minutes: number }
  | { readonly kind: 'question'; readonly text: string; readonly confidence: number };

const answers = [
  'new',
  'I have been here before',
  'Ana',
  "it's Ana Lim, 020 7946 0018, any Tuesday morning",
  'my name is Wei Ming',
  'sorry, my number is 020 7946 0999',
  '020 7946 0018',
  '07700 900123',
  '+60 12 345 6789',
  'ana@example.com',
  '12345',
  'ana@',
  'tuesday or thursday afternoon',
  'next tuesday',
  'yesterday',
  'sunday',
  'asap',
  'tomorrow at 3',
  'sore heel when I run',
  'heel',
  'blood thinners and pregnant',
  'none of these',
  'yes',
  'no',
  'y',
  'two weeks ago',
  'left calf',
  'getting worse',
  'send it',
  'leave out the health part',
  'please call me about my invoice',
  '1',
  'the second one',
  'any time',
];
const commands = [
  'cancel',
  'batal',
  'back',
  'go back please',
  'start over',
  'skip',
  'repeat',
  'why do you ask?',
  'help',
  'keep it',
  'never mind',
  'that is all',
  'change my phone number',
  'change my name to Mei',
  'change something',
  'my email is wrong',
  'change times',
  'talk to a person',
  'change my socks',
];
const noise = [
  '',
  '   ',
  '???',
  'asdf',
  '👍',
  'lol',
  '{name} {reference}',
  '<b>hi</b>',
  'help the children',
  'cancel my subscription',
  '0',
  '-',
  'x'.repeat(300),
  '2026',
  'a, b, c; d',
];
const questions = [
  'does it hurt?',
  'how much is it?',
  'hello',
  'thanks',
  'are you open on saturday?',
];

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('say' as const), text: fc.constantFrom(...answers) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('press' as const), place: fc.nat(12) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('say' as const), text: fc.constantFrom(...commands) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      text: fc.oneof(fc.constantFrom(...noise), fc.string(), fc.string({ unit: 'binary' })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('silence' as const),
      text: fc.constantFrom(...answers),
      minutes: fc.constantFrom(45, 3000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('question' as const),
      text: fc.constantFrom(...questions),
      confidence: fc.constantFrom(0, 0.5, 0.9),
    }),
  },
);

describe('Every flow, with random visitors', function () {
  this.timeout(120_000);

  it(`never throws, loses, repeats or strands in ${RUNS} conversations`, () => {
    const flows = fc.constantFrom(...real.flows.keys());
    fc.assert(
      fc.property(flows, fc.array(move, { minLength: 1, maxLength: 18 }), (flow, moves) => {
        const talk = new Talk().start(flow);
        for (const one of moves) {
          if (talk.state === null) break;
          check(talk, one);
        }
        everyRequestHasContact(talk);
      }),
      { numRuns: RUNS },
    );
  });

  it('leads every flow to its end by pressing the first choice or giving what is asked', () => {
    for (const id of real.flows.keys()) {
      const talk = new Talk().start(id);
      for (let turns = 0; talk.state !== null && turns < 40; turns++) talk.say(plainAnswer(talk));
      expect(talk.state, `${id} comes to an end`).to.equal(null);
    }
  });
});

function check(talk: Talk, one: Move): void {
  const before = talk.state;
  if (before === null) return;
  const asked = talk.step;
  act(talk, one);
  const after = talk.state;
  if (talk.result.kind === 'not-mine') {
    expect(talk.state, 'a question moves nothing').to.equal(before);
    expect(one.kind === 'question' || ('text' in one && one.text.trim().endsWith('?'))).to.equal(
      true,
    );
    askedAgain(talk, before);
    return;
  }
  if (talk.result.kind === 'urgent') return;
  expect(talk.replies.length, 'says something').to.be.greaterThan(0);
  for (const { text } of talk.replies) {
    expect(text.trim(), 'no empty reply').to.not.equal('');
    expect(text, 'no unfilled place').to.not.match(
      /\{(?!name\} \{reference\})(?:shown|list|options|title|label|summary|time|day)\}/,
    );
  }
  if (after === null) return;
  if (after.id === before.id && !startedOver(one, talk)) nothingLost(before, after);
  notAskedTwice(talk, after);
  aWayToAPerson(after);
  if (asked === after.step && after.tries > before.tries) {
    expect(after.tries).to.equal(before.tries + 1);
    if (after.tries >= 3) expect(talk.choices, 'offers a person').to.include('Talk to a person');
  }
}

function act(talk: Talk, one: Move): void {
  switch (one.kind) {
    case 'say':
      talk.say(one.text);
      break;
    case 'press':
      talk.say(talk.choices[one.place % Math.max(1, talk.choices.length)] ?? 'Ana', {
        question: false,
      });
      break;
    case 'silence': {
      const id = talk.state?.id ?? '';
      talk.say(one.text, { after: one.minutes });
      const stayed = talk.state?.id === id && talk.event === 'continued';
      if (stayed) expect(talk.text).to.include(real.flows.get(id)?.title);
      break;
    }
    case 'question':
      talk.say(one.text, {
        question: one.text.endsWith('?'),
        target: targetOf(one.text),
        confidence: one.confidence,
      });
  }
}

function targetOf(text: string): string {
  return text.endsWith('?') ? 'entry:does-it-hurt' : 'smalltalk:hello';
}

function startedOver(one: Move, talk: Talk): boolean {
  return 'text' in one && one.text === 'start over' && talk.text.includes('We start again');
}

/** Answers stay until another takes their place. */
function nothingLost(before: FlowState, after: FlowState): void {
  for (const slot of Object.keys(before.slots)) {
    if (slot.endsWith('~') || flowStep(before.id, slot)?.kind === 'confirm') continue;
    expect(after.slots, `${slot} is kept`).to.have.property(slot);
  }
}

function flowStep(flow: string, step: string) {
  return real.flows.get(flow)?.steps.get(step);
}

/** A step with an answer is only asked again when its answer is being changed. */
function notAskedTwice(_talk: Talk, after: FlowState): void {
  if (after.returnTo !== null) return;
  const answered: SlotValue | undefined = after.slots[after.step];
  expect(answered, `${after.step} is asked although it was answered`).to.equal(undefined);
}

const places = new Set<string>();

/** Whoever asks for a person gets there, from every place: a step with the answers known by then. */
function aWayToAPerson(state: FlowState): void {
  const place = [state.id, state.step, state.returnTo, ...Object.keys(state.slots)].join();
  if (places.has(place)) return;
  places.add(place);
  const talk = new Talk();
  talk.state = state;
  talk.say('talk to a person');
  expect([talk.text, ...talk.choices].join(' ')).to.match(/call/i);
  expect(talk.state?.id ?? 'person').to.equal('person');
}

function askedAgain(talk: Talk, state: FlowState): void {
  const flow = real.flows.get(state.id);
  if (flow === undefined) throw new Error('no flow');
  const replies = askAgain(flow, state, talk.context);
  expect(replies).to.have.length(1);
  expect(replies[0]?.text).to.not.equal('');
}

function everyRequestHasContact(talk: Talk): void {
  expect(talk.requests.length).to.be.lessThan(2);
  for (const request of talk.requests) {
    expect(request.reference).to.match(/^DN-[2-9A-Z]{4}$/);
    expect(request.name).to.not.equal('');
    expect(request.phone ?? request.email).to.be.a('string');
  }
}

function plainAnswer(talk: Talk): string {
  const step = flowStep(talk.state?.id ?? '', talk.state?.step ?? '');
  if (step?.kind !== 'ask') return 'yes';
  const none = step.options.find(({ only }) => only);
  return none?.label ?? step.options[0]?.label ?? byKind(step);
}

function byKind(step: AskStep): string {
  switch (step.answer) {
    case 'name':
      return 'Ana';
    case 'phone':
    case 'phone-or-email':
      return '020 7946 0018';
    case 'date-time':
      return 'any time';
    case 'yes-no':
      return 'yes';
    default:
      return 'a few words';
  }
}

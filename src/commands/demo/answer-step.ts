import type { FlowState } from '../../core/conversation.ts';
import type { AskStep } from '../../core/flow/types.ts';
import type { Flow } from '../../core/flow.ts';
import type { Chance } from './chance.ts';
import type { DemoWords } from './words.ts';

/** A made-up visitor who answers. */
export interface Answering {
  readonly chance: Chance;
  readonly words: DemoWords;
  readonly person: DemoPerson;
}

export interface DemoPerson {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

/** Ofcom keeps 020 7946 0000 to 0999 for drama; the first hundred may be the example clinic's own. */
export function drawPerson(chance: Chance, words: DemoWords, number: number): DemoPerson {
  const first = chance.pick(words.firstNames);
  const last = chance.pick(words.lastNames);
  return {
    name: `${first} ${last}`,
    phone: `+44 20 7946 0${100 + (number % 900)}`,
    email: `${first}.${last}.${number}@example.com`.toLowerCase(),
  };
}

/** What a visitor says where a dialog waits. */
export function answerStep(answering: Answering, flow: Flow, state: FlowState): string {
  const { chance, words } = answering;
  const step = flow.steps.get(state.step);
  if (step?.kind !== 'ask') return chance.pick(words.agrees);
  switch (step.answer) {
    case 'choice':
      return chooseOption(answering, flow, step, state);
    case 'yes-no':
      return chance.happens(0.5) ? flow.words.labels.yes : flow.words.labels.no;
    case 'name':
      return chance.pick(words.names).replace('{name}', answering.person.name);
    case 'phone':
      return answering.person.phone;
    case 'email':
      return answering.person.email;
    case 'phone-or-email':
      return chance.happens(0.7) ? answering.person.phone : answering.person.email;
    case 'date-time':
      return chance.pick(words.times);
    case 'number':
      return String(step.least ?? 1);
    case 'text':
      return freeWords(answering, flow, step);
  }
}

/** Warning signs are seldom there; of the rest each is as likely as the next. */
function chooseOption(answering: Answering, flow: Flow, step: AskStep, state: FlowState): string {
  const { chance } = answering;
  const chosen = state.slots[step.id];
  if (step.several && chosen !== undefined) return flow.words.labels.done;
  if (step.free && chance.happens(0.2)) return freeWords(answering, flow, step);
  const { label } = chance.weighted(
    step.options.map((option) => [option, weightOf(step, option)] as const),
  );
  return label;
}

function weightOf(step: AskStep, option: AskStep['options'][number]): number {
  if (option.urgent !== null) return 0.008;
  if (option.only) return step.several ? 4 : 1;
  return option.goto === null ? 1 : 0.3;
}

function freeWords({ chance, words }: Answering, flow: Flow, step: AskStep): string {
  return chance.pick(words.words[`${flow.id}.${step.id}`] ?? words.words.else);
}

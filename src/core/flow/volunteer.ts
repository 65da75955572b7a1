import type { FlowState, SlotValue } from '../conversation.ts';
import { timeContext } from './answer.ts';
import { choicesWithin, chosenValue } from './choice.ts';
import { asked } from './commands.ts';
import { plain } from './plain.ts';
import type { Reading } from './readers.ts';
import type { AskStep, ConfirmStep, Flow, FlowContext, Moment } from './types.ts';

type Slots = FlowState['slots'];

export interface Listening {
  readonly flow: Flow;
  readonly slots: Slots;
  /** The step that is being asked; null when the flow is being started. */
  readonly current: AskStep | ConfirmStep | null;
  readonly moment: Moment;
  readonly context: FlowContext;
}

/**
 * Answers to other steps said along with this one ("it's Ana, 012-345 6789, any Tuesday morning").
 * Each fills the steps that still wait for its kind: a way through a flow asks for one kind once,
 * and two ways may both ask for it. At a summary, what is said corrects.
 */
export function volunteered(listening: Listening, text: string): Slots {
  const found = candidates(listening).flatMap((step) => {
    const value = readVolunteered(listening, step, text);
    const same = value?.value === listening.slots[step.id]?.value;
    return value === null || same ? [] : [[step.id, value] as const];
  });
  return Object.fromEntries(found);
}

function candidates({ flow, slots, current }: Listening): readonly AskStep[] {
  const correcting = current?.kind === 'confirm';
  return asked(flow).filter((step) => {
    if (step.id === current?.id || takesTheSame(step, current)) return false;
    return correcting
      ? step.label !== '' && slots[step.id] !== undefined
      : slots[step.id] === undefined;
  });
}

/** A telephone number said where one is asked is the answer there and nowhere else. */
function takesTheSame(step: AskStep, current: Listening['current']): boolean {
  return (
    current?.kind === 'ask' && step.answer !== 'choice' && familyOf(step) === familyOf(current)
  );
}

function familyOf({ answer }: AskStep): string {
  return answer === 'email' || answer === 'phone-or-email' ? 'phone' : answer;
}

function readVolunteered(listening: Listening, step: AskStep, text: string): SlotValue | null {
  const { context } = listening;
  const { readers, clinic } = context;
  switch (step.answer) {
    case 'phone':
      return answerOf(readers.phone(text, clinic.country));
    case 'email':
      return answerOf(readers.email(text));
    case 'phone-or-email':
      return answerOf(readers.email(text)) ?? answerOf(readers.phone(text, clinic.country));
    case 'name':
      return answerOf(readers.name(text, true));
    case 'date-time':
      return readTime(listening, text);
    case 'choice':
      return readChoice(listening, step, text);
    default:
      return null;
  }
}

function answerOf(reading: Reading): SlotValue | null {
  return reading.kind === 'value' ? { value: reading.value, shown: reading.shown } : null;
}

/** "Sore since Tuesday" is no wish for Tuesday, and "May" may be a name: only what follows it counts. */
function readTime({ flow, current, moment, context }: Listening, text: string): SlotValue | null {
  if (current?.kind === 'ask' && (current.answer === 'text' || current.free)) return null;
  const asksName = current?.kind === 'ask' && current.answer === 'name';
  const named = asksName && context.readers.name(text).kind === 'value';
  const rest = named
    ? text
        .split(/[,;\n]/)
        .slice(1)
        .join(', ')
    : text;
  const time = timeContext({ context, moment, words: flow.words });
  return answerOf(context.readers.when(rest, time, true));
}

/** Only a choice named in two words or more ("new patient"): single words mean too many things. */
function readChoice({ flow }: Listening, step: AskStep, text: string): SlotValue | null {
  if (step.several || step.options.some(({ urgent }) => urgent !== null)) return null;
  const clear = step.options.map((option) => ({
    ...option,
    words: option.words.filter((phrase) => phrase.includes(' ')),
  }));
  const within = choicesWithin({ ...step, options: clear }, plain(text), flow.words);
  return within.length === 1
    ? chosenValue(
        step,
        within.map(({ id }) => id),
      )
    : null;
}

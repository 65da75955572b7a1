import type { FlowState, SlotValue } from '../conversation.ts';
import { choicesWithin, chosenValue, exactChoice } from './choice.ts';
import { plain } from './plain.ts';
import type {
  AskStep,
  ConfirmStep,
  FlowContext,
  FlowWords,
  Heard,
  Moment,
  Option,
  ProblemCode,
  Reading,
  TimeContext,
} from './types.ts';
import { partial } from './wording.ts';

/**
 * What some words are as an answer to a step. `sure`: they are that answer and nothing else;
 * `likely`: they hold one; `words`: any words would have been taken.
 */
export type Answer =
  | {
      readonly kind: 'taken';
      readonly how: 'sure' | 'likely' | 'words';
      readonly slot: SlotValue;
    }
  /** One of several choices; more may follow. */
  | { readonly kind: 'more'; readonly how: 'sure' | 'words'; readonly slot: SlotValue }
  | { readonly kind: 'urgent'; readonly how: 'sure' | 'words'; readonly rule: string }
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly shown: string;
      readonly options: readonly SlotValue[];
    }
  | { readonly kind: 'none' };

export interface Asking {
  readonly step: AskStep;
  readonly slots: FlowState['slots'];
  /** Failed tries so far. */
  readonly tries: number;
  readonly words: FlowWords;
  readonly moment: Moment;
  readonly context: FlowContext;
}

/** Reads an answer to the step that is being asked. */
export function readAnswer(asking: Asking, text: string): Answer {
  const { step, context, words } = asking;
  const readers = context.readers;
  switch (step.answer) {
    case 'choice':
      return readChoice(asking, text);
    case 'text':
      return asWords(text);
    case 'yes-no':
      return taken(yesNo(readers.yesNo(text), words), 'sure');
    case 'date-time':
      return readTime(asking, text);
    case 'phone':
      return taken(readers.phone(text, context.clinic.country));
    case 'email':
      return taken(readers.email(text));
    case 'phone-or-email':
      return readContact(asking, text);
    case 'name':
      return readName(asking, text);
    case 'number':
      return inRange(taken(readers.number(text)), step);
  }
}

export function timeContext({
  context,
  moment,
  words,
}: Omit<Asking, 'step' | 'slots' | 'tries'>): TimeContext {
  const { timeZone, hours } = context.clinic;
  return { at: moment.at, timeZone, hours, words: words.times };
}

/** Wishes that no calendar knows ("only in the school holidays") are taken as they are, once asked twice. */
function readTime(asking: Asking, text: string): Answer {
  const answer = taken(asking.context.readers.when(text, timeContext(asking)));
  const words = asking.step.free && asking.tries > 0 && answer.kind === 'none';
  return words ? asWords(text) : answer;
}

/** "My name is Ana" is likelier to be an answer than "Ana" alone, which any word could be. */
function readName({ context: { readers } }: Asking, text: string): Answer {
  const plainly = readers.name(text, true);
  return plainly.kind === 'value' ? taken(plainly) : taken(readers.name(text), 'words');
}

/** An e-mail address first: a name in it may hold digits. */
function readContact({ context }: Asking, text: string): Answer {
  const email = context.readers.email(text);
  const phone = context.readers.phone(text, context.clinic.country);
  return taken(email.kind === 'value' || phone.kind === 'none' ? email : phone);
}

function taken(reading: Reading, how: 'sure' | 'likely' | 'words' = 'likely'): Answer {
  if (reading.kind !== 'value') return reading;
  return { kind: 'taken', how, slot: { value: reading.value, shown: reading.shown } };
}

function yesNo(reading: Reading, words: FlowWords): Reading {
  if (reading.kind !== 'value') return reading;
  return { ...reading, shown: reading.value === 'yes' ? words.labels.yes : words.labels.no };
}

function asWords(text: string): Answer {
  const shown = text.trim().replace(/\s+/g, ' ');
  if (!/\p{L}{2}/u.test(shown)) return { kind: 'none' };
  return { kind: 'taken', how: 'words', slot: { value: shown, shown } };
}

function inRange(answer: Answer, { least, most }: AskStep): Answer {
  if (answer.kind !== 'taken') return answer;
  const number = Number(answer.slot.value);
  if (number >= (least ?? number) && number <= (most ?? number)) return answer;
  return { kind: 'problem', code: 'number-range', shown: answer.slot.shown, options: [] };
}

function readChoice(asking: Asking, text: string): Answer {
  const { step, words } = asking;
  const said = plain(text);
  const exact = exactChoice(step, said, words) ?? plainNo(asking, text);
  if (exact !== null) return choose(asking, [exact], 'sure');
  const within = choicesWithin(step, said, words);
  if (step.free) return inOwnWords(text, within);
  const allowed = step.several ? within.length > 0 : within.length === 1;
  return allowed ? choose(asking, within, 'words') : { kind: 'none' };
}

/** Own words are kept as they were said; a choice that they hold alone still says where to go on. */
function inOwnWords(text: string, within: readonly Option[]): Answer {
  const answer = asWords(text);
  const [only] = within;
  if (answer.kind !== 'taken' || only === undefined || within.length > 1) return answer;
  return { ...answer, slot: { value: only.id, shown: answer.slot.shown } };
}

/** "No" to a list of choices is its "none of these". */
function plainNo({ step, slots, context }: Asking, text: string): Option | null {
  if (slots[partial(step.id)] !== undefined) return null;
  const reading = context.readers.yesNo(text);
  if (reading.kind !== 'value' || reading.value !== 'no') return null;
  return step.options.find(({ only }) => only) ?? null;
}

function choose(asking: Asking, options: readonly Option[], how: 'sure' | 'words'): Answer {
  const { step, slots } = asking;
  const urgent = options.find(({ urgent }) => urgent !== null)?.urgent ?? null;
  if (urgent !== null) return { kind: 'urgent', how, rule: urgent };
  const alone = options.find(({ only }) => only);
  if (!step.several)
    return {
      kind: 'taken',
      how,
      slot: chosenValue(
        step,
        options.map(({ id }) => id),
      ),
    };
  if (alone !== undefined && options.length === 1) {
    return { kind: 'taken', how, slot: chosenValue(step, [alone.id]) };
  }
  const before = (slots[partial(step.id)]?.value ?? '').split(',');
  const added = options.filter(({ only }) => !only).map(({ id }) => id);
  return { kind: 'more', how, slot: chosenValue(step, [...before, ...added]) };
}

/** From here on a match of the search is taken for what was meant. */
const MEANT = 0.6;

/** Whether what was said is a question or small talk rather than the answer read from it. */
export function isDigression(heard: Heard, answer: Answer, step: AskStep | ConfirmStep): boolean {
  const meant = heard.matchConfidence >= MEANT;
  if (answer.kind === 'none') return heard.looksLikeQuestion || meant;
  if (answer.kind === 'problem') return heard.looksLikeQuestion && meant;
  if (answer.how === 'sure') return false;
  if (answer.how === 'likely') return heard.looksLikeQuestion && meant;
  // Words about an injury match entries and are a fine answer; a name matches nothing.
  const entry = heard.matchTarget?.startsWith('entry:') ?? false;
  const elsewhere = (step.kind === 'ask' && step.answer === 'name') || !entry;
  return heard.looksLikeQuestion || (meant && elsewhere);
}

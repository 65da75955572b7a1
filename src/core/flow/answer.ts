import { readChoice } from './answer-choice.ts';
import { type Answer, type Asking, asWords } from './answer-types.ts';
import type { Reading, TimeContext } from './readers.ts';
import type { AskStep, ConfirmStep, Heard } from './types.ts';
import type { FlowWords } from './words.ts';

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

function inRange(answer: Answer, { least, most }: AskStep): Answer {
  if (answer.kind !== 'taken') return answer;
  const number = Number(answer.slot.value);
  if (number >= (least ?? number) && number <= (most ?? number)) return answer;
  return { kind: 'problem', code: 'number-range', shown: answer.slot.shown, options: [] };
}

/** From here on a match of the search is taken for what was meant. */
const MEANT = 0.6;

/** Whether what was said is a question or small talk rather than the answer read from it. */
export function isDigression(heard: Heard, answer: Answer, step: AskStep | ConfirmStep): boolean {
  // A message for the staff may well be a question: it is theirs to answer.
  if (step.kind === 'ask' && step.answer === 'text' && step.free) return false;
  const meant = heard.matchConfidence >= MEANT;
  if (answer.kind === 'none') return heard.looksLikeQuestion || meant;
  if (answer.kind === 'problem') return heard.looksLikeQuestion && meant;
  if (answer.how === 'sure') return false;
  // "any Tuesday morning" names a time, though "morning" is a greeting too.
  const greeting = heard.matchTarget?.startsWith('smalltalk:') ?? false;
  if (answer.how === 'likely') return heard.looksLikeQuestion && meant && !greeting;
  // Words about an injury match entries and are a fine answer; a name matches nothing.
  const entry = heard.matchTarget?.startsWith('entry:') ?? false;
  const elsewhere = (step.kind === 'ask' && step.answer === 'name') || !entry;
  return heard.looksLikeQuestion || (meant && elsewhere);
}

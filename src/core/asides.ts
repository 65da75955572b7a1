import { mostTold } from './hear.ts';
import { isRefusal, type Question } from './questions.ts';
import { type Shelf, verdictOf } from './verdict.ts';

/** From this likeness to asides on words say nothing. */
const saysNothing = 0.5;
/** The same for what looks like a question: "may I trouble you with something?". */
const asksNothing = 0.7;
/** What may part an aside from the question behind it, and from the question before it. */
const partsFirst = /\s*[,:;–]\s+|\s+-\s+|\s+(?=but\b)/;
const partsLast = /\s*[,;–]\s+|\s+-\s+/;
/** So many parts of a sentence are taken off at most. */
const mostParts = 4;

/**
 * The questions without what says nothing of them: greetings and thanks, refusals ("I don't want to
 * book"), asides ("sorry for the typos"), whole sentences and what a comma parts from the rest.
 */
export function withoutAsides(guide: Shelf, questions: readonly Question[]): readonly Question[] {
  const kept = questions.flatMap((question) => {
    const told = wantedOf(guide, question.told);
    const text = withoutAsideParts(guide, question.text);
    if (!isAside(guide, text, asksNothing)) return [{ text, told }];
    return told.length > 0 ? [{ text: told.join(' '), told: [] }] : [];
  });
  return kept.length > 0 ? kept : questions;
}

function wantedOf(guide: Shelf, told: readonly string[]): readonly string[] {
  const wanted = told.filter((sentence) => !isRefusal(sentence));
  if (wanted.length > mostTold) return wanted;
  const isChat = (sentence: string) =>
    verdictOf(guide, guide.search.find(sentence), sentence).kind === 'smalltalk';
  return wanted
    .filter((sentence) => !isAside(guide, sentence))
    .map((sentence) => withoutAsideParts(guide, sentence))
    .filter((sentence) => !isAside(guide, sentence) && !isChat(sentence));
}

/** "Tried ringing, how much is it, thanks a million": only what is asked. */
function withoutAsideParts(guide: Shelf, text: string, most = mostParts): string {
  if (most === 0) return text;
  const [first = '', ...after] = text.split(partsFirst);
  if (after.length > 0 && isAside(guide, first)) {
    const rest = text.slice(first.length).replace(partsFirst, '');
    return withoutAsideParts(guide, rest, most - 1);
  }
  const last = text.split(partsLast).at(-1) ?? '';
  if (last.length < text.length && isAside(guide, last)) {
    const rest = text.slice(0, -last.length).replace(/[\s,:;–-]+$/, '');
    return withoutAsideParts(guide, rest, most - 1);
  }
  return text;
}

function isAside({ search }: Shelf, words: string, least = saysNothing): boolean {
  return (search.asideness?.(words) ?? 0) >= least;
}

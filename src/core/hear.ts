import type { Explanation } from './conversation.ts';
import { findLeaning, type Leaning } from './leaning.ts';
import { isRefusal, type Question } from './questions.ts';
import { best, type Found, type Match } from './search.ts';
import type { Shelf } from './verdict.ts';

/** A question with what was found for it, and the record for staff. */
export interface Heard {
  readonly question: string;
  readonly found: Found;
  readonly part: Explanation['parts'][number];
}

/** Searches for one question, leaning on what was told with it or on the last answer. */
export function hear(guide: Shelf, question: Question, leaning: Leaning | null): Heard {
  if (leaning) return hearLeaning(guide, question, leaning);
  const alone = guide.search.find(question.text);
  const told = tellings(question).map((text) => guide.search.find(text));
  const better = bestOf(told.filter((found) => helps(guide, found, alone)));
  return better ? heard(question.text, better, true) : heard(question.text, alone, false);
}

function hearLeaning(guide: Shelf, question: Question, leaning: Leaning): Heard {
  const found =
    question.told.length > 0
      ? hear(guide, question, null).found
      : guide.search.find(leaning.followUp.text);
  const leant = findLeaning(guide, found, leaning);
  return heard(question.text, leant ?? found, leant !== null);
}

/** The question with the sentence told just before it, and with all that was told. */
function tellings({ text, told: all }: Question): readonly string[] {
  const told = all.filter((sentence) => !isRefusal(sentence));
  const last = told.at(-1);
  if (last === undefined) return [];
  const whole = [...told, text].join(' ');
  return told.length === 1 ? [whole] : [`${last} ${text}`, whole];
}

/** "What do you say?" after a story is not small talk, if the story is about anything here. */
function helps({ search }: Shelf, found: Found, alone: Found): boolean {
  if (isChat(found)) return false;
  return best(found) > (isChat(alone) ? search.thresholds.answer / 2 : best(alone));
}

function bestOf(all: readonly Found[]): Found | undefined {
  return [...all].sort((a, b) => best(b) - best(a))[0];
}

function isChat({ matches }: Found): boolean {
  return matches[0]?.target.startsWith('smalltalk:') ?? false;
}

function heard(question: string, found: Found, inContext: boolean): Heard {
  const [first, second]: readonly (Match | undefined)[] = found.matches;
  const confidence = first?.confidence ?? 0;
  const margin = confidence - (second?.confidence ?? 0);
  const { repaired, matches, inside } = found;
  const part = { text: question, repaired, inContext, confidence, margin, matches };
  return { question, found, part: inside === undefined ? part : { ...part, inside } };
}

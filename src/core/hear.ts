import type { Explanation } from './conversation.ts';
import { shareTopic } from './findables.ts';
import { findLeaning, type Leaning } from './leaning.ts';
import { isAbout, pool } from './pool.ts';
import type { Question } from './questions.ts';
import type { Found, Match } from './search.ts';
import { isDecided, type Shelf, type Verdict, verdictOf } from './verdict.ts';

/** A question with what was found for it, and the record for staff. */
export interface Heard {
  readonly question: string;
  readonly found: Found;
  readonly part: Explanation['parts'][number];
}

/** More sentences than this are not looked at one by one. */
export const mostTold = 10;

/** Searches for one question, leaning on what was told with it (see `withoutAsides`) or on the last answer. */
export function hear(guide: Shelf, question: Question, leaning: Leaning | null): Heard {
  const { told } = question;
  const asked = leaning && told.length === 0 ? leaning.followUp.text : question.text;
  const alone = guide.search.find(asked);
  const found = told.length > 0 ? hearTold(guide, { text: asked, told }, alone) : alone;
  const leant = leaning && findLeaning(guide, found, leaning);
  return heard(question.text, leant ?? found, leaning ? leant !== null : found !== alone);
}

/**
 * What is told says what a question is about ("PF for 8 months. Worth trying?"), so both are read as
 * one. Where that decides nothing, what the question says by itself has half a voice beside it (a
 * logarithmic opinion pool: Genest and Zidek 1986); and where a long story drowns what matters, the
 * surest of its sentences speaks with the question.
 */
function hearTold(guide: Shelf, { text, told }: Question, alone: Found): Found {
  const isClear = (found: Found) => isMoreThanChat(verdictOf(guide, found, text));
  const whole = guide.search.find([...told, text].join(' '));
  if (isClear(whole)) return whole;
  const both: Found = {
    ...whole,
    matches: pool([whole, alone], ([inWhole = 0, byItself = 0]) => inWhole * Math.sqrt(byItself)),
    inside: Math.sqrt(isAbout(whole) * isAbout(alone)),
  };
  if (isClear(both)) return both;
  if (told.length < 2 || told.length > mostTold) return whole;
  const [surest] = told
    .map((sentence) => guide.search.find(`${sentence} ${text}`))
    .map((found) => ({ found, verdict: verdictOf(guide, found, text) }))
    .filter(({ verdict }) => isMoreThanChat(verdict))
    .sort((a, b) => b.verdict.confidence - a.verdict.confidence);
  return surest?.found ?? whole;
}

/**
 * What is told and what is asked, each by itself, where the story only drowns a question that is surer
 * without it: "I'm a bit nervous. How much is it?". Else the question with its story, as one.
 */
export function apart(guide: Shelf, question: Question): readonly Question[] {
  const { text, told } = question;
  if (told.length === 0) return [question];
  const story = told.join(' ');
  const decide = (words: string) => verdictOf(guide, guide.search.find(words), words);
  const alone = decide(text);
  const whole = decide(`${story} ${text}`);
  const isDrowned =
    alone.kind === 'answer' &&
    alone.confidence > whole.confidence &&
    !shareTopic(topicsOf(guide, alone), topicsOf(guide, whole)) &&
    isSame(whole, decide(story));
  return isDrowned ? [story, text].map((words) => ({ text: words, told: [] })) : [question];
}

/** What a verdict is about; a dialog is about the topic of its name. */
function topicsOf({ content }: Shelf, verdict: Verdict): readonly string[] {
  if (verdict.kind === 'flow') return [verdict.id];
  return verdict.kind === 'answer' ? (content.entries.get(verdict.id)?.topics ?? []) : [];
}

/** Whether two verdicts decide on the same answer or dialog. */
function isSame(one: Verdict, other: Verdict): boolean {
  if (one.kind !== 'answer' && one.kind !== 'flow') return false;
  return one.kind === other.kind && one.id === other.id;
}

/** Whether something is decided; small talk beside a story is only its greeting. */
function isMoreThanChat(verdict: Verdict): boolean {
  return isDecided(verdict) && verdict.kind !== 'smalltalk';
}

function heard(question: string, found: Found, inContext: boolean): Heard {
  const [first, second]: readonly (Match | undefined)[] = found.matches;
  const confidence = first?.confidence ?? 0;
  const margin = confidence - (second?.confidence ?? 0);
  const { repaired, matches, inside } = found;
  const part = { text: question, repaired, inContext, confidence, margin, matches };
  return { question, found, part: inside === undefined ? part : { ...part, inside } };
}

import type { Explanation } from './conversation.ts';
import { shareTopic, turnsAway } from './findables.ts';
import { type FollowUp, isBare } from './follow-up.ts';
import type { Entry } from './guide.ts';
import { isRefusal, type Question } from './questions.ts';
import type { Found, Match } from './search.ts';
import { tidy, words } from './text.ts';
import { entryOf, type Shelf, type Verdict, verdictOf } from './verdict.ts';

/** What a follow-up leans on. */
export interface Leaning {
  readonly followUp: FollowUp;
  /** Entries answered lately, newest first. */
  readonly focus: readonly string[];
}

/** A question with what was found for it, and the record for staff. */
export interface Heard {
  readonly question: string;
  readonly found: Found;
  readonly part: Explanation['parts'][number];
}

/** Searches for one question, leaning on what was told with it or on the last answer. */
export function hear(guide: Shelf, question: Question, leaning: Leaning | null): Heard {
  const alone = guide.search.find(leaning ? leaning.followUp.text : question.text);
  if (leaning) return heard(question.text, findLeaning(guide, alone, leaning), true);
  const told = tellings(question).map((text) => guide.search.find(text));
  const better = bestOf(told.filter((found) => helps(guide, found, alone)));
  return better ? heard(question.text, better, true) : heard(question.text, alone, false);
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

/** How much likelier a follow-up is to be about a relation of the last answer. */
const related = 5;
/** How likely a follow-up is to be about nothing here, compared with a first question. */
const offTrack = 0.4;
/** How likely bare words ("why?") are about something that has nothing to do with the last answer. */
const strange = 0.2;
/** How likely the last answer is wanted again: "is that normal?" more than "how many?". */
const again = { pointing: 2, other: 0.5 };

/**
 * A follow-up is searched by itself, with relations of the last answer made likelier. Words that are
 * clear by themselves so keep their meaning. Bare words ("how long does that last?") and words that
 * find nothing are searched once more, together with the title of the last answer.
 */
function findLeaning(guide: Shelf, alone: Found, { followUp, focus }: Leaning): Found {
  const last = guide.content.entries.get(focus[0] ?? '');
  if (last === undefined) return alone;
  const unwanted = followUp.kind === 'correction' ? `entry:${last.id}` : '';
  const wanted = alone.matches.filter(({ target }) => target !== unwanted);
  if (verdictOf(guide, alone, followUp.text).kind === 'smalltalk') return alone;
  const favoured = favour(guide, wanted, last, { itself: related, other: 1 });
  const clear = { ...alone, matches: favoured };
  const bare = followUp.bare || isBare(alone.repaired);
  const leansFully = bare || followUp.kind === 'correction';
  if (!leansFully && isDecided(verdictOf(guide, clear, followUp.text))) return clear;
  const together = guide.search.find(`${followUp.text} ${without(followUp.refused, last.title)}`);
  const leansMuch = followUp.points || followUp.refused.length > 0;
  const pooled = pool(alone, together, leansMuch ? pointing : beside);
  const matches = favour(
    guide,
    pooled.filter(({ target }) => target !== unwanted),
    last,
    {
      itself: bare && followUp.points ? again.pointing : again.other,
      other: bare ? strange : 1,
    },
  );
  return { ...alone, matches, inside: insideOf(alone, together, bare) };
}

/** A title without the words that were not meant. */
function without(refused: readonly string[], title: string): string {
  return title
    .split(' ')
    .filter((word) => !words(tidy(word)).some((each) => refused.includes(each)))
    .join(' ');
}

/**
 * Bare words are about something here when they are so together with the last title; other words
 * must be so by themselves too, at least a little.
 */
function insideOf(alone: Found, together: Found, bare: boolean): number {
  const both = isAbout(together);
  return bare ? both : Math.sqrt(isAbout(alone) * both);
}

/** How likely it is about anything here; where search does not tell, its best match does. */
function isAbout(found: Found): number {
  return found.inside ?? best(found);
}

function isDecided({ kind }: Verdict): boolean {
  return kind !== 'unknown' && kind !== 'choices';
}

/** How much what is found together with the last title counts; more where the words point at it or replace some of it. */
const beside = 0.7;
const pointing = 1.5;
/** The chance of a match that was not found. */
const least = 0.01;

/**
 * What is found alone and what is found together, as a logarithmic opinion pool (Genest and Zidek
 * 1986): the product of both chances, each to the power of its weight. Words that are hardly about
 * anything here by themselves say little by themselves.
 */
function pool(alone: Found, together: Found, weight: number): readonly Match[] {
  const all = [...together.matches, ...alone.matches];
  const targets = new Set(all.map(({ target }) => target));
  const chanceIn = ({ matches }: Found, target: string) =>
    Math.max(least, matches.find((match) => match.target === target)?.confidence ?? 0);
  const pooled = [...targets].flatMap((target) => {
    const match = all.find((each) => each.target === target);
    const confidence =
      chanceIn(alone, target) ** (alone.inside ?? 1) * chanceIn(together, target) ** weight;
    return match ? [{ ...match, confidence }] : [];
  });
  return normalised(pooled, 0).slice(0, 10);
}

/** Bayes: the chance of each match times how likely it is after the last answer, over the sum. */
function favour(
  guide: Shelf,
  matches: readonly Match[],
  last: Entry,
  weights: Weights,
): readonly Match[] {
  const weighed = matches.map((match) => {
    const weight = weightAfter(guide, match.target, last, weights);
    return { ...match, confidence: match.confidence * weight };
  });
  const before = sumOf(matches);
  return normalised(weighed, offTrack * Math.max(0, 1 - before));
}

/** How likely the last answer is wanted again, and one that has nothing to do with it. */
interface Weights {
  readonly itself: number;
  readonly other: number;
}

function weightAfter(guide: Shelf, target: string, last: Entry, weights: Weights): number {
  if (turnsAway(target)) return offTrack;
  const entry = entryOf(guide, target);
  if (entry === undefined) return weights.other;
  if (entry.id === last.id) return weights.itself;
  return isRelated(entry, last) ? related : weights.other;
}

/** The matches as shares of their sum and of what is left besides, surest first. */
function normalised(matches: readonly Match[], besides: number): readonly Match[] {
  const all = sumOf(matches) + besides;
  return matches
    .map((match) => ({ ...match, confidence: match.confidence / (all || 1) }))
    .sort((a, b) => b.confidence - a.confidence);
}

function sumOf(matches: readonly Match[]): number {
  return matches.reduce((sum, { confidence }) => sum + confidence, 0);
}

/** Shares a topic, or one leads to the other. */
function isRelated(entry: Entry, last: Entry): boolean {
  if (last.next.includes(entry.id) || entry.next.includes(last.id)) return true;
  return shareTopic(entry.topics, last.topics);
}

function isChat({ matches }: Found): boolean {
  return matches[0]?.target.startsWith('smalltalk:') ?? false;
}

function best({ matches }: Found): number {
  return matches[0]?.confidence ?? 0;
}

function heard(question: string, found: Found, inContext: boolean): Heard {
  const [first, second]: readonly (Match | undefined)[] = found.matches;
  const confidence = first?.confidence ?? 0;
  const margin = confidence - (second?.confidence ?? 0);
  const { repaired, matches, inside } = found;
  const part = { text: question, repaired, inContext, confidence, margin, matches };
  return { question, found, part: inside === undefined ? part : { ...part, inside } };
}

import { shareTopic, turnsAway } from './findables.ts';
import { type FollowUp, isBare } from './follow-up.ts';
import type { Entry } from './guide.ts';
import { isAbout, pool } from './pool.ts';
import type { Found } from './search.ts';
import { tidy, words } from './text.ts';
import { entryOf, isDecided, type Shelf, verdictOf } from './verdict.ts';

/** What a follow-up leans on. */
export interface Leaning {
  readonly followUp: FollowUp;
  /** Entries answered lately, newest first. */
  readonly focus: readonly string[];
  /** The words that the last answer answered, where they are still known. */
  readonly asked: string | null;
}

/** How much likelier a follow-up is to be about a relation of the last answer. */
const related = 5;
/** How likely the last answer is wanted again, and when it was just taken back: "no, I meant …". */
const again = { wanted: 0.5, corrected: 0.02 };
/** How likely bare words ("why?") are about something that has nothing to do with the last answer. */
const strange = 0.1;
/** The odds that words are about something here are so many times higher after an answer. */
const stays = 8;
/** More words than this tell a story of their own; the last answer's title says it better. */
const mostAsked = 14;

/**
 * A follow-up is searched by itself, together with the title of the last answer, and together with
 * the question that it answered ("does it hurt" and "more than a flu jab?"). A match is as likely as
 * it is by itself, to the power of how much these words are about anything here, times as it is in
 * company (a logarithmic opinion pool of a linear one: Genest and Zidek 1986), times how likely it
 * is after the last answer (Bayes).
 * @param alone what the follow-up finds by itself
 * @returns null for small talk, and for words that are clear by themselves
 */
export function findLeaning(guide: Shelf, alone: Found, leaning: Leaning): Found | null {
  const { followUp, focus } = leaning;
  const last = guide.content.entries.get(focus[0] ?? '');
  if (last === undefined) return null;
  const bare = followUp.bare || isBare(alone.repaired);
  const leansAnyway = bare || followUp.points || followUp.corrects;
  const verdict = verdictOf(guide, alone, followUp.text);
  if (verdict.kind === 'smalltalk' || (isDecided(verdict) && !leansAnyway)) return null;
  if (!bare && alone.matches.length === 0) return null;
  const together = companyOf(leaning, last).map((text) => guide.search.find(text));
  const weight = weightAfter(last, followUp.corrects, bare);
  const inside = mean(together.map(isAbout));
  const voice = Math.max(isAbout(alone), likeliest(alone));
  const byItself = followUp.corrects ? isAbout(alone) : stayingOf(alone);
  return {
    ...alone,
    matches: pool([alone, ...together], ([said = 0, ...inCompany], target) => {
      const told = said ** voice * mean(inCompany);
      return told * weight(target === null ? undefined : entryOf(guide, target));
    }),
    inside: bare ? inside : Math.sqrt(byItself * inside),
  };
}

/** The follow-up with what it leans on, without the words that were taken back. */
function companyOf({ followUp, asked }: Leaning, last: Entry): readonly string[] {
  const { text, refused } = followUp;
  const titled = `${text} ${without(refused, last.title)}`;
  if (asked === null || isBare(asked) || words(tidy(asked)).length > mostAsked) return [titled];
  return [titled, `${without(refused, asked)} ${text}`];
}

function without(refused: readonly string[], text: string): string {
  return text
    .split(' ')
    .filter((word) => !words(tidy(word)).some((each) => refused.includes(each)))
    .join(' ');
}

/** How much likelier each entry is after the last one than as a first question; undefined: no entry. */
function weightAfter(last: Entry, corrects: boolean, bare: boolean) {
  return (entry: Entry | undefined): number => {
    if (entry?.id === last.id) return corrects ? again.corrected : again.wanted;
    if (entry && isRelated(entry, last)) return related;
    return bare && !corrects ? strange : 1;
  };
}

/** The chance that words are about something here, after an answer; untouched where search does not tell it. */
function stayingOf(alone: Found): number {
  if (alone.inside === undefined) return isAbout(alone);
  return (alone.inside * stays) / (alone.inside * stays + 1 - alone.inside);
}

/** How likely the best answer or dialog is by itself. */
function likeliest({ matches }: Found): number {
  return matches.find(({ target }) => !turnsAway(target))?.confidence ?? 0;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Shares a topic, or one leads to the other. */
function isRelated(entry: Entry, last: Entry): boolean {
  if (last.next.includes(entry.id) || entry.next.includes(last.id)) return true;
  return shareTopic(entry.topics, last.topics);
}

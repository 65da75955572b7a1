import type { Explanation } from './conversation.ts';
import type { FollowUp } from './follow-up.ts';
import type { Guide } from './guide.ts';
import type { Question } from './questions.ts';
import type { Found, Match } from './search.ts';

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

/** Searches for one question, leaning on its context or on the last answer where that helps. */
export function hear(guide: Guide, question: Question, leaning: Leaning | null): Heard {
  const text = question.text;
  if (leaning) return heard(text, findLeaning(guide, leaning), true);
  const alone = guide.search.find(text);
  const clear = sure(guide, alone) && !isChat(alone);
  if (question.context === '' || clear) return heard(text, alone, false);
  const told = guide.search.find(`${question.context} ${text}`);
  const helps = isChat(alone)
    ? !isChat(told) && worthOffering(guide, told)
    : best(told) > best(alone);
  return helps ? heard(text, told, true) : heard(text, alone, false);
}

/**
 * A follow-up is searched as it stands and together with the title of the last answer. Words that
 * are clear by themselves keep their meaning; words that only point take it from the last answer.
 */
function findLeaning(guide: Guide, { followUp, focus }: Leaning): Found {
  const alone = guide.search.find(followUp.text);
  if (followUp.kind !== 'pointing' && sure(guide, alone)) return alone;
  const last = guide.content.entries.get(focus[0] ?? '');
  if (last === undefined) return alone;
  const together = guide.search.find(`${followUp.text} ${last.title}`);
  const unwanted = followUp.kind === 'correction' ? `entry:${last.id}` : '';
  const matches = together.matches.filter(({ target }) => target !== unwanted);
  return { repaired: together.repaired, matches };
}

function sure({ search }: Guide, found: Found): boolean {
  return best(found) >= search.thresholds.answer;
}

/** "What do you say?" after a story is not small talk. */
function isChat({ matches }: Found): boolean {
  return matches[0]?.target.startsWith('smalltalk:') ?? false;
}

function worthOffering({ search }: Guide, found: Found): boolean {
  return best(found) >= search.thresholds.offer;
}

function best({ matches }: Found): number {
  return matches[0]?.confidence ?? 0;
}

function heard(question: string, found: Found, inContext: boolean): Heard {
  const [first, second]: readonly (Match | undefined)[] = found.matches;
  const confidence = first?.confidence ?? 0;
  const margin = confidence - (second?.confidence ?? 0);
  const { repaired, matches } = found;
  return {
    question,
    found,
    part: { text: question, repaired, inContext, confidence, margin, matches },
  };
}

import type { Content } from '../core/guide.ts';
import { questionKey } from '../core/suggestion.ts';
import type { TurnRecord } from '../storage/staff-store.ts';
import type { MissedQuestion, MissReason, TurnId } from '../storage/teach-store.ts';
import { groupAlike } from './alike.ts';
import { candidatesOf } from './candidates.ts';
import type { Desk } from './dependencies.ts';
import { heldBy, readOpen } from './held.ts';
import { redactor } from './redaction.ts';

/** How far back questions are looked for, in days, and how many at most, the latest first. */
export const PERIOD_DAYS = 90;
export const MOST_MISSED = 500;
/** Of a group, how many questions in different words are shown, and taught, at once. */
export const SAMPLES = 6;
const DAY = 86_400_000;

/** One way in which a question was asked. */
export interface Sample extends TurnId {
  /** On one line, with personal details taken out. */
  readonly words: string;
  readonly count: number;
}

/** Missed questions that ask alike. */
export interface MissedGroup {
  /** The one asked most, then the others; never empty. */
  readonly samples: readonly [Sample, ...Sample[]];
  /** In how many further ways it was asked. */
  readonly hidden: number;
  readonly count: number;
  readonly lastAt: number;
  readonly reasons: readonly MissReason[];
  /** What became of the question asked most. */
  readonly record: TurnRecord;
  /** The entry that staff said would be right. */
  readonly right: string | null;
  /** Entries that may be right, likeliest first. */
  readonly candidates: readonly string[];
}

/**
 * The latest first. Where the content, or a suggestion, has come to hold the very words since, nothing
 * is left to teach; unless somebody says that they led to a wrong answer.
 */
export async function readMissed(
  desk: Desk,
  now: number,
  limit = MOST_MISSED,
): Promise<readonly MissedQuestion[]> {
  const missed = await desk.staff.listMissed(now - PERIOD_DAYS * DAY, limit);
  if (missed.length === 0) return missed;
  const held = heldBy(desk.guide().content, await readOpen(desk));
  return missed.filter(
    ({ words, reasons }) => reasons.some(isSaid) || !held.has(questionKey(words)),
  );
}

function isSaid(reason: MissReason): boolean {
  return reason === 'thumbs-down' || reason === 'marked-wrong';
}

/** The largest group first; each group the latest first. */
export function groupMissed(
  content: Content,
  missed: readonly MissedQuestion[],
): readonly (readonly MissedQuestion[])[] {
  return groupAlike(
    content,
    missed.map(({ words }) => words),
  ).map((members) => members.flatMap((index) => missed[index] ?? []));
}

/** What a group's part of the page shows; null when it was erased meanwhile. */
export async function describeGroup(
  desk: Desk,
  members: readonly MissedQuestion[],
): Promise<MissedGroup | null> {
  const wordings = byWords(members);
  const shown = await Promise.all(wordings.slice(0, SAMPLES).map((same) => sampleOf(desk, same)));
  const [first, ...others] = shown;
  if (first === undefined) return null;
  const [record] = await desk.staff.readTurns(first.conversation, first.turn, first.turn + 1);
  if (record === undefined) return null;
  const { entries } = desk.guide().content;
  const known = members.flatMap((one) => one.right ?? []).filter((id) => entries.has(id));
  const candidates = [...new Set([...known, ...candidatesOf(record)])];
  return {
    samples: [first, ...others],
    hidden: wordings.length - shown.length,
    count: members.length,
    lastAt: Math.max(...members.map(({ at }) => at)),
    reasons: [...new Set(members.flatMap(({ reasons }) => reasons))],
    record,
    right: known[0] ?? null,
    candidates: candidates.filter((id) => entries.has(id)),
  };
}

type Same = readonly [MissedQuestion, ...MissedQuestion[]];

/** Those in the same words together, most first. */
function byWords(members: readonly MissedQuestion[]): readonly Same[] {
  const found = new Map<string, Same>();
  for (const member of members) {
    const key = questionKey(member.words);
    const same = found.get(key);
    found.set(key, same ? [...same, member] : [member]);
  }
  return [...found.values()].sort((one, other) => other.length - one.length);
}

async function sampleOf(desk: Desk, same: Same): Promise<Sample> {
  const [{ conversation, turn, words }] = same;
  const hide = redactor(desk.guide().content, await desk.staff.namesGiven(conversation));
  return { conversation, turn, words: oneLine(hide(words)), count: same.length };
}

/** Phrasings are lines; what a patient broke into several is read as one. */
export function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}

import { randomUUID } from 'node:crypto';
import { type Proposal, questionKey } from '../core/suggestion.ts';
import type { AskedQuestion, TurnId } from '../storage/teach-store.ts';
import { audited } from './audit.ts';
import type { Desk } from './dependencies.ts';
import { heldBy, questionProblem, readOpen } from './held.ts';
import { teachLabels } from './labels/teach.ts';
import { oneLine, readMissed } from './missed.ts';
import { address } from './parts/address.ts';
import type { Problems } from './parts/forms.ts';
import { redactor } from './redaction.ts';
import type { SignedVisit } from './route.ts';

/** What a question teaches: the entry that it belongs to, and as what. */
export interface Lesson {
  readonly kind: 'phrasing' | 'test';
  readonly entry: string;
}

/**
 * What can be kept is; returns the first question that cannot.
 * @param typed words to keep instead of the patient's
 */
export async function teachAll(
  desk: Desk,
  visit: SignedVisit,
  questions: readonly AskedQuestion[],
  lesson: Lesson,
  typed?: string,
): Promise<AskedQuestion | null> {
  const missed = await readMissed(desk, visit.at);
  let refused: AskedQuestion | null = null;
  for (const question of questions) {
    const words = oneLine(typed ?? (await hiddenWords(desk, question)));
    const problems = await problemsOf(desk, question, lesson.entry, words);
    const proposal = { ...lesson, text: words };
    const kept =
      Object.keys(problems).length === 0 &&
      (await suggest(desk, visit, proposal, inSameWords(missed, question)));
    if (!kept) refused ??= question;
  }
  return refused;
}

/** A question as staff may see it. */
export async function hiddenWords(
  desk: Desk,
  { conversation, words }: AskedQuestion,
): Promise<string> {
  const names = await desk.staff.namesGiven(conversation);
  return redactor(desk.guide().content, names)(words);
}

/** What stands in the way of a lesson, by the field. */
export async function problemsOf(
  desk: Desk,
  { conversation }: TurnId,
  entry: string,
  words: string,
): Promise<Problems> {
  const { content } = desk.guide();
  const held = heldBy(content, await readOpen(desk));
  const names = await desk.staff.namesGiven(conversation);
  const wrong = questionProblem(content, held, words, names);
  return {
    ...(wrong !== null && { words: wrong }),
    ...(!content.entries.has(entry) && { entry: teachLabels.problems.entry }),
  };
}

/** A question with the missed ones in the same words: one lesson settles them all. */
export function inSameWords(
  missed: readonly AskedQuestion[],
  question: AskedQuestion,
): readonly TurnId[] {
  const key = questionKey(question.words);
  return [question, ...missed.filter(({ words }) => questionKey(words) === key)];
}

/** Keeps a suggestion; false when what it was made of is gone. */
export function suggest(
  desk: Desk,
  visit: SignedVisit,
  proposal: Proposal,
  turns: readonly TurnId[],
): Promise<boolean> {
  const id = randomUUID();
  const [first] = turns;
  const from = first ? { conversation: first.conversation, turn: first.turn } : null;
  const suggestion = { id, at: visit.at, accountId: visit.account.id, from, proposal };
  return audited(desk, visit, 'suggestion-added', id, () =>
    desk.staff.addSuggestion(suggestion, turns),
  );
}

/** Where the page says why a question could not be kept. */
export function triedAddress(id: TurnId, { entry }: Lesson): string {
  return address('/staff/teach/question', { turn: writeTurn(id), entry, tried: 1 });
}

/** A turn as forms and addresses hold it; the words stay out of both. */
export function writeTurn({ conversation, turn }: TurnId): string {
  return `${turn}.${conversation}`;
}

export function readTurn(given: string | null): TurnId | null {
  const [, turn, conversation] = /^(\d{1,9})\.(.{1,300})$/s.exec(given ?? '') ?? [];
  if (turn === undefined || conversation === undefined) return null;
  return { conversation, turn: Number(turn) };
}

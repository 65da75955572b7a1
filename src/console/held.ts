import { findables } from '../core/findables.ts';
import type { Content } from '../core/guide.ts';
import { LONGEST_LINE, type Proposal, questionKey, type Suggestion } from '../core/suggestion.ts';
import type { Desk } from './dependencies.ts';
import { labels } from './labels/house.ts';
import { teachLabels } from './labels/teach.ts';
import { targetTitle } from './naming.ts';
import { redactor } from './redaction.ts';

const text = teachLabels.problems;
const MOST_OPEN = 2_000;

/** Where each question stands already, as a sentence, by its key. */
export type Held = ReadonlyMap<string, (words: string) => string>;

export async function readOpen(desk: Desk): Promise<readonly Suggestion[]> {
  return desk.staff.listSuggestions({ state: 'open' }, null, MOST_OPEN);
}

/** What the content holds; counted once for each content, as there are thousands. */
const heldByContent = new WeakMap<Content, Held>();

export function heldBy(content: Content, open: readonly Suggestion[]): Held {
  const known = heldByContent.get(content) ?? holdAll(contentHolders(content));
  heldByContent.set(content, known);
  const suggested = open.map(({ proposal }): Holder => {
    return [text.suggested, titleOf(content, proposal), questionsOf(proposal)];
  });
  return new Map([...holdAll(suggested), ...known]);
}

type Holder = readonly [sentence: string, title: string, questions: readonly string[]];

function contentHolders(content: Content): readonly Holder[] {
  return findables(content).flatMap(({ target, tests, phrasings }): readonly Holder[] => {
    const title = targetTitle(content, target);
    return [
      [text.heldTest, title, tests ?? []],
      [text.heldPhrasing, title, phrasings],
    ];
  });
}

function holdAll(holders: readonly Holder[]): Held {
  const held = new Map<string, (words: string) => string>();
  for (const [sentence, title, questions] of holders) {
    // As functions: what patients and staff write may hold signs that `replace` reads as its own.
    const tell = (words: string) =>
      sentence.replace(/\{(words|title)\}/g, (_, name) => (name === 'words' ? words : title));
    for (const question of questions) held.set(questionKey(question), tell);
  }
  return held;
}

function questionsOf(proposal: Proposal): readonly string[] {
  switch (proposal.kind) {
    case 'phrasing':
    case 'test':
      return [proposal.text];
    case 'draft':
      return proposal.phrasings;
    case 'sign-off':
    case 'mark-draft':
      return [];
  }
}

/** What an entry is called; a new one by the title that was suggested. */
export function titleOf(content: Content, proposal: Proposal): string {
  if (proposal.kind === 'draft') return proposal.title;
  return targetTitle(content, `entry:${proposal.entry}`);
}

/**
 * What stands in the way of keeping a question as content; null when nothing does. What patients
 * wrote about themselves must not get into files: what is masked, and what would be, is refused.
 * @param names given by the visitor who asked
 */
export function questionProblem(
  content: Content,
  held: Held,
  words: string,
  names: readonly string[],
): string | null {
  if (questionKey(words) === '') return text.empty;
  const mask = Object.values(labels.masks).find((one) => words.includes(one));
  if (mask !== undefined) return text.masked.replace('{found}', mask);
  if (words.length > LONGEST_LINE) {
    return text.long
      .replace('{most}', String(LONGEST_LINE))
      .replace('{count}', String(words.length));
  }
  const hidden = redactor(content, names)(words);
  const found = Object.values(labels.masks).find((one) => hidden.includes(one));
  if (found !== undefined) return text.personal.replace('{found}', found);
  return held.get(questionKey(words))?.(words) ?? null;
}

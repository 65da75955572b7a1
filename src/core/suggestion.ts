/*
 * What staff would change in the content, as values: kept until `npm run content:apply` turns them
 * into changes of the files. Nothing else writes content.
 */

/** One change of one entry of `knowledge/`. */
export type Proposal =
  /** Another way to ask what the entry answers: the search learns from it. */
  | { readonly kind: 'phrasing'; readonly entry: string; readonly text: string }
  /** A question that must find the entry, kept out of what the search learns from. */
  | { readonly kind: 'test'; readonly entry: string; readonly text: string }
  | {
      readonly kind: 'draft';
      /** The id of the new entry, such as `dogs-in-the-clinic`. */
      readonly entry: string;
      readonly title: string;
      readonly phrasings: readonly string[];
      readonly body: string;
    }
  | {
      readonly kind: 'sign-off';
      readonly entry: string;
      /** Name and registration. */
      readonly reviewer: string;
      /** ISO dates. */
      readonly reviewed: string;
      readonly reviewDue: string | null;
      /** What was signed, as `entryVersion` tells it: other words need another signature. */
      readonly version: string;
    }
  /** Takes a sign-off back: the entry is marked as a draft again. */
  | { readonly kind: 'mark-draft'; readonly entry: string };

export interface Suggestion {
  readonly id: string;
  readonly at: number;
  readonly accountId: string;
  /** The turn it was taught from: erased with its conversation. */
  readonly from: { readonly conversation: string; readonly turn: number } | null;
  readonly proposal: Proposal;
  readonly state: 'open' | 'applied' | 'dropped';
  readonly closedAt: number | null;
}

/** What a phrasing, a test question or a title may have; and what an id of an entry looks like. */
export const LONGEST_LINE = 300;
export const ENTRY_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Words with the same key are one question, which cannot belong to two entries. Empty without words. */
export function questionKey(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Each question once, as it was written first. */
export function distinctQuestions(questions: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return questions.filter((one) => !seen.has(questionKey(one)) && seen.add(questionKey(one)));
}

/** An id made of the first words of a question; empty when it has none to make one of. */
export function entryIdOf(question: string): string {
  return question
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .split('-')
    .slice(0, 8)
    .join('-');
}

import type { Findable } from '../core/search.ts';
import { tidy, words } from '../core/text.ts';
import { add } from './count.ts';
import { nowhere } from './model.ts';
import type { ContentWords } from './spelling.ts';

/** One stored question. */
export interface Example {
  readonly text: string;
  readonly target: string;
  /** One of the test questions: learned from like the others, and judged as if it had not been. */
  readonly isTest: boolean;
}

/**
 * What is stored, then what is judged as if it were not: the test questions and what leads nowhere. Titles
 * count as phrasings where a visitor can see them.
 */
export function examplesOf(
  findables: readonly Findable[],
  outOfScope: readonly string[],
): readonly Example[] {
  return [
    ...findables.flatMap(({ target, title, phrasings }) => {
      const shown = /^(?:entry|flow):/.test(target) ? [title] : [];
      const stored = new Set([...phrasings, ...shown]);
      return [...stored].map((text) => ({ text, target, isTest: false }));
    }),
    ...findables.flatMap(({ target, tests = [] }) =>
      tests.map((text) => ({ text, target, isTest: true })),
    ),
    ...outOfScope.map((text) => ({ text, target: nowhere, isTest: false })),
  ];
}

export function countWords(findables: readonly Findable[]): ContentWords {
  const counts = new Map<string, number>();
  for (const { title, phrasings, text } of findables) {
    for (const word of [title, ...phrasings, text].flatMap((each) => words(tidy(each)))) {
      add(counts, word);
    }
  }
  return counts;
}

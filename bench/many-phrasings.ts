import type { Findable } from '../src/core/search.ts';

/**
 * A content with about `size` phrasings. Smaller: the first phrasings of every target. Larger: all of
 * them, and copies of the content whose longer words are strange (their letters turned about), so
 * that an index grows by new words and new targets as it would with more entries.
 */
export function blowUp(findables: readonly Findable[], size: number): readonly Findable[] {
  const all = findables.reduce((sum, { phrasings }) => sum + phrasings.length, 0);
  if (size <= all) {
    const share = size / all;
    return findables.map((each) => ({
      ...each,
      phrasings: each.phrasings.slice(0, Math.max(2, Math.round(each.phrasings.length * share))),
    }));
  }
  const copies = Array.from({ length: Math.ceil(size / all) - 1 }, (_, n) =>
    findables.map((each) => ({
      ...each,
      target: `${each.target}-copy-${n}`,
      title: estrange(each.title, n),
      phrasings: each.phrasings.map((phrasing) => estrange(phrasing, n)),
    })),
  );
  const larger = [...findables, ...copies.flat()];
  let left = size;
  return larger.filter(({ phrasings }) => {
    left -= phrasings.length;
    return left + phrasings.length > 0;
  });
}

function estrange(text: string, n: number): string {
  const turn = (letter: string) =>
    String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + n + 1) % 26));
  return text
    .toLowerCase()
    .replace(/[a-z]{5,}/g, (word) =>
      (word.length + n) % 3 === 0 ? word : [...word].map(turn).join(''),
    );
}

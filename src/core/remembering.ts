import type { Search } from './search.ts';

/** The same search, which looks for the same words once. It keeps all that it found. */
export function remembering({ thresholds, find, nearestSigns, asideness }: Search): Search {
  return {
    thresholds,
    find: once(find),
    ...(nearestSigns && { nearestSigns: once(nearestSigns) }),
    ...(asideness && { asideness: once(asideness) }),
  };
}

function once<Result>(look: (words: string) => Result): (words: string) => Result {
  const known = new Map<string, Result>();
  return (words) => {
    const seen = known.get(words) ?? look(words);
    known.set(words, seen);
    return seen;
  };
}

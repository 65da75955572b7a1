import { add } from './count.ts';
import { hashText } from './word-vectors.ts';

/** How much likelier a word is right after another one than anywhere, in nats; 0 where nothing is known. */
export type Fits = (left: string, right: string) => number;

/** Stands before the first word and behind the last one. */
export const edge = '.';

/** So many sights of a word count as having told nothing of what follows it. */
const doubt = 5;

/**
 * Learns from sentences which words stand side by side:
 *
 *   fits(l, r) = ln P(r | l) / P(r),   P(r | l) = (n(l r) + doubt · P(r)) / (n(l) + doubt)
 *
 * Pairs shrunk towards single words (Dirichlet smoothing: MacKay and Peto 1995).
 */
export function makeFits(sentences: Iterable<readonly string[]>): Fits {
  const singles = new Map<string, number>();
  const pairs = new Map<number, number>();
  let all = 0;
  for (const sentence of sentences) {
    let left = edge;
    for (const right of [...sentence, edge]) {
      add(singles, right);
      add(pairs, pair(left, right));
      all++;
      left = right;
    }
  }
  return (left, right) => {
    const chance = ((singles.get(right) ?? 0) + 1) / (all + singles.size + 1);
    const together = pairs.get(pair(left, right)) ?? 0;
    return Math.log((together / chance + doubt) / ((singles.get(left) ?? 0) + doubt));
  };
}

/** Two words as one number; that two pairs share one is rare enough not to matter. */
function pair(left: string, right: string): number {
  return hashText(`${left} ${right}`);
}

import Fuse from 'fuse.js';
import {
  type Findable,
  type Found,
  type Match,
  type Search,
  untaughtSureness,
} from '../core/search.ts';
import { tidy, words } from '../core/text.ts';

/** One stored phrasing and what it leads to. */
interface Line {
  readonly target: string;
  readonly phrasing: string;
  readonly plain: string;
}

/** Set by hand: fuse's scores mean little, so plain search answers seldom and offers often. */
const thresholds = { sureness: untaughtSureness, answer: 0.62, margin: 0.04, offer: 0.3 };

/**
 * Plain search on fuse.js's token search: used while the learned search is being made, and the
 * baseline of the bench. Its confidence is the share of words in common times fuse's own score.
 */
export function fuseSearch(findables: readonly Findable[]): Search {
  const lines = findables.flatMap(toLines);
  const fuse = new Fuse(lines, {
    keys: ['plain'],
    includeScore: true,
    ignoreLocation: true,
    useTokenSearch: true,
    threshold: 0.3,
  });
  return { thresholds, find: (question) => find(fuse, tidy(question)) };
}

function toLines({ target, title, phrasings }: Findable): Line[] {
  return [title, ...phrasings].map((phrasing) => ({ target, phrasing, plain: tidy(phrasing) }));
}

function find(fuse: Fuse<Line>, repaired: string): Found {
  const best = new Map<string, Match>();
  const asked = new Set(words(repaired));
  if (asked.size === 0) return { repaired, matches: [] };
  for (const { item, score = 1 } of fuse.search(repaired, { limit: 60 })) {
    const common = overlap(asked, words(item.plain));
    const confidence = common * (1 - score * 0.5);
    const { target, phrasing } = item;
    if (confidence <= (best.get(target)?.confidence ?? 0)) continue;
    best.set(target, { target, phrasing, confidence, shares: { fuse: 1 - score, words: common } });
  }
  const matches = [...best.values()].sort((a, b) => b.confidence - a.confidence).slice(0, 10);
  return { repaired, matches };
}

/** Words in common as a share of both (Dice's coefficient), 0 to 1. */
function overlap(asked: ReadonlySet<string>, stored: readonly string[]): number {
  const others = new Set(stored);
  let common = 0;
  for (const word of asked) if (others.has(word)) common++;
  return (2 * common) / (asked.size + others.size);
}

/** A search box over titles: ids whose title is near to what was typed, nearest first. */
export function titleSearch(
  titles: readonly { readonly id: string; readonly title: string }[],
): (typed: string, limit: number) => readonly string[] {
  const fuse = new Fuse(titles, { keys: ['title', 'id'], ignoreLocation: true, threshold: 0.4 });
  return (typed, limit) => fuse.search(typed, { limit }).map(({ item }) => item.id);
}

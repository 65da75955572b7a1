import type { WordVectors } from './word-vectors.ts';

/** Words of the content, each with how often it occurs there. */
export type ContentWords = ReadonlyMap<string, number>;

/** Repairs the words of a tidied question. */
export type Speller = (words: readonly string[]) => readonly string[];

const letters = 'abcdefghijklmnopqrstuvwxyz';
/** Words this short have too many neighbours to guess. */
const shortest = 4;
/** From this length on two edits are repaired, towards words of the content only. */
const longWord = 8;

/**
 * Puts strange words right: towards a word of the content within one edit (two for long words),
 * else towards a common word within one edit, else into two known words. A word that is known is
 * never changed. Edits are insertion, deletion, substitution and swapping neighbours
 * (Damerau 1964); ties go to slips that fingers and ears make.
 */
export function makeSpeller(content: ContentWords, vectors: WordVectors): Speller {
  const byLength = groupByLength(content);
  const memory = new Map<string, readonly string[]>();
  const isKnown = (word: string) => content.has(word) || vectors.isCommon(word);
  const repair = (word: string): readonly string[] => {
    const near = nearest(word, byLength, content) ?? commonNeighbour(word, vectors);
    return near === null ? (splitWord(word, isKnown, content) ?? [word]) : [near];
  };
  return (words) =>
    words.flatMap((word) => {
      if (word.length < shortest || isKnown(word) || !/^[a-z]+$/.test(word)) return [word];
      const before = memory.get(word);
      if (before !== undefined) return before;
      if (memory.size > 5000) memory.clear();
      const repaired = repair(word);
      memory.set(word, repaired);
      return repaired;
    });
}

function groupByLength(content: ContentWords): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, string[]>();
  for (const word of content.keys()) {
    if (!/^[a-z]{3,}$/.test(word)) continue;
    groups.set(word.length, [...(groups.get(word.length) ?? []), word]);
  }
  return groups;
}

function nearest(
  word: string,
  byLength: ReadonlyMap<number, readonly string[]>,
  content: ContentWords,
): string | null {
  const most = word.length >= longWord ? 2 : 1;
  let best: { word: string; cost: number } | null = null;
  for (let length = word.length - most; length <= word.length + most; length++) {
    for (const candidate of byLength.get(length) ?? []) {
      if (editDistance(word, candidate, most) > most) continue;
      const cost = slipCost(word, candidate) - 0.05 * Math.log(1 + (content.get(candidate) ?? 0));
      if (best === null || cost < best.cost) best = { word: candidate, cost };
    }
  }
  return best?.word ?? null;
}

/** The likeliest common word one edit away; frequent words first among equals. */
function commonNeighbour(word: string, vectors: WordVectors): string | null {
  let best: { word: string; cost: number } | null = null;
  for (const candidate of oneEditAway(word)) {
    if (candidate.length < 3 || !vectors.isCommon(candidate)) continue;
    const cost = slipCost(word, candidate) + 0.08 * Math.log(1 + vectors.rank(candidate));
    if (best === null || cost < best.cost) best = { word: candidate, cost };
  }
  return best?.word ?? null;
}

function* oneEditAway(word: string): Generator<string> {
  for (let at = 0; at <= word.length; at++) {
    const head = word.slice(0, at);
    const tail = word.slice(at);
    if (tail !== '') yield head + tail.slice(1);
    if (tail.length > 1) yield head + tail.charAt(1) + tail.charAt(0) + tail.slice(2);
    for (const letter of letters) {
      yield head + letter + tail;
      if (tail !== '' && letter !== tail[0]) yield head + letter + tail.slice(1);
    }
  }
}

/** `dryneedling` as `dry needling`: both parts known, one of them from the content. */
function splitWord(
  word: string,
  isKnown: (word: string) => boolean,
  content: ContentWords,
): readonly string[] | null {
  for (let at = 3; at <= word.length - 3; at++) {
    const parts = [word.slice(0, at), word.slice(at)];
    if (parts.every(isKnown) && parts.some((part) => content.has(part))) return parts;
  }
  return null;
}

const keyRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const keys = new Map(
  keyRows.flatMap((row, y) => [...row].map((key, x) => [key, { x: x + y * 0.5, y }] as const)),
);

/** How unlike a slip of finger or ear a change is: about 0.4 for the likeliest, 1 for others. */
function slipCost(typed: string, meant: string): number {
  if (soundOf(typed) === soundOf(meant)) return 0.45;
  const start = typed[0] === meant[0] ? 0 : 0.4;
  if (sorted(typed) === sorted(meant)) return 0.4 + start;
  if (typed.length === meant.length) {
    const at = [...typed].findIndex((letter, index) => letter !== meant[index]);
    return (isNear(typed[at], meant[at]) ? 0.6 : 1) + start;
  }
  return 0.7 + start;
}

function isNear(a: string | undefined, b: string | undefined): boolean {
  const one = keys.get(a ?? '');
  const two = keys.get(b ?? '');
  return !!one && !!two && Math.abs(one.x - two.x) <= 1 && Math.abs(one.y - two.y) <= 1;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

/** A rough sound of a word: doubled letters once, vowels alike, `ph` as `f`, `ck` and `c` as `k`. */
function soundOf(word: string): string {
  return word
    .replace(/ph/g, 'f')
    .replace(/ck|c(?![eiy])|q/g, 'k')
    .replace(/c/g, 's')
    .replace(/z/g, 's')
    .replace(/[aeiouy]+/g, 'a')
    .replace(/(.)\1+/g, '$1');
}

/**
 * Edits between two words, neighbours swapped counting once (optimal string alignment), given up
 * with `most` + 1 as soon as a row of the table is all above `most`.
 */
export function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

import type { WordVectors } from './word-vectors.ts';

/** Words of the content, each with how often it occurs there. */
export type ContentWords = ReadonlyMap<string, number>;

/** Repairs the words of a tidied question. */
export type Speller = (words: readonly string[]) => readonly string[];

const letters = 'abcdefghijklmnopqrstuvwxyz';
/** Shorter words have too many neighbours to guess. */
const shortest = 3;
/** From this length on a word is looked for by its sound too, up to so many edits away. */
const soundWord = 5;
const mostHeard = 4;
/** From this length on two edits are repaired, towards words of the content only. */
const longWord = 8;
/** From this length on a word of the content may be a slip itself. */
const slipWord = 6;
/** A slip in the content is so many times rarer than the word that was meant, and a likely one. */
const slipRarity = 10;
const likelySlip = 0.65;
/** How unlikely one slip is, in nats: what a commoner word must make up for. */
const slip = 6;

/**
 * Puts strange words right by the noisy channel: of the words within one edit, the one that is
 * likeliest to be meant, its frequency times the chance of the slip (Kernighan, Church and Gale
 * 1990). Long words may be two edits from a word of the content; what is left is tried as two words
 * run together. A word that is known is never changed. An edit is an insertion, a deletion, a
 * substitution or a swap of neighbours (Damerau 1964).
 */
export function makeSpeller(counts: ContentWords, vectors: WordVectors): Speller {
  const content = new Map([...counts].filter(([word]) => !isSlip(word, counts, vectors)));
  const memory = new Map<string, readonly string[]>();
  const isKnown = (word: string) => content.has(word) || vectors.isCommon(word);
  const rarity = makeRarity(content, vectors);
  const longWords = [...content.keys()].filter((word) => word.length >= longWord - 2);
  const bySound = groupBySound(content.keys());
  const repair = (word: string): readonly string[] => {
    const alike = word.length >= soundWord ? (bySound.get(soundOf(word)) ?? []) : [];
    const candidates = [...oneEditAway(word), ...alike];
    const near = likeliest(word, candidates, (each) => isKnown(each), rarity);
    if (near !== null) return [near];
    const apart = splitWord(word, isKnown, content);
    if (apart !== null) return apart;
    const far = word.length >= longWord ? longWords : [];
    return [likeliest(word, far, (each) => editDistance(word, each, 2) <= 2, rarity) ?? word];
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

/**
 * True for a slip in the content itself: phrasings are written as people type, and "achilies" in one
 * of them must not stand in the way of "achilles" in seventy.
 */
function isSlip(word: string, counts: ContentWords, vectors: WordVectors): boolean {
  if (word.length < slipWord || vectors.isCommon(word)) return false;
  const enough = slipRarity * (counts.get(word) ?? 0);
  for (const meant of oneEditAway(word)) {
    if ((counts.get(meant) ?? 0) >= enough && slipCost(word, meant) <= likelySlip) return true;
  }
  return false;
}

/** How rare a word is in nats, half from the content and half from English at large (Zipf). */
function makeRarity(content: ContentWords, vectors: WordVectors): (word: string) => number {
  let all = 1;
  for (const count of content.values()) all += count;
  return (word) => {
    const rank = vectors.isCommon(word) ? vectors.rank(word) : Number.POSITIVE_INFINITY;
    return -Math.log((content.get(word) ?? 0) / all / 2 + 1 / (rank + 3) / 26 + 1e-9);
  };
}

/** The candidate with the smallest sum of rarity and slip; null when none passes. */
function likeliest(
  word: string,
  candidates: Iterable<string>,
  passes: (candidate: string) => boolean,
  rarity: (word: string) => number,
): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate.length < 2 || !passes(candidate)) continue;
    const cost = slip * slipCost(word, candidate) + rarity(candidate);
    if (cost < least) {
      best = candidate;
      least = cost;
    }
  }
  return best;
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

/** How unlike a slip of finger or ear a change is: about 0.5 for the likeliest, 1 for others. */
function slipCost(typed: string, meant: string): number {
  if (sorted(typed) === sorted(meant)) return 0.5;
  if (typed.length >= soundWord && soundOf(typed) === soundOf(meant)) {
    return 0.25 * (1 + editDistance(typed, meant, mostHeard));
  }
  const start = typed[0] === meant[0] ? 0 : 0.3;
  if (typed.length < meant.length) return 0.65 + start;
  if (typed.length > meant.length) return 0.8 + start;
  const at = [...typed].findIndex((letter, index) => letter !== meant[index]);
  return (isNear(typed[at], meant[at]) ? 0.65 : 1) + start;
}

function isNear(a: string | undefined, b: string | undefined): boolean {
  const one = keys.get(a ?? '');
  const two = keys.get(b ?? '');
  return !!one && !!two && Math.abs(one.x - two.x) <= 1 && Math.abs(one.y - two.y) <= 1;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

function groupBySound(all: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const word of all) {
    const sound = soundOf(word);
    const group = groups.get(sound);
    if (group) group.push(word);
    else groups.set(sound, [word]);
  }
  return groups;
}

/** A rough sound of a word: what is silent left out, letters of one sound and all vowels alike. */
function soundOf(word: string): string {
  return word
    .replace(/^k(?=n)|^w(?=r)|(?<=[ei])gh/g, '')
    .replace(/ph|(?<=[ao]u)gh/g, 'f')
    .replace(/sh|t(?=ion)|s+(?=ion)/g, 'x')
    .replace(/ck|ch|c(?![eiy])|q/g, 'k')
    .replace(/[cz]/g, 's')
    .replace(/[aeiouy]+/g, 'a')
    .replace(/(.)\1+/g, '$1')
    .replace(/(?<=..)a$/, '');
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

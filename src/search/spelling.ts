import { edge, type Fits } from './context.ts';
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
/** From this length on a known word may be another one with a slip, if that is so frequent in the content. */
const confusable = 4;
const frequent = 20;
/** Neighbours choose between so many readings of a word. */
const mostReadings = 8;
/** How unlikely one slip is, in nats: what a commoner word must make up for. */
const slip = 6;

/** What a word may be meant as, and how unlikely that is, in nats. */
interface Reading {
  readonly words: readonly string[];
  readonly cost: number;
}

/**
 * Puts strange words right by the noisy channel: of the words within one edit, the one that is
 * likeliest to be meant, its frequency times the chance of the slip (Kernighan, Church and Gale
 * 1990), and how well it goes with the words beside it where that is known (Church and Gale 1991).
 * Long words may be two edits from a word of the content; what is left is tried as two words run
 * together. A known word gives way ("does it hunt much") only to a frequent one of the content, and
 * only where that fits its neighbours by as much as one more slip. An edit is an insertion, a
 * deletion, a substitution or a swap of neighbours (Damerau 1964).
 * @param fits left out, each word is read by itself and known ones stay
 */
export function makeSpeller(counts: ContentWords, vectors: WordVectors, fits?: Fits): Speller {
  const content = new Map([...counts].filter(([word]) => !isSlip(word, counts, vectors)));
  const memory = new Map<string, readonly Reading[]>();
  const isKnown = (word: string) => content.has(word) || vectors.isCommon(word);
  const rarity = makeRarity(content, vectors);
  const longWords = [...content.keys()]
    .filter((word) => word.length >= longWord - 2)
    .map((word) => ({ word, letters: lettersOf(word) }));
  const bySound = groupBy(content.keys(), (word) => [soundOf(word)]);
  const readStrange = (word: string): readonly Reading[] => {
    const alike = word.length >= soundWord ? (bySound.get(soundOf(word)) ?? []) : [];
    const near = likeliest(word, [...oneEditAway(word), ...alike], isKnown, rarity);
    if (near.length > 0) return near;
    const apart = splitWord(word, isKnown, content);
    if (apart !== null) return [{ words: apart, cost: 0 }];
    if (word.length < longWord) return [];
    const typed = lettersOf(word);
    const far = longWords.flatMap((each) => (mayBeNear(typed, each.letters) ? [each.word] : []));
    return likeliest(word, far, (each) => editDistance(word, each, 2) <= 2, rarity);
  };
  const isFrequent = (word: string) => (content.get(word) ?? 0) >= frequent;
  const byShort = groupBy(fits ? [...content.keys()].filter(isFrequent) : [], shortened);
  const readKnown = (word: string): readonly Reading[] => {
    const itself = { words: [word], cost: rarity(word) - slip };
    if (fits === undefined || word.length < confusable) return [itself];
    const alike = shortened(word).flatMap((short) => byShort.get(short) ?? []);
    return [itself, ...likeliest(word, alike, (each) => editDistance(word, each, 1) === 1, rarity)];
  };
  const read = (word: string): readonly Reading[] => {
    if (word.length < shortest || !/^[a-z]+$/.test(word)) return [];
    const before = memory.get(word);
    if (before !== undefined) return before;
    if (memory.size > 5000) memory.clear();
    const readings = isKnown(word) ? readKnown(word) : readStrange(word);
    memory.set(word, readings);
    return readings;
  };
  /** What a reading costs between its neighbours; a strange word says nothing of the one before it. */
  const costBetween = (before: string, { words, cost }: Reading, after: string): number => {
    const [first = ''] = words;
    if (fits === undefined) return cost;
    return (
      cost -
      fits(before, first) -
      (after === edge || isKnown(after) ? fits(words.at(-1) ?? first, after) : 0)
    );
  };
  return (words) => {
    const repaired: string[] = [];
    words.forEach((word, at) => {
      const before = repaired.at(-1) ?? edge;
      const after = words[at + 1] ?? edge;
      let best: readonly string[] = [word];
      let least = Number.POSITIVE_INFINITY;
      const readings = read(word);
      for (const reading of readings) {
        const cost = readings.length > 1 ? costBetween(before, reading, after) : 0;
        if (cost >= least) continue;
        least = cost;
        best = reading.words;
      }
      repaired.push(...best);
    });
    return repaired;
  };
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

/** The candidates with the smallest sums of rarity and slip, the likeliest first. */
function likeliest(
  word: string,
  candidates: Iterable<string>,
  passes: (candidate: string) => boolean,
  rarity: (word: string) => number,
): readonly Reading[] {
  const passed = new Set<string>();
  for (const each of candidates) {
    if (each.length > 1 && each !== word && passes(each)) passed.add(each);
  }
  return Array.from(passed, (each) => ({
    words: [each],
    cost: slip * slipCost(word, each) + rarity(each),
  }))
    .sort((one, other) => one.cost - other.cost)
    .slice(0, mostReadings);
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

/** The letters of a word as a set of bits. */
function lettersOf(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) - 97);
  return set;
}

/** False for words more than two edits apart, quickly and for most of them: an edit changes two letters at most. */
function mayBeNear(one: number, other: number): boolean {
  let rest = one ^ other;
  for (let k = 0; k < 4; k++) rest &= rest - 1;
  return rest === 0;
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

/** Words by each of their keys. */
function groupBy(
  all: Iterable<string>,
  keysOf: (word: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const word of all) {
    for (const key of keysOf(word)) {
      const group = groups.get(key);
      if (group) group.push(word);
      else groups.set(key, [word]);
    }
  }
  return groups;
}

/** A word, and it without one letter: words one edit apart have one of these in common (Garbe 2012). */
function shortened(word: string): readonly string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
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
  if (Math.abs(a.length - b.length) > most) return most + 1;
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

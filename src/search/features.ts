import { add } from './count.ts';
import { hashText } from './word-vectors.ts';

/** A sparse vector: feature numbers, each once, and their weights. */
export interface Sparse {
  readonly ids: Uint32Array;
  readonly weights: Float32Array;
}

/** Shares of the squared length of a vector given to words and to letters. */
const share = { words: 0.5, letters: 0.5 };
const shortestGram = 2;
const longestGram = 5;

/** The rarity of a feature that no stored question has. */
const strange = 4;

/** Features of a question before weighting: 32-bit hashes and counts. */
interface Counts {
  readonly words: ReadonlyMap<number, number>;
  readonly letters: ReadonlyMap<number, number>;
}

/**
 * Which features a training set has and how rare each is. Words: stems and neighbouring pairs of
 * stems, with marks for beginning and end. Letters: runs of 2 to 5 inside a word, its ends marked.
 */
export interface Vocabulary {
  /** Sorted hashes; a feature's number is its place. */
  readonly hashes: Uint32Array;
  /** Inverse document frequency of each: ln((1 + n) / (1 + df)) + 1. */
  readonly rarity: Float32Array;
}

export function makeVocabulary(texts: readonly (readonly string[])[]): Vocabulary {
  const seen = new Map<number, number>();
  for (const text of texts) {
    const { words, letters } = countFeatures(text);
    for (const hash of words.keys()) add(seen, hash);
    for (const hash of letters.keys()) add(seen, hash);
  }
  const hashes = Uint32Array.from(seen.keys()).sort();
  const rarity = Float32Array.from(
    hashes,
    (hash) => Math.log((1 + texts.length) / (1 + (seen.get(hash) ?? 0))) + 1,
  );
  return { hashes, rarity };
}

/** Looks features up by hash. */
export type Lookup = (hash: number) => number | undefined;

/** A table with open addressing, at most half full: a question looks up a hundred hashes. */
export function makeLookup({ hashes }: Vocabulary): Lookup {
  const mask = 2 ** Math.ceil(Math.log2(2 * hashes.length + 1)) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  const slotOf = (hash: number): number => {
    let slot = hash & mask;
    for (;;) {
      const number = table[slot] ?? -1;
      if (number < 0 || hashes[number] === hash) return slot;
      slot = (slot + 1) & mask;
    }
  };
  hashes.forEach((hash, number) => {
    table[slotOf(hash)] = number;
  });
  return (hash) => {
    const number = table[slotOf(hash)] ?? -1;
    return number < 0 ? undefined : number;
  };
}

/**
 * TF-IDF with 1 + ln(count), words and letters each brought to their share of a vector of length
 * one. Features that the vocabulary lacks still lengthen the vector: what is strange is far away.
 */
export function vectorise(words: readonly string[], vocabulary: Vocabulary, find: Lookup): Sparse {
  const counts = countFeatures(words);
  const ids = new Uint32Array(counts.words.size + counts.letters.size);
  const weights = new Float32Array(ids.length);
  let found = 0;
  const weigh = (features: ReadonlyMap<number, number>, part: number) => {
    const first = found;
    let squares = 0;
    for (const [hash, count] of features) {
      const id = find(hash);
      const rarity = id === undefined ? strange : (vocabulary.rarity[id] ?? 0);
      const weight = (1 + Math.log(count)) * rarity;
      squares += weight * weight;
      if (id === undefined) continue;
      ids[found] = id;
      weights[found++] = weight;
    }
    const scale = Math.sqrt(part / (squares || 1));
    for (let at = first; at < found; at++) weights[at] = (weights[at] ?? 0) * scale;
  };
  weigh(counts.words, share.words);
  weigh(counts.letters, share.letters);
  return { ids: ids.subarray(0, found), weights: weights.subarray(0, found) };
}

function countFeatures(words: readonly string[]): Counts {
  const counts = { words: new Map<number, number>(), letters: new Map<number, number>() };
  const stems = words.map(stem);
  let before = '^';
  for (const next of [...stems, '$']) {
    if (next !== '$') add(counts.words, hashText(next, 17));
    add(counts.words, hashText(next, hashText(`${before} `, 29)));
    before = next;
  }
  for (const word of words) countLetters(`<${word}>`, counts.letters);
  return counts;
}

/** A run's hash goes on where that of the run one letter shorter ended. */
function countLetters(word: string, counts: Map<number, number>): void {
  for (let at = 0; at + shortestGram <= word.length; at++) {
    let hash = 41;
    const end = Math.min(at + longestGram, word.length);
    for (let next = at; next < end; next++) {
      hash = hashText(word.charAt(next), hash);
      if (next - at + 1 >= shortestGram) add(counts, hash);
    }
  }
}

/** Cuts the commonest English endings; the runs of letters do the rest. */
export function stem(word: string): string {
  if (word.length < 4) return word;
  const cut = word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?<=[^s])s$/, '')
    .replace(/(?<=..[^e])(?:ing|ed)$/, '')
    .replace(/([^aeiouylsz])\1$/, '$1');
  return cut.length < 3 ? word : cut.replace(/e$/, '');
}

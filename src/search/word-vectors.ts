import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the table is made from: words by frequency, the `common` ones first, one vector each. */
export interface WordTable {
  readonly words: readonly string[];
  readonly common: number;
  readonly dimensions: number;
  readonly vectors: readonly Float64Array[];
  /** Smooth inverse frequency of each word. */
  readonly weights: readonly number[];
}

/** Opened word vectors. */
export interface WordVectors {
  readonly dimensions: number;
  /** True for the words of general English that are never "repaired". */
  isCommon(word: string): boolean;
  /** The place of a word by frequency, from 0; -1 for a word without a vector. */
  rank(word: string): number;
  /** Adds a word's weighted vector to `sum`; a strange word adds a direction of its own. */
  add(word: string, sum: Float32Array): void;
}

/**
 * The table as bytes: a line of JSON, the words joined by line ends, one float a word (scale times
 * weight), then one byte a number. Little-endian, as every machine that runs Node is.
 */
export function writeWordTable({ words, common, dimensions, vectors, weights }: WordTable): Buffer {
  const scales = new Float32Array(words.length);
  const bytes = new Int8Array(words.length * dimensions);
  vectors.forEach((vector, row) => {
    const scale = Math.max(...vector.map(Math.abs)) / 127 || 1;
    scales[row] = scale * (weights[row] ?? 1);
    vector.forEach((value, k) => {
      bytes[row * dimensions + k] = Math.round(value / scale);
    });
  });
  const text = Buffer.from(words.join('\n'));
  const header = { count: words.length, common, dimensions, text: text.length };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  return Buffer.concat([line, text, Buffer.from(scales.buffer), Buffer.from(bytes.buffer)]);
}

/** The table beside the sources: the compiled program, two folders below the top as well, finds it too. */
const shipped = join(import.meta.dirname, '../../src/search/words.bin');

/** Reads the table that ships with the project. Takes about 20 ms and 10 MB. */
export function loadWordVectors(file = shipped): WordVectors {
  return openWordVectors(readFileSync(file));
}

export function openWordVectors(file: Buffer): WordVectors {
  const end = file.indexOf(10);
  const { count, common, dimensions, text } = readHeader(file.toString('utf8', 0, end));
  const words = file.toString('utf8', end + 1, end + 1 + text).split('\n');
  const ranks = new Map(words.map((word, rank) => [word, rank]));
  const scalesAt = end + 1 + text;
  const scales = new Float32Array(
    file.buffer.slice(file.byteOffset + scalesAt, file.byteOffset + scalesAt + count * 4),
  );
  const bytes = new Int8Array(
    file.buffer,
    file.byteOffset + scalesAt + count * 4,
    count * dimensions,
  );
  const strange = median(scales);
  return {
    dimensions,
    isCommon: (word) => (ranks.get(word) ?? common) < common,
    rank: (word) => ranks.get(word) ?? -1,
    add: (word, sum) => {
      const rank = ranks.get(word);
      if (rank === undefined) return addStrange(word, sum, strange);
      const scale = scales[rank] ?? 0;
      for (let k = 0; k < dimensions; k++) {
        sum[k] = (sum[k] ?? 0) + scale * (bytes[rank * dimensions + k] ?? 0);
      }
    },
  };
}

/**
 * A word without a vector points in a direction of its own, drawn from its letters: a question full
 * of strange words is then far from everything known, as it should be.
 */
function addStrange(word: string, sum: Float32Array, scale: number): void {
  let state = hashText(word) || 1;
  for (let k = 0; k < sum.length; k++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    sum[k] = (sum[k] ?? 0) + scale * ((state >> 24) * 0.42);
  }
}

/** FNV-1a, 32 bits. */
export function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let k = 0; k < text.length; k++) {
    hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  }
  return hash >>> 0;
}

function median(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1] ?? 1;
}

function readHeader(line: string): {
  count: number;
  common: number;
  dimensions: number;
  text: number;
} {
  const { count, common, dimensions, text } = JSON.parse(line);
  if (![count, common, dimensions, text].every(Number.isInteger)) {
    throw new TypeError('the table of word vectors is damaged');
  }
  return { count, common, dimensions, text };
}

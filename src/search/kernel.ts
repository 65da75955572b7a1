import type { Sparse } from './features.ts';
import { lane, openLoops } from './simd.ts';

/**
 * How alike two questions are, 0 to about 1: in words and letters, in meaning, and in both at once.
 *
 *   k(p, q) = words · w(p, q) + meaning · m(p, q) + both · w(p, q) · m(p, q)
 *   w = cosine of TF-IDF vectors,   m = exp(-sharpness · (1 - cosine of sentence vectors))
 *
 * Sums and products of kernels are kernels (Shawe-Taylor and Cristianini 2004, 3.4).
 */
export interface KernelSettings {
  readonly words: number;
  readonly meaning: number;
  readonly both: number;
  readonly sharpness: number;
  /** What is added to the diagonal in training: how little a single example is believed. */
  readonly doubt: number;
}

export const kernelSettings: KernelSettings = {
  words: 0.3,
  meaning: 0.2,
  both: 0.5,
  sharpness: 2,
  doubt: 0.25,
};

/** Stored questions, laid out for comparing one question with all of them. */
export interface Rows {
  readonly count: number;
  readonly dimensions: number;
  /** Posting lists by feature: rows and weights from `starts[f]` to `starts[f + 1]`. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly weights: Float32Array;
  /** Sentence vectors of length `vectorLength`, a byte a number. */
  readonly meanings: Int8Array;
}

/** A question made ready for comparing. */
export interface Probe {
  readonly sparse: Sparse;
  readonly meaning: Int8Array;
}

/**
 * A feature that more than a quarter of all rows have ("th", "in") tells nothing apart and would take half
 * of a question's time; it lengthens a question all the same. So many rows may always share one.
 */
const mostShared = 0.25;
const alwaysShared = 500;

export function makeRows(probes: readonly Probe[], features: number, dimensions: number): Rows {
  const shared = new Uint32Array(features);
  for (const { sparse } of probes) for (const id of sparse.ids) shared[id] = (shared[id] ?? 0) + 1;
  const most = Math.max(alwaysShared, mostShared * probes.length);
  const isListed = (id: number) => (shared[id] ?? 0) <= most;
  const starts = new Uint32Array(features + 1);
  for (let f = 0; f < features; f++)
    starts[f + 1] = (starts[f] ?? 0) + (isListed(f) ? (shared[f] ?? 0) : 0);
  const next = starts.slice();
  const total = starts[features] ?? 0;
  const rows = new Uint32Array(total);
  const weights = new Float32Array(total);
  const meanings = new Int8Array(probes.length * dimensions);
  probes.forEach(({ sparse, meaning }, row) => {
    meanings.set(meaning, row * dimensions);
    sparse.ids.forEach((id, k) => {
      if (!isListed(id)) return;
      const at = next[id] ?? 0;
      next[id] = at + 1;
      rows[at] = row;
      weights[at] = sparse.weights[k] ?? 0;
    });
  });
  return { count: probes.length, dimensions, starts, rows, weights, meanings };
}

/** How long a sentence vector of bytes is. */
export const vectorLength = 127;

/**
 * How alike one question is to the stored ones. The arrays hold what the last call found and are
 * used again by the next.
 */
export interface Comparison {
  readonly words: Float32Array;
  readonly meaning: Float32Array;
  /** The kernel's value, from the two parts. */
  readonly likeness: Float32Array;
}

/** Compares a question with the first `count` stored ones, with all of them if not told. */
export type Compare = (asked: Probe, count?: number) => Comparison;

export function makeCompare(stored: Rows, settings: KernelSettings): Compare {
  const { count: all, dimensions, starts, rows, weights } = stored;
  const table = nearnessTable(settings.sharpness, dimensions);
  const bytes = all * (dimensions + 16) + 8 * rows.length + dimensions + 4 * table.length;
  const loops = openLoops(bytes + 9 * lane);
  const meanings = loops.place(Int8Array, all * dimensions);
  meanings.set(stored.meanings);
  const nearness = loops.place(Float32Array, table.length);
  nearness.set(table);
  const listed = loops.place(Uint32Array, rows.length);
  listed.set(rows);
  const listedWeights = loops.place(Float32Array, weights.length);
  listedWeights.set(weights);
  const direction = loops.place(Int8Array, dimensions);
  const products = loops.place(Int32Array, all);
  const words = loops.place(Float32Array, all);
  const meaning = loops.place(Float32Array, all);
  const likeness = loops.place(Float32Array, all);
  return ({ sparse, meaning: asked }, count = all) => {
    words.fill(0);
    for (let k = 0; k < sparse.ids.length; k++) {
      const id = sparse.ids[k] ?? 0;
      const weight = sparse.weights[k] ?? 0;
      loops.spread(listed, listedWeights, starts[id] ?? 0, starts[id + 1] ?? 0, weight, words);
    }
    direction.set(asked);
    loops.dots(meanings, direction, products, count);
    loops.mix(products, nearness, words, meaning, likeness, count, settings);
    return { words, meaning, likeness };
  };
}

/**
 * exp(sharpness · (cosine - 1)) for every product of two sentence vectors, the smallest first. Numbers
 * brought to bytes may make a vector longer than it was, by half of one in each dimension at most.
 */
function nearnessTable(sharpness: number, dimensions: number): Float32Array {
  const most = Math.ceil((vectorLength + Math.sqrt(dimensions) / 2) ** 2);
  return Float32Array.from({ length: 2 * most + 1 }, (_, at) => {
    const cosine = Math.min(1, (at - most) / vectorLength ** 2);
    return Math.exp(sharpness * (cosine - 1));
  });
}

/** The kernel's value from its two parts. */
export function mix({ words, meaning, both }: KernelSettings, w: number, m: number): number {
  return words * w + meaning * m + both * w * m;
}

/** Every target's score: the votes of the stored questions, each as loud as its row is alike. */
export type Score = (likeness: Float32Array) => Float32Array;

/** Votes as 16-bit integers: half the memory to read for each question, which is what takes the time. */
export interface PackedVotes {
  /** `targets` integers a row. */
  readonly numbers: Int16Array;
  /** For each target, what 1 stands for. */
  readonly units: Float32Array;
}

const largest = 32_767;

/**
 * Brought to integers, the largest of each target to the largest there is.
 * @param votes `targets` numbers a row
 */
export function packVotes(votes: Float32Array, targets: number): PackedVotes {
  const units = new Float32Array(targets);
  votes.forEach((vote, at) => {
    units[at % targets] = Math.max(units[at % targets] ?? 0, Math.abs(vote) / largest);
  });
  const numbers = Int16Array.from(votes, (vote, at) =>
    Math.round(vote / (units[at % targets] || 1)),
  );
  return { numbers, units };
}

export function makeScore({ numbers, units }: PackedVotes): Score {
  const targets = units.length;
  const rows = numbers.length / targets;
  const width = Math.ceil(targets / lane) * lane;
  const loops = openLoops(rows * width * 2 + (rows + width) * 4 + 2 * lane);
  const padded = loops.place(Int16Array, rows * width);
  for (let row = 0; row < rows; row++) {
    padded.set(numbers.subarray(row * targets, (row + 1) * targets), row * width);
  }
  const weights = loops.place(Float32Array, rows);
  const sums = loops.place(Float32Array, width);
  return (likeness) => {
    weights.set(likeness);
    loops.weigh(padded, weights, sums);
    return units.map((unit, target) => unit * (sums[target] ?? 0));
  };
}

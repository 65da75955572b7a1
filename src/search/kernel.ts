import type { Sparse } from './features.ts';

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
  words: 0.25,
  meaning: 0.25,
  both: 0.5,
  sharpness: 4,
  doubt: 0.35,
};

/** Stored questions, laid out for comparing one question with all of them. */
export interface Rows {
  readonly count: number;
  readonly dimensions: number;
  /** Posting lists by feature: rows and weights from `starts[f]` to `starts[f + 1]`. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly weights: Float32Array;
  /** Sentence vectors of length 127, a byte a number. */
  readonly meanings: Int8Array;
}

/** A question made ready for comparing. */
export interface Probe {
  readonly sparse: Sparse;
  readonly meaning: Int8Array;
}

/** Room for the likeness of one question to every row; used again for each question. */
export interface Likeness {
  readonly words: Float32Array;
  readonly meaning: Float32Array;
}

export function roomFor(count: number): Likeness {
  return { words: new Float32Array(count), meaning: new Float32Array(count) };
}

export function makeRows(probes: readonly Probe[], features: number, dimensions: number): Rows {
  const starts = new Uint32Array(features + 1);
  for (const { sparse } of probes)
    for (const id of sparse.ids) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let f = 0; f < features; f++) starts[f + 1] = (starts[f + 1] ?? 0) + (starts[f] ?? 0);
  const next = starts.slice();
  const total = starts[features] ?? 0;
  const rows = new Uint32Array(total);
  const weights = new Float32Array(total);
  const meanings = new Int8Array(probes.length * dimensions);
  probes.forEach(({ sparse, meaning }, row) => {
    meanings.set(meaning, row * dimensions);
    sparse.ids.forEach((id, k) => {
      const at = next[id] ?? 0;
      next[id] = at + 1;
      rows[at] = row;
      weights[at] = sparse.weights[k] ?? 0;
    });
  });
  return { count: probes.length, dimensions, starts, rows, weights, meanings };
}

/** Fills `room` with the likeness of a question to the first `count` rows. */
export function compare(
  { sparse, meaning }: Probe,
  stored: Rows,
  sharpness: number,
  room: Likeness,
  count = stored.count,
): void {
  room.words.fill(0);
  sparse.ids.forEach((id, k) => {
    const weight = sparse.weights[k] ?? 0;
    const end = stored.starts[id + 1] ?? 0;
    for (let at = stored.starts[id] ?? 0; at < end; at++) {
      const row = stored.rows[at] ?? 0;
      room.words[row] = (room.words[row] ?? 0) + weight * (stored.weights[at] ?? 0);
    }
  });
  for (let row = 0; row < count; row++) {
    const cosine = dotBytes(stored.meanings, row * stored.dimensions, meaning) / 16129;
    room.meaning[row] = Math.exp(sharpness * (cosine - 1));
  }
}

/** The product of a stored sentence vector and a question's; four numbers at a time, for speed. */
function dotBytes(stored: Int8Array, from: number, asked: Int8Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < asked.length; k += 4) {
    const at = from + k;
    a = (a + (stored[at] ?? 0) * (asked[k] ?? 0)) | 0;
    b = (b + (stored[at + 1] ?? 0) * (asked[k + 1] ?? 0)) | 0;
    c = (c + (stored[at + 2] ?? 0) * (asked[k + 2] ?? 0)) | 0;
    d = (d + (stored[at + 3] ?? 0) * (asked[k + 3] ?? 0)) | 0;
  }
  return a + b + c + d;
}

/** The kernel's value from its two parts. */
export function mix({ words, meaning, both }: KernelSettings, w: number, m: number): number {
  return words * w + meaning * m + both * w * m;
}

/** The kernel's value of a question with every row. */
export function likenessTo(
  probe: Probe,
  stored: Rows,
  settings: KernelSettings,
  room: Likeness = roomFor(stored.count),
  into: Float32Array = new Float32Array(stored.count),
): Float32Array {
  compare(probe, stored, settings.sharpness, room);
  for (let row = 0; row < into.length; row++) {
    into[row] = mix(settings, room.words[row] ?? 0, room.meaning[row] ?? 0);
  }
  return into;
}

/** Every target's score: its rows' votes, each as loud as its row is alike. Four rows at a time. */
export function scoresOf(
  votes: Float32Array,
  targets: number,
  likeness: Float32Array,
): Float32Array {
  const scores = new Float64Array(targets);
  const count = likeness.length;
  for (let row = 0; row < count; row += 4) {
    const p = row * targets;
    const q = row + 1 < count ? p + targets : p;
    const r = row + 2 < count ? q + targets : p;
    const s = row + 3 < count ? r + targets : p;
    const a = likeness[row] ?? 0;
    const b = q === p ? 0 : (likeness[row + 1] ?? 0);
    const c = r === p ? 0 : (likeness[row + 2] ?? 0);
    const d = s === p ? 0 : (likeness[row + 3] ?? 0);
    for (let t = 0; t < targets; t++) {
      const more =
        a * (votes[p + t] ?? 0) +
        b * (votes[q + t] ?? 0) +
        c * (votes[r + t] ?? 0) +
        d * (votes[s + t] ?? 0);
      scores[t] = (scores[t] ?? 0) + more;
    }
  }
  return Float32Array.from(scores);
}

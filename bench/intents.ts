/**
 * Runs the search and the decision to stay silent over any pair of CSV files `sentence,label`:
 *
 *   npm run --silent bench:intents -- --train A.csv --test B.csv [--oos LABEL] [--shots N] [--json]
 *
 * Everything is learned from the training file: the search, its calibration and its threshold. A
 * label's own words count as one more example, as an entry's title does. `--shots` keeps the first
 * N examples of each label.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Findable, Search } from '../src/core/search.ts';
import { verdictOf } from '../src/core/verdict.ts';
import { openSearch } from '../src/search/open.ts';
import { trainSearch } from '../src/search/train.ts';
import { loadWordVectors } from '../src/search/word-vectors.ts';
import { type Scores, scoresOf } from './scores.ts';

const usage =
  'usage: npm run --silent bench:intents -- --train A.csv --test B.csv [--oos LABEL] [--shots N] [--json]';

const rowsSchema = z.array(z.object({ sentence: z.string(), label: z.string() }));
type Row = z.infer<typeof rowsSchema>[number];

interface Result extends Scores {
  readonly trained: number;
  readonly tested: number;
  readonly labels: number;
  readonly threshold: number;
  readonly secondsToTrain: number;
  readonly secondsPerQuestion: number;
}

function main(): number {
  const { values } = parseArgs({
    options: {
      train: { type: 'string' },
      test: { type: 'string' },
      oos: { type: 'string', default: 'NO_NODES_DETECTED' },
      shots: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const shots = values.shots === undefined ? Number.POSITIVE_INFINITY : Number(values.shots);
  if (values.train === undefined || values.test === undefined || !(shots >= 1)) {
    console.error(usage);
    return 2;
  }
  const training = readRows(values.train).filter(({ label }) => label !== values.oos);
  const result = run(training, readRows(values.test), values.oos, shots);
  if (values.json) console.log(JSON.stringify(result));
  else for (const [name, value] of Object.entries(result)) console.log(name.padEnd(20), value);
  return 0;
}

function readRows(file: string): readonly Row[] {
  return rowsSchema.parse(parse(readFileSync(file), { columns: true, bom: true }));
}

function run(training: readonly Row[], tests: readonly Row[], oos: string, shots: number): Result {
  const findables = toFindables(training, shots);
  const vectors = loadWordVectors();
  const begun = performance.now();
  const model = trainSearch(findables, [], { version: 'bench', vectors });
  const trained = performance.now();
  const search = openSearch(model, vectors);
  const judged = tests.map(({ sentence, label }) => ({
    truth: label === oos ? null : label,
    said: say(search, sentence),
  }));
  const ended = performance.now();
  return {
    trained: findables.reduce((sum, { phrasings }) => sum + phrasings.length, 0),
    tested: tests.length,
    labels: findables.length,
    threshold: search.thresholds.answer,
    ...scoresOf(judged),
    secondsToTrain: (trained - begun) / 1000,
    secondsPerQuestion: (ended - trained) / 1000 / tests.length,
  };
}

function toFindables(training: readonly Row[], shots: number): readonly Findable[] {
  const phrasings = new Map<string, string[]>();
  for (const { sentence, label } of training) {
    const kept = phrasings.get(label) ?? [];
    if (kept.length < shots) kept.push(sentence);
    phrasings.set(label, kept);
  }
  return [...phrasings].map(([label, kept]) => ({
    target: `flow:${label}`,
    title: label.toLowerCase().replace(/[_-]+/g, ' '),
    phrasings: kept,
    text: '',
  }));
}

/** The label that the assistant would answer with, decided as it decides; null for silence. */
function say(search: Search, sentence: string): string | null {
  const shelf = { search, signedOnly: false, content: { entries: new Map(), flows: new Map() } };
  const verdict = verdictOf(shelf, search.find(sentence), sentence);
  return verdict.kind === 'flow' ? verdict.id : null;
}

process.exitCode = main();

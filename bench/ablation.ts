/**
 * What each part of the likeness adds, on the content's test questions and on any pair of CSV files:
 * `npx tsx bench/ablation.ts [TRAIN.csv TEST.csv]...`. The last column is the best Matthews
 * correlation at any threshold, which no one could have known beforehand: for comparing parts only.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { loadContent } from '../src/content/load.ts';
import { findables } from '../src/core/findables.ts';
import type { Findable } from '../src/core/search.ts';
import { type KernelSettings, kernelSettings } from '../src/search/kernel.ts';
import { openSearch } from '../src/search/open.ts';
import { trainSearch } from '../src/search/train.ts';
import { loadWordVectors } from '../src/search/word-vectors.ts';
import { scoresOf } from './scores.ts';

const variants: Readonly<Record<string, KernelSettings>> = {
  'all three': kernelSettings,
  'words only': { ...kernelSettings, words: 1, meaning: 0, both: 0 },
  'meaning only': { ...kernelSettings, words: 0, meaning: 1, both: 0 },
  'words + meaning': { ...kernelSettings, words: 0.5, meaning: 0.5, both: 0 },
  'product only': { ...kernelSettings, words: 0, meaning: 0, both: 1 },
  'blunter meaning': { ...kernelSettings, sharpness: 1 },
  'sharper meaning': { ...kernelSettings, sharpness: 4 },
  'less doubt': { ...kernelSettings, doubt: 0.1 },
  'more doubt': { ...kernelSettings, doubt: 0.5 },
};
const oos = 'NO_NODES_DETECTED';
const rowsSchema = z.array(z.object({ sentence: z.string(), label: z.string() }));
const vectors = loadWordVectors();
const content = await loadContent('.');
const found = findables(content);
const files = process.argv.slice(2);

for (const [name, kernel] of Object.entries(variants)) {
  const cells = [onContent(kernel)];
  for (let at = 0; at + 1 < files.length; at += 2) {
    cells.push(onFiles(files[at] ?? '', files[at + 1] ?? '', kernel));
  }
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}

function onContent(kernel: KernelSettings): string {
  const model = trainSearch(found, content.outOfScope, { version: 'bench', vectors, kernel });
  const { find, findUntaught: untaught = find } = openSearch(model, vectors);
  const tests = found.flatMap(({ target, tests: kept = [] }) =>
    kept.map((text) => ({ target, text })),
  );
  const ranks = tests.map(({ target, text }) =>
    untaught(text).matches.findIndex((match) => match.target === target),
  );
  const within = (places: number) => ranks.filter((rank) => rank >= 0 && rank < places).length;
  return `${percent(within(1) / tests.length)} | ${percent(within(3) / tests.length)}`;
}

function onFiles(train: string, test: string, kernel: KernelSettings): string {
  const model = trainSearch(toFindables(train), [], { version: 'bench', vectors, kernel });
  const search = openSearch(model, vectors);
  const judged = read(test).map(({ sentence, label }) => {
    const [first] = search.find(sentence).matches;
    const said = first?.target.slice('entry:'.length) ?? null;
    return { truth: label === oos ? null : label, said, confidence: first?.confidence ?? 0 };
  });
  const at = (threshold: number) =>
    scoresOf(judged.map((each) => (each.confidence >= threshold ? each : { ...each, said: null })));
  const best = Math.max(...Array.from({ length: 100 }, (_, step) => at(step / 100).mcc));
  return `${percent(at(0).inScope)} | ${at(model.thresholds.answer).mcc.toFixed(3)} | ${best.toFixed(3)}`;
}

function toFindables(file: string): readonly Findable[] {
  const labels = new Map<string, string[]>();
  for (const { sentence, label } of read(file))
    labels.set(label, [...(labels.get(label) ?? []), sentence]);
  return [...labels].map(([label, phrasings]) => ({
    target: `entry:${label}`,
    title: label.toLowerCase().replace(/_/g, ' '),
    phrasings,
    text: '',
  }));
}

function read(file: string) {
  return rowsSchema.parse(parse(readFileSync(file), { columns: true, bom: true }));
}

function percent(value: number): string {
  return (value * 100).toFixed(1);
}

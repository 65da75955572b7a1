import { readFileSync } from 'node:fs';
import { loadContent } from '../src/content/load.ts';
import { findables } from '../src/core/findables.ts';
import { areRelated } from '../src/core/related-signs.ts';
import { screenUrgent, type UrgentRules } from '../src/core/screen.ts';
import type { NearestSigns } from '../src/core/search.ts';
import { openSigns, signExamples } from '../src/search/signs.ts';
import { trainSearch } from '../src/search/train.ts';
import { loadWordVectors } from '../src/search/word-vectors.ts';

/**
 * How well the urgent rules find what they should and leave alone what they should: on their own
 * examples, rule by rule, and on the held-out lists of `test/core/urgent-holdout.jsonl`, which were
 * measured before any rule was changed because of them (the first figures are in
 * `docs/urgent-signs.md`) and then became examples. Beside them what the signs are shown for by likeness
 * alone, learned from all examples but those of the list itself: a quarter of a minute a list. Run:
 * `npx tsx bench/urgent.ts`, with `--json` for machines and `--misses` for the messages behind the figures.
 */
interface Line {
  readonly list: string;
  readonly text: string;
  readonly urgent: boolean;
}

interface Figure {
  readonly urgent: number;
  readonly found: number;
  readonly others: number;
  readonly falseAlarms: number;
  readonly related: number | null;
  readonly relatedOthers: number | null;
  readonly misses: readonly string[];
}

type Nearest = (message: string) => NearestSigns;

const content = await loadContent('.');
const vectors = loadWordVectors();
const { urgent: rules } = content;
const examples = signExamples(content, findables(content));
const lines = readFileSync('test/core/urgent-holdout.jsonl', 'utf8').trim().split('\n');
const heldOut = lines.map((line): Line => JSON.parse(line));
const figures = new Map<string, Figure>();
for (const list of new Set(heldOut.map((line) => line.list))) {
  const these = heldOut.filter((line) => line.list === list);
  figures.set(`held-out list ${list}`, measure(rules, these, learnedWithout(these)));
}
for (const rule of rules.rules.filter(({ level }) => level !== 'contact')) {
  const fires = rule.fires.map((text) => ({ list: rule.id, text, urgent: true }));
  const silent = rule.silent
    .filter(({ instead }) => instead === null)
    .map(({ text }) => ({ list: rule.id, text, urgent: false }));
  figures.set(rule.id, measure(rules, [...fires, ...silent]));
}
const speed = millisecondsEach(rules, heldOut);
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ figures: Object.fromEntries(figures), millisecondsEach: speed }));
} else print();

/** The search for nearest signs, had these lines never been written. */
function learnedWithout(lines: readonly Line[]): Nearest {
  const left = new Set(lines.map(({ text }) => text));
  const kept = examples.findables.map((each) => ({
    ...each,
    phrasings: each.phrasings.filter((text) => !left.has(text)),
  }));
  const others = examples.outOfScope.filter((text) => !left.has(text));
  return openSigns(trainSearch(kept, others, { version: 'bench', vectors }), vectors).nearestSigns;
}

function measure(rules: UrgentRules, lines: readonly Line[], nearest?: Nearest): Figure {
  const stopped = (line: Line) => {
    const { finding } = screenUrgent(rules, line.text, []);
    return finding?.kind === 'urgent' && finding.level !== 'contact';
  };
  const urgent = lines.filter((line) => line.urgent);
  const others = lines.filter((line) => !line.urgent);
  const missed = urgent.filter((line) => !stopped(line));
  const alarms = others.filter(stopped);
  const related = ({ text }: Line) => areRelated(nearest?.(text));
  return {
    urgent: urgent.length,
    found: urgent.length - missed.length,
    others: others.length,
    falseAlarms: alarms.length,
    related: nearest ? urgent.filter(related).length : null,
    relatedOthers: nearest ? others.filter(related).length : null,
    misses: [
      ...missed.map(({ text }) => `missed: ${text}`),
      ...alarms.map(({ text }) => `false alarm: ${text}`),
    ],
  };
}

/** Milliseconds for one message, after a first round that lets the engine warm up. */
function millisecondsEach(rules: UrgentRules, lines: readonly Line[]): number {
  for (const { text } of lines) screenUrgent(rules, text, []);
  const start = performance.now();
  for (const { text } of lines) screenUrgent(rules, text, []);
  return (performance.now() - start) / lines.length;
}

function print(): void {
  const header = ['urgent found', 'false alarms', 'related', 'others'];
  console.log(''.padEnd(24) + header.map((title) => title.padStart(17)).join(''));
  for (const [name, figure] of figures) {
    const { urgent, found, others, falseAlarms, related, relatedOthers } = figure;
    const cells = [
      share(found, urgent),
      share(falseAlarms, others),
      share(related, urgent),
      share(relatedOthers, others),
    ];
    console.log(name.padEnd(24) + cells.map((cell) => cell.padStart(17)).join(''));
    if (process.argv.includes('--misses')) {
      for (const miss of figure.misses) console.log(`  ${miss}`);
    }
  }
  console.log(`${speed.toFixed(2)} ms a message`);
}

function share(part: number | null, whole: number): string {
  return part === null || whole === 0
    ? '-'
    : `${part}/${whole} ${((100 * part) / whole).toFixed(1)}%`;
}

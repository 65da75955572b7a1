import { readFileSync } from 'node:fs';
import { commandConfig } from '../src/commands/run.ts';
import { areRelated } from '../src/core/related-signs.ts';
import { screenUrgent, type UrgentRules } from '../src/core/screen.ts';
import { openGuide } from '../src/open-guide.ts';

/**
 * How well the urgent rules find what they should and leave alone what they should: on their own
 * examples, rule by rule, and on the held-out lists of `test/core/urgent-holdout.jsonl`, which were
 * measured before any rule was changed because of them (the first figures are in
 * `docs/urgent-signs.md`). Beside them what the signs are shown for by likeness alone, which is
 * learned from the rules' own examples and never from the lists. Run: `npx tsx bench/urgent.ts`, with `--json` for machines and
 * `--misses` for the messages behind the figures.
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
  readonly related: number;
  readonly relatedOthers: number;
  readonly misses: readonly string[];
}

const { content, search } = await openGuide(commandConfig(), () => {});
const { urgent: rules } = content;
const lines = readFileSync('test/core/urgent-holdout.jsonl', 'utf8').trim().split('\n');
const heldOut = lines.map((line): Line => JSON.parse(line));
const figures = new Map<string, Figure>();
for (const list of new Set(heldOut.map((line) => line.list))) {
  figures.set(
    `held-out list ${list}`,
    measure(
      rules,
      heldOut.filter((line) => line.list === list),
    ),
  );
}
figures.set('held-out, all', measure(rules, heldOut));
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

function measure(rules: UrgentRules, lines: readonly Line[]): Figure {
  const stopped = (line: Line) => {
    const { finding } = screenUrgent(rules, line.text, []);
    return finding?.kind === 'urgent' && finding.level !== 'contact';
  };
  const urgent = lines.filter((line) => line.urgent);
  const others = lines.filter((line) => !line.urgent);
  const missed = urgent.filter((line) => !stopped(line));
  const alarms = others.filter(stopped);
  const related = ({ text }: Line) => areRelated(search.nearestSigns?.(text));
  return {
    urgent: urgent.length,
    found: urgent.length - missed.length,
    others: others.length,
    falseAlarms: alarms.length,
    related: urgent.filter(related).length,
    relatedOthers: others.filter(related).length,
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

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${part}/${whole} ${((100 * part) / whole).toFixed(1)}%`;
}

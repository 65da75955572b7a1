import type { z } from 'zod';
import { Compiler, type ExpressionProblem, type LexiconSource } from '../core/screen/compile.ts';
import { findSigns, type UrgentRule, type UrgentRules } from '../core/screen.ts';
import type { Facts } from './fill.ts';
import type { Placed, Shelf } from './shelf.ts';
import { conceptsSchema, realWordsSchema, ruleSchema } from './urgent-files.ts';

const FOLDER = 'dialogs/urgent';
const CONCEPTS = `${FOLDER}/concepts.yaml`;
const REAL_WORDS = `${FOLDER}/real-words.yaml`;

type RuleFile = z.infer<typeof ruleSchema>;

const noConcepts: LexiconSource = {
  concepts: {},
  idioms: [],
  scopes: {},
  fillers: [],
  remembered: [],
  realWords: [],
};

/**
 * Reads `dialogs/urgent/`: the concepts, the real words that are no misspellings, and one rule a
 * file. Every problem is noted on the shelf with its file, line and field.
 */
export function readUrgentRules(shelf: Shelf, facts: Facts): UrgentRules {
  const concepts = shelf.yaml(CONCEPTS, conceptsSchema);
  const realWords = shelf.yaml(REAL_WORDS, realWordsSchema);
  const compiler = new Compiler({
    ...(concepts?.value ?? noConcepts),
    realWords: realWords?.value.words ?? [],
  });
  if (concepts) noteProblems(shelf, concepts, compiler.problems);
  const files = shelf
    .under(FOLDER, '.yaml')
    .filter(({ file }) => file !== CONCEPTS && file !== REAL_WORDS)
    .flatMap(({ file }) => shelf.yaml(file, ruleSchema) ?? []);
  noteTwins(shelf, files);
  const rules = files.map((file) => toRule(shelf, facts, compiler, file, concepts !== undefined));
  return Object.freeze({ rules, lexicon: compiler.finish() });
}

function toRule(
  shelf: Shelf,
  facts: Facts,
  compiler: Compiler,
  placed: Placed<RuleFile>,
  /** False when the concepts could not be read: then every rule would complain of each. */
  known: boolean,
): UrgentRule {
  const { when, unless, always, topic, settled, counts, ...rule } = placed.value;
  const before = compiler.problems.length;
  const body = {
    when: compiler.expressions(when, ['when']),
    unless: compiler.expressions(unless, ['unless']),
    always: compiler.expressions(always, ['always']),
    topic: compiler.expressions(topic, ['topic']),
    settled,
    counts,
  };
  if (known) noteProblems(shelf, placed, compiler.problems.slice(before));
  const fill = (field: 'message' | 'signs') =>
    shelf.fill(rule[field], facts, { file: placed.file, line: placed.lineOf([field]), field });
  return { ...rule, message: fill('message'), signs: fill('signs'), body };
}

function noteProblems(
  shelf: Shelf,
  placed: Placed<unknown>,
  problems: readonly ExpressionProblem[],
): void {
  for (const { path, message } of problems) {
    shelf.error(placed.file, placed.lineOf(path), path.join('.'), message);
  }
}

function noteTwins(shelf: Shelf, files: readonly Placed<RuleFile>[]): void {
  const first = new Map<string, string>();
  for (const { file, value, lineOf } of files) {
    const other = first.get(value.id);
    if (other) shelf.error(file, lineOf(['id']), 'id', `${value.id} is the id of ${other} too`);
    else first.set(value.id, file);
  }
}

/** An example of a rule that did not do what it stands for. */
export interface ExampleFailure {
  readonly rule: string;
  readonly list: 'fires' | 'silent' | 'asks';
  readonly text: string;
  /** What happened instead, for a terminal. */
  readonly found: string;
}

/** Runs every rule's examples: what `npm run check` reports as errors. */
export function runExamples(rules: UrgentRules): readonly ExampleFailure[] {
  return rules.rules.flatMap((rule) => [
    ...rule.fires.flatMap((text) => failure(rules, rule.id, 'fires', text, rule.id)),
    ...rule.silent.flatMap(({ text, instead }) => failure(rules, rule.id, 'silent', text, instead)),
    ...rule.asks.flatMap((text) => failure(rules, rule.id, 'asks', text, null)),
  ]);
}

/**
 * A message that fires needs its own rule among the urgent ones; a silent one needs none at all,
 * or only `expected`; a question needs to be seen as one.
 */
function failure(
  rules: UrgentRules,
  rule: string,
  list: ExampleFailure['list'],
  text: string,
  expected: string | null,
): readonly ExampleFailure[] {
  const { signs } = findSigns(rules, text, []);
  const urgent = signs.filter((sign) => sign.level !== null).map((sign) => sign.rule.id);
  const asked = signs.some((sign) => sign.rule.id === rule && sign.standing === 'hypothetical');
  const right =
    expected !== null
      ? urgent.includes(expected) && (list === 'fires' || !urgent.includes(rule))
      : urgent.length === 0 && (list === 'silent' || asked);
  if (right) return [];
  const found = signs.map(
    (sign) => `${sign.rule.id} ${sign.level ?? sign.standing} "${sign.words}"`,
  );
  return [{ rule, list, text, found: found.join('; ') || 'nothing' }];
}

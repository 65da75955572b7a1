import { reviewContent } from '../content/check.ts';
import { ContentError, describeProblem, type Problem } from '../content/problems.ts';
import { runExamples } from '../content/urgent-schema.ts';
import { freshConversation } from '../core/conversation.ts';
import { decide } from '../core/decide.ts';
import { findables } from '../core/findables.ts';
import type { Guide } from '../core/guide.ts';
import { openGuide } from '../open-guide.ts';
import { mostTrained } from '../search/large.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand } from './run.ts';

/**
 * `npm run check`: validates `knowledge/` and `dialogs/`, and runs the questions kept beside them.
 * Errors stop it with status 1; warnings are counted, and listed with `--warnings`.
 */
void runCommand('npm run check -- [--warnings]', async (args) => {
  const guide = await openGuide({ ...commandConfig(), signedOnly: false }, showProgress);
  const problems = [
    ...reviewContent(guide.content, new Date().toISOString().slice(0, 10)),
    ...urgentExamples(guide),
    ...ownQuestions(guide),
    ...roomLeft(guide),
  ];
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  if (args.includes('--warnings')) for (const one of warnings) console.log(describeProblem(one));
  console.log(summary(guide, warnings));
  if (errors.length === 0) return 0;
  throw new ContentError(errors);
});

/** A safety rule whose own examples fail is an error. */
function urgentExamples(guide: Guide): readonly Problem[] {
  return runExamples(guide.content.urgent).map(({ rule, list, text, found }) => ({
    severity: 'error',
    rule: 'urgent-example',
    file: `dialogs/urgent/${rule}.yaml`,
    line: 1,
    field: list,
    message: `“${text}” gave ${found}`,
  }));
}

/** Every phrasing and test question must lead to its own entry, or to one that shares a topic. */
function ownQuestions(guide: Guide): readonly Problem[] {
  const { search } = guide;
  const find = search.findUntaught ?? search.find;
  const untaught: Guide = { ...guide, search: { ...search, find } };
  return [...guide.content.entries.values()].flatMap((entry) => [
    ...entry.phrasings.flatMap((text) => misled(guide, entry.id, 'phrasings', text)),
    ...entry.tests.flatMap((text) => misled(untaught, entry.id, 'tests', text)),
  ]);
}

/** Above a number of phrasings search learns nothing: said before it comes to that. */
function roomLeft({ content }: Guide): readonly Problem[] {
  const stored = findables(content).reduce((sum, { phrasings }) => sum + phrasings.length, 0);
  if (stored <= 0.9 * mostTrained) return [];
  return [
    {
      severity: 'warning',
      rule: 'room-left',
      file: 'knowledge',
      line: 1,
      field: 'phrasings',
      message: `${stored} phrasings with those of dialogs, small talk and refusals; above ${mostTrained} search learns from none (docs/search.md), so put new ones in the place of old ones`,
    },
  ];
}

function misled(guide: Guide, id: string, field: string, text: string): readonly Problem[] {
  const conversation = freshConversation('check', 'terminal', 0);
  const { decision } = decide(guide, conversation, { kind: 'text', id, at: 0, text }, 'CHECK000');
  if (decision.kind === 'answer' && decision.entries.includes(id)) return [];
  const instead = decision.kind === 'answer' ? decision.entries.join(', ') : decision.kind;
  return [
    {
      severity: 'warning',
      rule: field === 'tests' ? 'test-question' : 'beaten-phrasing',
      file: `knowledge/${id}.md`,
      line: 1,
      field,
      message: `“${text}” leads to ${instead}`,
    },
  ];
}

function summary({ content }: Guide, warnings: readonly Problem[]): string {
  const entries = [...content.entries.values()];
  const count = (of: (entry: (typeof entries)[number]) => readonly unknown[]) =>
    entries.reduce((sum, entry) => sum + of(entry).length, 0);
  const rules = content.urgent.rules;
  const examples = rules.reduce((sum, rule) => sum + rule.fires.length + rule.silent.length, 0);
  const kinds = new Map<string, number>();
  for (const { rule } of warnings) kinds.set(rule, (kinds.get(rule) ?? 0) + 1);
  return [
    `content ${content.version}: ${entries.length} entries, ${count((e) => e.phrasings)} phrasings, ${count((e) => e.tests)} test questions`,
    `${rules.length} urgent rules with ${examples} examples; ${content.flows.size} dialogs; ${content.smalltalk.size} small talk; ${content.refusals.size} refusals`,
    `${warnings.length} warnings${warnings.length === 0 ? '' : ' (list them with --warnings)'}`,
    ...[...kinds].map(([kind, number]) => `  ${String(number).padStart(5)}  ${kind}`),
  ].join('\n');
}

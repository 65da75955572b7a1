import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { freshConversation } from '../core/conversation.ts';
import { decide } from '../core/decide.ts';
import type { Guide } from '../core/guide.ts';
import { recordOutcome } from '../evaluation/record.ts';
import { judge, type Labelled, type Row, tally, type Verdict } from '../evaluation/score.ts';
import { openGuide } from '../open-guide.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

/** `npm run eval -- FILE.jsonl`: scores labelled questions and prints a table; `--wrong` lists misses. */
const usage = 'npm run eval -- FILE.jsonl [--wrong] [--json]';

const labelled = z.object({
  id: z.string(),
  text: z.string(),
  kind: z.enum(['faq', 'clinic', 'aftercare', 'redflag', 'booking', 'offtopic', 'smalltalk']),
  topic: z
    .string()
    .nullish()
    .transform((topic) => topic ?? 'none'),
  nearmiss: z
    .boolean()
    .nullish()
    .transform((nearmiss) => nearmiss === true),
});

const VERDICTS: readonly Verdict[] = [
  'right',
  'choices',
  'unknown',
  'wrong',
  'false alarm',
  'miss',
];

void runCommand(usage, async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { wrong: { type: 'boolean' }, json: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (file === undefined) throw new UsageError('name a file of labelled questions');
  const questions = readQuestions(file, await readFile(file, 'utf8'));
  if (questions === null) return 1;
  const guide = await openGuide(commandConfig(), showProgress);
  const judged = questions.map((question) => decideAndJudge(guide, question));
  const rows = tally(judged);
  if (values.json) console.log(JSON.stringify(rows));
  else console.log(table(rows));
  if (values.wrong) {
    for (const { question, verdict, shown } of judged) {
      if (verdict !== 'right')
        console.log(
          `${verdict.padEnd(11)} ${question.id} ${question.topic}: ${question.text}  ->  ${shown}`,
        );
    }
  }
  return 0;
});

function readQuestions(file: string, text: string): readonly Labelled[] | null {
  const questions: Labelled[] = [];
  let broken = false;
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    try {
      questions.push(labelled.parse(JSON.parse(line)));
    } catch {
      broken = true;
      console.error(`${file}:${index + 1}: must be JSON with id, text, kind and topic`);
    }
  });
  return broken ? null : questions;
}

function decideAndJudge(guide: Guide, question: Labelled) {
  const at = Date.now();
  const conversation = freshConversation('eval', 'terminal', at);
  const message = { kind: 'text', id: question.id, at, text: question.text } as const;
  const { decision } = recordOutcome(
    guide.content,
    decide(guide, conversation, message, 'EVAL0000'),
  );
  const names = [
    ...decision.entries,
    ...decision.choices.map((choice) => choice.entry),
    decision.flow,
    decision.rule,
  ];
  const shown = `${decision.kind} ${names.filter(Boolean).join(' ')} ${decision.confidence ?? ''}`;
  return { question, verdict: judge(question, decision), shown };
}

function table(rows: readonly Row[]): string {
  const head = ['', 'lines', ...VERDICTS, 'right %'];
  const body = rows.map(({ name, total, counts }) => [
    name,
    String(total),
    ...VERDICTS.map((verdict) => (counts[verdict] === 0 ? '·' : String(counts[verdict]))),
    ((100 * counts.right) / total).toFixed(1),
  ]);
  return [head, ...body]
    .map(
      ([name = '', ...cells]) => name.padEnd(12) + cells.map((cell) => cell.padStart(12)).join(''),
    )
    .join('\n');
}

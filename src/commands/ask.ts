import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Outcome } from '../core/conversation.ts';
import { freshConversation } from '../core/conversation.ts';
import { decide } from '../core/decide.ts';
import type { Guide } from '../core/guide.ts';
import { recordOutcome } from '../evaluation/record.ts';
import { openGuide } from '../open-guide.ts';
import { explain } from './explain.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

/**
 * `npm run ask -- "text"`: one question in, the decision and the reply out, as the first message of
 * a fresh conversation; nothing is saved. `--json` reads JSON lines `{"id","text"}` from standard
 * input when no text is given; `--explain` shows why.
 */
const usage = 'npm run ask -- [--json] [--explain] "text"';

const question = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

void runCommand(usage, async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, explain: { type: 'boolean' } },
  });
  const text = positionals.join(' ').trim();
  if (text === '' && !values.json) throw new UsageError('give a question in quotes');
  const guide = await openGuide(commandConfig(), showProgress);
  if (text === '') return answerLines(guide);
  const outcome = ask(guide, text);
  if (values.json) write({ id: null, text, ...recordOutcome(guide.content, outcome) });
  else console.log(values.explain ? explain(outcome, guide) : plain(guide, outcome));
  return 0;
});

/** Decides `text` as the first message of a fresh conversation. */
function ask(guide: Guide, text: string): Outcome {
  const at = Date.now();
  const conversation = freshConversation('ask', 'terminal', at);
  return decide(guide, conversation, { kind: 'text', id: 'ask', at, text }, 'ASK0ASK0');
}

/** One JSON line out for each line in, in order; a line that is no question is named and passed over. */
async function answerLines(guide: Guide): Promise<number> {
  let status = 0;
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const parsed = question.safeParse(parseJson(line));
    if (!parsed.success) {
      console.error(
        `line ${number}: must be JSON like {"id":"q1","text":"how long will i be sore"}`,
      );
      status = 1;
      continue;
    }
    const { id, text } = parsed.data;
    write({ id, text, ...recordOutcome(guide.content, ask(guide, text)) });
  }
  return status;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function write(record: object): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}

function plain(guide: Guide, outcome: Outcome): string {
  const { decision, reply } = recordOutcome(guide.content, outcome);
  const confidence = decision.confidence === null ? '' : ` (${decision.confidence})`;
  const names = [...decision.entries, decision.flow, decision.rule].filter(Boolean).join(', ');
  return `${decision.kind}${confidence}${names === '' ? '' : `: ${names}`}\n\n${reply}`;
}

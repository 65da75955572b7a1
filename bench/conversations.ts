/**
 * Plays short conversations of a visitor and tells how often the last message was understood:
 * follow-ups, corrections, changes of topic, several questions in one message, stories.
 * Run: `npx tsx bench/conversations.ts [FILE ...]`, with `--misses` for what went wrong.
 *
 * A line is `{"kind":"follow-up","turns":["…","…"],"expect":[["entry","flow:other"]]}`: what the visitor
 * types, and for each question of the last message the entries (or `flow:…`, or `none`) of which any
 * one is right.
 */
import { readFileSync } from 'node:fs';
import { commandConfig } from '../src/commands/run.ts';
import { freshConversation, type Outcome } from '../src/core/conversation.ts';
import { decide } from '../src/core/decide.ts';
import { shareTopic } from '../src/core/findables.ts';
import { openGuide } from '../src/open-guide.ts';

interface Talk {
  readonly kind: string;
  readonly turns: readonly string[];
  readonly expect: readonly (readonly string[])[];
}

const verdicts = ['right', 'topic', 'choices', 'unknown', 'wrong'] as const;
type Verdict = (typeof verdicts)[number];

const guide = await openGuide(commandConfig(), () => {});
const files = process.argv.slice(2).filter((each) => !each.startsWith('--'));
for (const file of files.length > 0 ? files : ['bench/blind-conversations.jsonl']) {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  report(
    file,
    lines.map((line): Talk => JSON.parse(line)),
  );
}

function report(file: string, talks: readonly Talk[]): void {
  console.log(`\n${file}: ${talks.length} conversations, their last message`);
  console.log(`${''.padEnd(14)}${verdicts.map((each) => each.padStart(9)).join('')}`);
  const judged = talks.map((talk) => ({ talk, ...judge(talk) }));
  for (const kind of [...new Set(talks.map((talk) => talk.kind)), 'all']) {
    const these = judged.filter(({ talk }) => kind === 'all' || talk.kind === kind);
    const counts = verdicts.map((each) => these.filter(({ verdict }) => verdict === each).length);
    console.log(`${kind.padEnd(14)}${counts.map((count) => String(count).padStart(9)).join('')}`);
  }
  if (!process.argv.includes('--misses')) return;
  for (const { talk, verdict, said } of judged.filter(({ verdict }) => verdict !== 'right')) {
    console.log(`${verdict}: ${talk.turns.join(' / ')}\n    ${said}`);
  }
}

/** The worst verdict of the last message's questions, and what was said to all messages. */
function judge({ turns, expect }: Talk): { verdict: Verdict; said: string } {
  const outcomes = play(turns);
  const each = expect.map((expected) => judgeOne(outcomes.at(-1), expected));
  const verdict = verdicts.findLast((verdict) => each.includes(verdict)) ?? 'wrong';
  return { verdict, said: outcomes.map(toldOf).join(' / ') };
}

function play(turns: readonly string[]): readonly Outcome[] {
  let conversation = freshConversation('bench', 'terminal', 0);
  return turns.map((text, turn) => {
    const message = { kind: 'text', id: `m${turn}`, at: (turn + 1) * 20_000, text } as const;
    const outcome = decide(guide, conversation, message, `${turn}BENCHBENCH`);
    conversation = outcome.conversation;
    return outcome;
  });
}

function judgeOne(outcome: Outcome | undefined, expected: readonly string[]): Verdict {
  if (outcome === undefined) return 'wrong';
  const { decision } = outcome;
  const isNone = expected.includes('none');
  const topics = expected.flatMap((id) => guide.content.entries.get(id)?.topics ?? []);
  const near = (id: string) => shareTopic(guide.content.entries.get(id)?.topics ?? [], topics);
  switch (decision.kind) {
    case 'answer':
      if (decision.entries.some((id) => expected.includes(id))) return 'right';
      if (isBegun(outcome, expected)) return 'right';
      return decision.entries.some(near) ? 'topic' : 'wrong';
    case 'choices':
      return decision.choices.some((target) => near(target) || expected.includes(target))
        ? 'choices'
        : 'wrong';
    case 'flow':
      return expected.includes(`flow:${decision.flow}`) ? 'right' : 'wrong';
    case 'unknown':
    case 'smalltalk':
      return isNone ? 'right' : 'unknown';
    default:
      return 'wrong';
  }
}

/** "How much is it, and book me in": the dialog begins beneath the answer. */
function isBegun({ conversation }: Outcome, expected: readonly string[]): boolean {
  return conversation.flow !== null && expected.includes(`flow:${conversation.flow.id}`);
}

function toldOf({ decision }: Outcome): string {
  switch (decision.kind) {
    case 'answer':
      return decision.entries.join('+');
    case 'choices':
      return `${decision.choices.join('|')}?`;
    case 'flow':
      return `flow:${decision.flow}`;
    default:
      return decision.kind;
  }
}

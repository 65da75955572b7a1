/**
 * What people put around a question must not change its answer: of the treatment and clinic questions
 * of the blind lists that are answered as they stand, how many lose that answer with each of these
 * words before or after them. Run: `npx tsx bench/wrappings.ts`, four minutes; with `--misses` for what went
 * wrong. None of these wordings belongs into `dialogs/asides.txt`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { commandConfig } from '../src/commands/run.ts';
import { freshConversation } from '../src/core/conversation.ts';
import { decide } from '../src/core/decide.ts';
import { openGuide } from '../src/open-guide.ts';

type Wrap = (question: string) => string;

const before = (words: string): Wrap => {
  return (question) => `${words} ${question}`;
};
/** A sentence of its own, as people who end their questions write. */
const after = (words: string): Wrap => {
  return (question) => `${/[.?!]$/.test(question) ? question : `${question}?`} ${words}`;
};
/** With no sign between, as most people type. */
const behind = (words: string): Wrap => {
  return (question) => `${question} ${words}`;
};

const wrappings: Readonly<Record<string, Wrap>> = {
  'my friend told me to ask: …': before('my friend told me to ask:'),
  "I've been looking at your website. …": before("I've been looking at your website."),
  'before I book, …': before('before I book,'),
  'can you tell me …': before('can you tell me'),
  'Hi my name is Sam. …': before('Hi my name is Sam.'),
  "I'm new to this. …": before("I'm new to this."),
  'I run 3 times a week. …': before('I run 3 times a week.'),
  "I'm thinking of trying dry needling. …": before("I'm thinking of trying dry needling."),
  "I'm booked in for next week. …": before("I'm booked in for next week."),
  'I had dry needling on Monday. …': before('I had dry needling on Monday.'),
  "I'm a bit nervous. …": before("I'm a bit nervous."),
  'I tried ringing but no answer. …': before('I tried ringing but no answer.'),
  "I couldn't find this on google. …": before("I couldn't find this on google."),
  'i read the page but …': before('i read the page but'),
  'asking for my husband: …': before('asking for my husband:'),
  'Hello bot, …': before('Hello bot,'),
  'to be honest …': before('to be honest'),
  '…? Any help appreciated.': after('Any help appreciated.'),
  '…? Looking forward to hearing from you.': after('Looking forward to hearing from you.'),
  '…? Regards, Priya': after('Regards, Priya'),
  '… sorry for typos': behind('sorry for typos'),
  '… please reply asap': behind('please reply asap'),
  '… just wondering': behind('just wondering'),
  '… before I book': behind('before I book'),
  '… mate': behind('mate'),
  '… xx': behind('xx'),
  'IN CAPITALS': (question) => question.toUpperCase(),
  'without signs': (question) => question.replace(/[?.!,'’]/g, ''),
};

const lineSchema = z.object({ text: z.string(), kind: z.string() });
const guide = await openGuide(commandConfig(), () => {});

function answersTo(text: string): readonly string[] {
  const conversation = freshConversation('bench', 'terminal', 0);
  const message = { kind: 'text', id: 'm', at: 1000, text } as const;
  const { decision } = decide(guide, conversation, message, 'BENCHBENCH');
  return decision.kind === 'answer' ? decision.entries : [];
}

const questions = readdirSync('bench')
  .filter((file) => /^blind-questions.*\.jsonl$/.test(file))
  .flatMap((file) => readFileSync(`bench/${file}`, 'utf8').trim().split('\n'))
  .map((line) => lineSchema.parse(JSON.parse(line)))
  .filter(({ kind }) => kind === 'faq' || kind === 'clinic')
  .flatMap(({ text }) => {
    const [answer] = answersTo(text);
    return answer === undefined ? [] : [{ text, answer }];
  });

console.log(`${questions.length} questions that have an answer; those that lose it:`);
for (const [name, wrap] of Object.entries(wrappings)) {
  const lost = questions.filter(({ text, answer }) => !answersTo(wrap(text)).includes(answer));
  const share = ((100 * lost.length) / questions.length).toFixed(1);
  console.log(`| ${name} | ${lost.length} | ${share}% |`);
  if (process.argv.includes('--misses')) for (const { text } of lost) console.log(`    ${text}`);
}

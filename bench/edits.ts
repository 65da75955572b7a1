/**
 * What slips of the finger cost: labelled treatment questions as they stand, and with one random edit
 * (a letter dropped, doubled, changed, or swapped with the next) in 30% of their longer words, twenty times
 * over with fixed seeds. Run: `npx tsx bench/edits.ts FILE.jsonl ...`, right first of all lines.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Chance, makeChance } from '../src/commands/demo/chance.ts';
import { commandConfig } from '../src/commands/run.ts';
import { freshConversation } from '../src/core/conversation.ts';
import { decide } from '../src/core/decide.ts';
import { recordOutcome } from '../src/evaluation/record.ts';
import { judge } from '../src/evaluation/score.ts';
import { openGuide } from '../src/open-guide.ts';

const times = 20;
const share = 0.3;
const letters = [...'abcdefghijklmnopqrstuvwxyz'];

const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  kind: z.string(),
  topic: z.string().nullish(),
});
type Line = z.infer<typeof lineSchema>;

const guide = await openGuide(commandConfig(), () => {});

for (const file of process.argv.slice(2)) {
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .filter(({ kind }) => kind === 'faq');
  const clean = lines.filter((line) => isRight(line, line.text)).length / lines.length;
  console.log(`${file}: ${lines.length} treatment questions, ${percent(clean)} right`);
  for (const least of [5, 4]) {
    let right = 0;
    for (let seed = 1; seed <= times; seed++) {
      const chance = makeChance(seed);
      right += lines.filter((line) => isRight(line, withSlips(line.text, least, chance))).length;
    }
    const edited = right / (times * lines.length);
    const lower = percent(clean - edited);
    console.log(`  words of ${least} letters or more: ${percent(edited)} right, ${lower} lower`);
  }
}

function isRight({ id, topic }: Line, text: string): boolean {
  const conversation = freshConversation('bench', 'terminal', 0);
  const message = { kind: 'text', id: 'm', at: 1000, text } as const;
  const outcome = decide(guide, conversation, message, 'BENCHBENCH');
  const question = { id, text, kind: 'faq', topic: topic ?? 'none', nearmiss: false } as const;
  return judge(question, recordOutcome(guide.content, outcome).decision) === 'right';
}

function withSlips(text: string, least: number, chance: Chance): string {
  return text.replace(/[a-z]+/gi, (word) =>
    word.length >= least && chance.happens(share) ? withSlip(word, chance) : word,
  );
}

function withSlip(word: string, chance: Chance): string {
  const at = Math.floor(chance.between(0, word.length - 1));
  const letter = chance.pick(letters);
  const [before, here, next, after] = [
    word.slice(0, at),
    word.slice(at, at + 1),
    word.slice(at + 1, at + 2),
    word.slice(at + 2),
  ];
  return chance.pick([
    `${before}${next}${after}`,
    `${before}${here}${letter}${next}${after}`,
    `${before}${letter}${next}${after}`,
    `${before}${next}${here}${after}`,
  ]);
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)}%`;
}

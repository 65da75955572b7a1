import readability from 'text-readability';
import { countWords, readableBlocks, sentencesOf } from './plain-words.ts';

/** How many words a sentence and a short answer may have. */
export const MOST_WORDS_IN_SENTENCE = 25;
export const MOST_WORDS_IN_SHORT_ANSWER = 60;
/** Patients' texts aim at 9 to 11 and may reach 14 where the medicine leaves no simpler word. */
export const TARGET_AGE = 11;
export const HIGHEST_AGE = 14;

/**
 * Reading age in years: Flesch-Kincaid grade (Kincaid et al., 1975) plus five, as US grades begin
 * at six. Items of a list count as sentences.
 */
export function readingAge(markdown: string): number {
  const text = readableBlocks(markdown)
    .map((block) => (/[.!?:]$/.test(block) ? block : `${block}.`))
    .join(' ');
  return text === '' ? 0 : readability.fleschKincaidGrade(text) + 5;
}

/** What is hard to read in an answer, as messages. */
export function readingTrouble(body: string): readonly { rule: string; message: string }[] {
  const blocks = readableBlocks(body);
  const age = readingAge(body);
  const trouble: { rule: string; message: string }[] = [];
  if (age > TARGET_AGE) {
    const message = `reading age ${age.toFixed(1)}; aim at ${TARGET_AGE} or less, with shorter words and sentences`;
    trouble.push({ rule: age > HIGHEST_AGE ? 'reading-age-too-high' : 'reading-age', message });
  }
  const short = countWords(blocks[0] ?? '');
  if (short > MOST_WORDS_IN_SHORT_ANSWER) {
    const message = `the short answer has ${short} words; at most ${MOST_WORDS_IN_SHORT_ANSWER}`;
    trouble.push({ rule: 'short-answer', message });
  }
  for (const sentence of blocks.flatMap(sentencesOf)) {
    const words = countWords(sentence);
    if (words <= MOST_WORDS_IN_SENTENCE) continue;
    const message = `a sentence of ${words} words; at most ${MOST_WORDS_IN_SENTENCE}: “${sentence.slice(0, 60)}…”`;
    trouble.push({ rule: 'long-sentence', message });
  }
  return trouble;
}

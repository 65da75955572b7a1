import { plain } from '../core/flow/plain.ts';
import type { Reading } from '../core/flow/readers.ts';

const WORDS: readonly string[] = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen twenty'
).split(' ');

/** Reads the one whole number in a text, in digits or, up to twenty, in words. */
export function readNumber(text: string): Reading {
  const digits = text.match(/\d+/g) ?? [];
  const words = plain(text)
    .split(' ')
    .filter((word) => WORDS.includes(word));
  const found = [...digits, ...words.map((word) => String(WORDS.indexOf(word)))];
  const [value] = found;
  if (value === undefined || found.length > 1 || value.length > 6) return { kind: 'none' };
  const shown = String(Number(value));
  return { kind: 'value', value: shown, shown };
}

import { tidy, words } from '../core/text.ts';
import { digest } from './staff-keys.ts';

/*
 * Search over sealed words. A word becomes the first 48 bits of its HMAC-SHA-256 under a key of its
 * own: who has the database without the keys sees which conversations share words, not which words.
 * 48 bits keep a chance hit at one in millions of words, and fit a number in both engines.
 */

const HASH_BYTES = 6;
/** Longer runs of letters are no words; the cut keeps a hostile message from filling the table. */
const LONGEST_WORD = 40;
const MOST_WORDS = 400;

/** Words so common that they find nothing; they are neither kept nor looked for. */
const COMMON = new Set(
  (
    'a an and are as at be but by can could do does for from had has have he her him his how i if in ' +
    'is it me my no not of on or our she so that the their them there they this to up us was we were ' +
    'what when where which who why will with would you your'
  ).split(' '),
);

/** The hashes of a text's words, each once. */
export function wordHashes(key: Buffer, text: string): readonly number[] {
  const found = [...new Set(words(tidy(text)).map(stem))]
    .filter((word) => word.length <= LONGEST_WORD && !COMMON.has(word))
    .slice(0, MOST_WORDS);
  return [...new Set(found.map((word) => digest(key, word).readUIntBE(0, HASH_BYTES)))];
}

/** Enough that "needle" finds "needles" and "ache" finds "aches"; more would find too much. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** A number keeps all its digits in one piece, so that `020 7946 0018` finds `+44 20 7946 0018`. */
export function contactText(contact: {
  readonly reference: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
}): string {
  const { reference, name, phone, email } = contact;
  return [reference, name, email ?? '', ...(phone === null ? [] : phoneWords(phone))].join(' ');
}

/** The whole number, and its ends of seven, eight, nine and ten digits: how people quote it. */
export function phoneWords(phone: string): readonly string[] {
  const digits = phone.replace(/\D/g, '').replace(/^0+/, '');
  const ends = [7, 8, 9, 10].filter((count) => count < digits.length);
  return [digits, ...ends.map((count) => digits.slice(-count))];
}

/** What is looked for: a run of digits, however it is spaced, is one word. */
export function searchText(typed: string): string {
  return typed.replace(
    /\+?\d[\d\s().-]{5,}\d/g,
    (number) => ` ${number.replace(/\D/g, '').replace(/^0+/, '')} `,
  );
}

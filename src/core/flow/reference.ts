/** No 0, O, 1, I, L, 5, S, U or V: what is left is hard to misread and hard to mishear. */
const ALPHABET = '2346789ACDEFGHJKMNPQRTWXYZ';

/**
 * A reference such as `DN-7F3K` from random characters, different from those `taken`. There are
 * 26^4 = 456,976 of them: enough to name a request on the telephone, not to identify it for good.
 */
export function makeReference(draw: string, taken: readonly string[]): string {
  for (let attempt = 0; ; attempt++) {
    const reference = `DN-${letters(hash(`${attempt}:${draw}`))}`;
    if (!taken.includes(reference)) return reference;
  }
}

function letters(number: number): string {
  let rest = number;
  let text = '';
  for (let place = 0; place < 4; place++) {
    text += ALPHABET[rest % ALPHABET.length] ?? '';
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** FNV-1a with 32 bits, then the finishing shuffle of MurmurHash3: spreads any draw evenly. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

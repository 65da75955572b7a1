/** What stands in the place of what was taken out. */
export interface Masks {
  readonly phone: string;
  readonly email: string;
  readonly number: string;
  readonly name: string;
}

export interface RedactOptions {
  readonly masks: Masks;
  /** Names to take out wherever they stand as words. */
  readonly names: readonly string[];
  /** Identity numbers and the like, as the content's private rules name them. */
  readonly patterns: readonly RegExp[];
  /** Numbers that may stay, such as the clinic's own: only their digits count. */
  readonly spare: readonly string[];
}

/** Begins where nothing of an address stands before: else a long run takes time by its square. */
export const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/**
 * Seven digits or more, of any script and however they are spaced, by signs that nobody sees as well:
 * it hides too much rather than too little.
 */
export const LONG_NUMBER = /\+?\(?\p{Nd}(?:[\s().·/\p{Pd}\p{Cf}]{0,3}\p{Nd}){6,}/gu;
const SHORTEST_NAME = 2;

/** A text without phone numbers, e-mail addresses, identity numbers and the given names. */
export function redact(text: string, options: RedactOptions): string {
  return makeRedact(options)(text);
}

/** The same for many texts. */
export function makeRedact({ masks, names, patterns, spare }: RedactOptions) {
  const spared = spare.map(digits).filter((own) => own !== '');
  const identities = patterns.map(everywhere);
  const asName = namesPattern(names);
  const isSpared = (found: string) => {
    const number = digits(found).replace(/^0+/, '');
    return number !== '' && spared.some((own) => own.endsWith(number));
  };
  return (text: string): string => {
    const left = identities.reduce(
      (text, pattern) => text.replace(pattern, masks.number),
      text.replace(EMAIL, masks.email),
    );
    const numberless = left.replace(LONG_NUMBER, (found) =>
      isSpared(found) ? found : masks.phone,
    );
    return asName === null ? numberless : numberless.replace(asName, masks.name);
  };
}

/** Full-width digits are the plain ones. */
function digits(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '');
}

function everywhere(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
}

/** The whole name, then each part: people sign with either. */
function partsOf(name: string): readonly string[] {
  const parts = name.split(/\s+/).filter((part) => part.length >= SHORTEST_NAME);
  return parts.length > 1 ? [name, ...parts] : parts;
}

/** All names in one pattern, the longest first, however many a visitor gave. */
function namesPattern(names: readonly string[]): RegExp | null {
  const parts = [...new Set(names.flatMap(partsOf))].sort((a, b) => b.length - a.length);
  if (parts.length === 0) return null;
  const any = parts.map(plain).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu');
}

function plain(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}

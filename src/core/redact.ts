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

export const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Seven digits or more, however they are spaced: it hides too much rather than too little. */
export const LONG_NUMBER = /\+?\(?\d(?:[\s().\-/]{0,2}\d){6,}/g;
const SHORTEST_NAME = 2;

/** A text without phone numbers, e-mail addresses, identity numbers and the given names. */
export function redact(text: string, options: RedactOptions): string {
  const { masks, names, patterns, spare } = options;
  const spared = spare.map(digits);
  const identities = patterns.reduce(
    (left, pattern) => left.replace(everywhere(pattern), masks.number),
    text.replace(EMAIL, masks.email),
  );
  const numbers = identities.replace(LONG_NUMBER, (found) =>
    spared.some((own) => own !== '' && own.endsWith(digits(found).replace(/^0+/, '')))
      ? found
      : masks.phone,
  );
  return names
    .flatMap(partsOf)
    .reduce((left, name) => left.replace(asWord(name), masks.name), numbers);
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

function everywhere(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
}

/** The whole name, then each part: people sign with either. */
function partsOf(name: string): readonly string[] {
  const parts = name.split(/\s+/).filter((part) => part.length >= SHORTEST_NAME);
  return parts.length > 1 ? [name, ...parts] : parts;
}

function asWord(name: string): RegExp {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, 'giu');
}

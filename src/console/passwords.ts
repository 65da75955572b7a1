import { hash, verify } from '@node-rs/argon2';
import { commonPasswords } from './common-passwords.ts';

/**
 * Argon2id (the library's default kind) with 64 MiB and three passes: about a fifteenth of a second,
 * and more than OWASP's least (19 MiB, two passes).
 */
export const HASH_COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

/** Hashing at most so many at once bounds the memory that a flood of sign-ins can claim. */
const MOST_AT_ONCE = 4;
const MOST_WAITING = 32;

export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 128;

/** Thrown when too many wait to be hashed; try again in a moment. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  readonly code = 'busy';
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new BusyError('too many passwords to check at once');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(plain(password), HASH_COST));
}

let dummy: Promise<string> | undefined;

/**
 * True when it is the password. With no hash (nobody of that name, or no password set) it works as
 * long on a hash that nothing matches, so that the time tells nothing.
 */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const against = stored ?? (await dummy);
  const right = await inTurn(() => verify(against, plain(password)));
  return right && stored !== null;
}

/** True when it was made with other costs than today's: hash again while the password is at hand. */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = HASH_COST;
  return !stored.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}

/** One way to type a letter with its accent: keyboards differ, passwords must not. */
function plain(password: string): string {
  return password.normalize('NFKC');
}

export type PasswordProblem = 'too-short' | 'too-long' | 'common';

/**
 * What is wrong with a new password, or null. Any sign counts and none is required; but it may not
 * be a well-known password, nor at most two such words or words of the house with figures around.
 * @param context words an attacker would try first: the clinic's and the person's names
 */
export function passwordProblem(
  password: string,
  context: readonly string[],
): PasswordProblem | null {
  const length = [...plain(password)].length;
  if (length < SHORTEST_PASSWORD) return 'too-short';
  if (length > LONGEST_PASSWORD) return 'too-long';
  return isCommon(password, context) ? 'common' : null;
}

function isCommon(password: string, context: readonly string[]): boolean {
  const whole = plain(password).toLowerCase();
  if (new Set(whole).size < 5) return true;
  const letters = whole.replace(/[^\p{L}\p{N}]/gu, '');
  const own = context.flatMap((text) => [text, ...text.split(/\s+/)]).map(bare);
  const known = new Set(own.filter((word) => word.length >= 4));
  return [letters, bare(whole)].some((text) => text !== '' && isMadeOf(text, known));
}

/** Letters only, with the figures that stand for letters read as those. */
function bare(text: string): string {
  const stands: Readonly<Record<string, string>> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
  };
  return text
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replace(/[013457@$]/g, (sign) => stands[sign] ?? sign)
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** True when the whole text is well-known words and runs of figures, of at most two different words. */
function isMadeOf(text: string, own: ReadonlySet<string>): boolean {
  const seen = new Set<string>();
  const fits = (from: number, used: ReadonlySet<string>): boolean => {
    if (from >= text.length) return true;
    const state = `${from}|${[...used].join('|')}`;
    if (seen.has(state)) return false;
    seen.add(state);
    const figures = /^\d+/.exec(text.slice(from))?.[0].length ?? 0;
    if (figures > 0 && fits(from + figures, used)) return true;
    for (let to = text.length; to >= from + 4; to -= 1) {
      const word = text.slice(from, to);
      if (!commonPasswords.has(word) && !own.has(word)) continue;
      const words = new Set([...used, word]);
      if (words.size <= 2 && fits(to, words)) return true;
    }
    return false;
  };
  return fits(0, new Set());
}

import type { Json } from '../storage/store.ts';

/** Deeper than any client nests; deeper than this is an attack on whoever walks it. */
const DEEPEST = 20;

/** Thrown for JSON that is nested too deeply. */
export class TooDeepError extends Error {
  override readonly name = 'TooDeepError';
  readonly code = 'too_deep';
}

/**
 * Any parsed JSON as a plain value that both databases can keep: no NUL and no half characters, and
 * no key that could reach a prototype.
 * @throws TooDeepError when it is nested more than 20 levels deep.
 */
export function readJson(value: unknown, depth = 0): Json {
  if (depth > DEEPEST) throw new TooDeepError('nested too deeply');
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => readJson(item, depth + 1));
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value)
    .filter(([key, item]) => key !== '__proto__' && item !== undefined)
    .map(([key, item]): [string, Json] => [cleanText(key), readJson(item, depth + 1)]);
  return Object.fromEntries(entries);
}

/** Without NUL, and with each half of a surrogate pair that stands alone replaced. */
function cleanText(text: string): string {
  const whole = text.replaceAll('\0', '');
  return whole.replace(
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    '\uFFFD',
  );
}

import type { Comparison } from './kernel.ts';

/** How much a question is like what is stored, whichever target that belongs to. */
export interface Familiarity {
  /** The mean likeness of all stored questions. */
  readonly mean: number;
  /** The likeness in words of the nearest stored question that has an answer. */
  readonly nearest: number;
}

/**
 * @param answering for each row, 1 when its target answers
 * @param out rows that are taken not to be stored
 */
export function familiarityOf(
  { likeness, words }: Comparison,
  answering: Uint8Array,
  out: ReadonlySet<number> = new Set(),
): Familiarity {
  let sum = 0;
  let nearest = 0;
  const isWhole = out.size === 0;
  for (let row = 0; row < answering.length; row++) {
    if (!isWhole && out.has(row)) continue;
    sum += likeness[row] ?? 0;
    const alike = words[row] ?? 0;
    if (alike > nearest && answering[row] === 1) nearest = alike;
  }
  return { mean: sum / Math.max(1, answering.length - out.size), nearest };
}

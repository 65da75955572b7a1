/** Chance that can be repeated: the same seed draws the same. */
export interface Chance {
  /** From 0 to below 1. */
  next(): number;
  /** True in so many cases: 0.25 is one in four. */
  happens(probability: number): boolean;
  between(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  /** Each as often as its weight says beside the others. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
  characters(count: number): string;
}

const PLAIN_CHARACTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The generator is mulberry32: small, and even enough for a demo. Never for a secret. */
export function makeChance(seed: number): Chance {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const weighted = <T>(from: readonly (readonly [T, number])[]): T => {
    let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [one, weight] of from) {
      left -= weight;
      if (left < 0) return one;
    }
    const last = from.at(-1);
    if (last === undefined) throw new RangeError('nothing to choose from');
    return last[0];
  };
  return {
    next,
    happens: (probability) => next() < probability,
    between: (least, most) => least + next() * (most - least),
    pick: (from) => weighted(from.map((one) => [one, 1] as const)),
    weighted,
    characters: (count) =>
      Array.from(
        { length: count },
        () => PLAIN_CHARACTERS[Math.floor(next() * PLAIN_CHARACTERS.length)],
      ).join(''),
  };
}

import { best, type Found, type Match } from './search.ts';

/** The chance of a match that was not found. */
const least = 0.01;
/** So many matches are kept, as a search does. */
const mostMatches = 10;

/**
 * What several readings of one question come to together, likeliest first, each match with its share of
 * all.
 * @param weigh how likely a target is, from what the readings say of it, up to a factor
 */
export function pool(
  readings: readonly Found[],
  weigh: (target: string) => number,
): readonly Match[] {
  const found = new Map<string, Match>();
  for (const match of readings.flatMap(({ matches }) => matches)) {
    if (!found.has(match.target)) found.set(match.target, match);
  }
  const chances = [...found.keys()].map(weigh);
  const all = chances.reduce((sum, chance) => sum + chance, 0) || 1;
  return [...found.values()]
    .map((match, k) => ({ ...match, confidence: (chances[k] ?? 0) / all }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, mostMatches);
}

/** How likely one reading takes a target to be; never nothing, as a pool multiplies. */
export function chanceIn({ matches }: Found, target: string): number {
  return Math.max(least, matches.find((match) => match.target === target)?.confidence ?? 0);
}

/** How likely it is about anything here; where search does not tell, its best match does. */
export function isAbout(found: Found): number {
  return found.inside ?? best(found);
}

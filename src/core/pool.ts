import { type Found, type Match, mostMatches } from './search.ts';

/** The chance of a match that was not found. */
const least = 0.01;

/** How likely a target is, up to a factor, from how likely each reading takes it to be. */
type Weigh = (chances: readonly number[], target: string | null) => number;

/**
 * What several readings of one question come to together, likeliest first, each match with its share of
 * all. That it is none of the matches is weighed like one more target, null.
 */
export function pool(readings: readonly Found[], weigh: Weigh): readonly Match[] {
  const found = new Map<string, Match>();
  for (const match of readings.flatMap(({ matches }) => matches)) {
    if (!found.has(match.target)) found.set(match.target, match);
  }
  const chances = [...found.keys()].map((target) =>
    weigh(
      readings.map((reading) => chanceIn(reading, target)),
      target,
    ),
  );
  const none = weigh(readings.map(leftOver), null);
  const all = chances.reduce((sum, chance) => sum + chance, none) || 1;
  return [...found.values()]
    .map((match, k) => ({ ...match, confidence: (chances[k] ?? 0) / all }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, mostMatches);
}

/** Never nothing, as a pool multiplies. */
function chanceIn({ matches }: Found, target: string): number {
  return Math.max(least, matches.find((match) => match.target === target)?.confidence ?? 0);
}

function leftOver({ matches }: Found): number {
  return Math.max(least, 1 - matches.reduce((sum, { confidence }) => sum + confidence, 0));
}

/** How likely it is about anything here; where search does not tell, its best match does. */
export function isAbout(found: Found): number {
  return found.inside ?? found.matches[0]?.confidence ?? 0;
}

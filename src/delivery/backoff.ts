const FIRST = 5_000;
const LONGEST = 60 * 60_000;

/**
 * Milliseconds until the next try: 5 s, doubled with every try up to an hour, of which a random half
 * is left out so that what failed together does not come back together ("equal jitter", AWS
 * Architecture Blog, "Exponential Backoff And Jitter", 2015).
 * @param tries how often it was tried before this failure
 * @param chance a number from 0 up to 1
 */
export function backoff(tries: number, chance: number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 30));
  return Math.round(whole / 2 + (whole / 2) * chance);
}

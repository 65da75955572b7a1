import type { SessionStore } from '../storage/staff-store.ts';
import { tokenId } from './secrets.ts';

/*
 * How often the door may be tried. Counts lie in the database: they survive a restart and several
 * servers share them. (The limiter library of the channels keeps counts in memory, or wants a database
 * handle of its own, which the store does not give out.) A count ends a quarter of an hour after its
 * first try, so nobody is locked out for good; a browser that got in before has a count of its own, so
 * a stranger who uses up an account's tries does not shut its owner out.
 */
export const WINDOW = 15 * 60_000;
export const TRIES = { account: 10, address: 50, code: 10 } as const;

type Kind = keyof typeof TRIES;
export type LimitKey = readonly [kind: Kind, whose: string];

export interface Throttle {
  /** Takes one try from each; the milliseconds to wait when one has none left, else null. */
  take(...keys: readonly LimitKey[]): Promise<number | null>;
  /** Gives back what a success shows to have been harmless. */
  forgive(...keys: readonly LimitKey[]): Promise<void>;
}

export function makeThrottle(sessions: SessionStore, clock: () => number): Throttle {
  const takeOne = async ([kind, whose]: LimitKey): Promise<number> => {
    const now = clock();
    const state = await sessions.countLimit(stored(kind, whose), 1, now, WINDOW);
    return state.points > TRIES[kind] ? state.expiresAt - now : 0;
  };
  return {
    async take(...keys) {
      const waits = await Promise.all(keys.map(takeOne));
      const longest = Math.max(0, ...waits);
      return longest > 0 ? longest : null;
    },
    async forgive(...keys) {
      await Promise.all(keys.map(([kind, whose]) => sessions.dropLimit(stored(kind, whose))));
    },
  };
}

/** What is typed as a name may be a password by mistake: only its digest is kept. */
function stored(kind: Kind, whose: string): string {
  return tokenId(`${kind}:${whose}`);
}

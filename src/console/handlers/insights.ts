import type { Desk } from '../dependencies.ts';
import type { Route } from '../route.ts';

/** Figures about what patients asked and how it ended. */
export function insightsRoutes(_desk: Desk): readonly Route[] {
  return [];
}

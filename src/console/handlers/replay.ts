import type { Desk } from '../dependencies.ts';
import type { Route } from '../route.ts';

/** What a change of the content would do to past questions. */
export function replayRoutes(_desk: Desk): readonly Route[] {
  return [];
}

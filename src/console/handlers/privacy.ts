import type { Desk } from '../dependencies.ts';
import type { Route } from '../route.ts';

/** How long things are kept; erasing a person, and everything about a person as a file. */
export function privacyRoutes(_desk: Desk): readonly Route[] {
  return [];
}

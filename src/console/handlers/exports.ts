import type { Desk } from '../dependencies.ts';
import type { Route } from '../route.ts';

/** Conversations as files, and for printing. */
export function exportsRoutes(_desk: Desk): readonly Route[] {
  return [];
}

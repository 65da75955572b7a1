import type { Desk } from '../dependencies.ts';
import type { Route } from '../route.ts';

/** Missed and wrong questions, and the suggestions made of them. */
export function teachRoutes(_desk: Desk): readonly Route[] {
  return [];
}

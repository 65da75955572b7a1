import type { Desk } from '../dependencies.ts';
import type { Route } from '../route.ts';

/** Every answer with its use and its sign-off. */
export function knowledgeRoutes(_desk: Desk): readonly Route[] {
  return [];
}

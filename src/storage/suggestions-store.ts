import type { Suggestion } from '../core/suggestion.ts';
import type { TurnId } from './teach-store.ts';

export type NewSuggestion = Pick<Suggestion, 'id' | 'at' | 'accountId' | 'from' | 'proposal'>;

export interface SuggestionFilter {
  readonly state?: Suggestion['state'];
  readonly entry?: string;
  readonly conversation?: string;
}

export interface SuggestionStore {
  /**
   * Open from now on; false when the turn it is taught from is gone. That turn is settled with it,
   * and so are those of `alike` that are still there.
   */
  addSuggestion(suggestion: NewSuggestion, alike?: readonly TurnId[]): Promise<boolean>;
  /** Oldest first, those after `after`. */
  listSuggestions(
    filter: SuggestionFilter,
    after: { readonly at: number; readonly id: string } | null,
    limit: number,
  ): Promise<readonly Suggestion[]>;
  /** Applied and dropped ones, the last closed first. */
  listClosedSuggestions(limit: number): Promise<readonly Suggestion[]>;
  /**
   * Those of `ids` that are open are closed; returns how many were. Questions that were settled by
   * one stay so when it is applied, and are open again when it is dropped.
   */
  closeSuggestions(
    ids: readonly string[],
    state: 'applied' | 'dropped',
    at: number,
  ): Promise<number>;
}

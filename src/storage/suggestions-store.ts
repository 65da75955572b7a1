import type { Suggestion } from '../core/suggestion.ts';

export type NewSuggestion = Pick<Suggestion, 'id' | 'at' | 'accountId' | 'from' | 'proposal'>;

export interface SuggestionFilter {
  readonly state?: Suggestion['state'];
  readonly entry?: string;
  readonly conversation?: string;
}

export interface SuggestionStore {
  /** Open from now on; false when the turn it is taught from is gone. */
  addSuggestion(suggestion: NewSuggestion): Promise<boolean>;
  /** Oldest first, those after `after`. */
  listSuggestions(
    filter: SuggestionFilter,
    after: { readonly at: number; readonly id: string } | null,
    limit: number,
  ): Promise<readonly Suggestion[]>;
  /** Those of `ids` that are open are closed; returns how many were. */
  closeSuggestions(
    ids: readonly string[],
    state: 'applied' | 'dropped',
    at: number,
  ): Promise<number>;
}

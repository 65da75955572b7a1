import type { Suggestion } from '../core/suggestion.ts';
import type { Tombstone } from './privacy-store.ts';

/** The rows of suggestions and erasure; they never leave this room. See review-migrations.ts. */
export interface ReviewTables {
  readonly suggestions: SuggestionTable;
  readonly tombstones: TombstoneTable;
  readonly settled_questions: SettledQuestionTable;
}

export interface SuggestionTable {
  readonly id: string;
  readonly created_at: number;
  readonly account_id: string;
  readonly kind: Suggestion['proposal']['kind'];
  readonly entry: string;
  readonly conversation_id: string | null;
  readonly turn: number | null;
  readonly state: Suggestion['state'];
  readonly closed_at: number | null;
  /** Sealed JSON of the Proposal: it may repeat a visitor's words. */
  readonly body: string;
}

/** A question that needs no teaching any more: taught by a suggestion, or left as it is. */
export interface SettledQuestionTable {
  readonly conversation_id: string;
  readonly turn: number;
  /** The open suggestion that will answer it; null once that is applied, or when it was left. */
  readonly suggestion_id: string | null;
  readonly account_id: string;
  readonly at: number;
}

/** Ids only: nothing tells who it was. */
export interface TombstoneTable {
  readonly kind: Tombstone['kind'];
  readonly id: string;
  readonly at: number;
}

export function suggestionPlace(row: string) {
  return { table: 'suggestions', column: 'body', row };
}

import type { Span } from './insights-store.ts';
import type { TurnId } from './teach-store.ts';

/** How often staff said that an entry would have been right where another ending was shown. */
export interface CorrectionCount {
  readonly entry: string;
  readonly count: number;
}

/** What each entry was used for. How often it was shown and voted on is told by InsightsStore. */
export interface EntryUseStore {
  /** Of corrections made in the span. */
  countCorrections(span: Span): Promise<readonly CorrectionCount[]>;
  /** The latest turns that showed the entry, newest first. */
  listShown(entry: string, limit: number): Promise<readonly TurnId[]>;
  /** The turns that staff last said should have shown it, the last said first. */
  listCorrected(entry: string, limit: number): Promise<readonly TurnId[]>;
}

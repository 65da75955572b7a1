import type { Decision } from '../core/conversation.ts';

/** From the first moment on, to before the second. Milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** How often turns of one day ended in one way. */
export interface EndingCount {
  /** Counts from 0: between the boundaries of this number and the next. */
  readonly day: number;
  readonly kind: Decision['kind'];
  /** Why it was not answered; null for other endings. */
  readonly reason: string | null;
  readonly count: number;
}

/** How many turns of one day took so long: more than one millisecond less, and at most this. */
export interface TimeCount {
  readonly day: number;
  readonly milliseconds: number;
  readonly count: number;
}

/** How often an entry was shown in two periods that follow each other. */
export interface ShownCount {
  readonly entry: string;
  readonly before: number;
  readonly now: number;
}

export interface VoteCount {
  /** Null where the reply voted on was no entry. */
  readonly entry: string | null;
  readonly helpful: boolean;
  readonly count: number;
}

/** One turn of a dialog. */
export interface FlowTurn {
  readonly conversation: string;
  /** Where the dialog then waited, null when it was over. */
  readonly step: string | null;
  /** True when the turn sent a request to the clinic. */
  readonly sent: boolean;
}

/**
 * Figures of what was asked: ids and numbers, no words. They are counted from the turns themselves, so
 * what is forgotten or erased is in none of them. Days come as `boundaries`: the first moments of days
 * that follow each other, and the moment at which the last one ends.
 */
export interface InsightsStore {
  countEndings(boundaries: readonly number[]): Promise<readonly EndingCount[]>;
  /** Of turns in which something was written. */
  countTimes(boundaries: readonly number[]): Promise<readonly TimeCount[]>;
  /** How often each entry was shown before a moment, and from then on. */
  countShown(span: Span, moment: number): Promise<readonly ShownCount[]>;
  countVotes(span: Span): Promise<readonly VoteCount[]>;
  readFlowTurns(flow: string, span: Span): Promise<readonly FlowTurn[]>;
  /** From this moment on no turn has been forgotten by age; null while there is none. */
  keptFrom(): Promise<number | null>;
}

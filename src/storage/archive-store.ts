import type { Conversation, Decision, Message } from '../core/conversation.ts';

/** A past turn in which the visitor wrote words, with all that it takes to decide it again. */
export interface ArchivedTurn {
  readonly conversation: string;
  readonly turn: number;
  readonly message: Extract<Message, { kind: 'text' }>;
  /** The conversation as it was decided upon; null when it was not kept. */
  readonly before: Conversation | null;
  readonly decision: Decision;
  readonly contentVersion: string;
}

/** A place in the archive, which runs from the latest turn to the first. */
export interface TurnPlace {
  readonly at: number;
  readonly conversation: string;
  readonly turn: number;
}

export interface TurnArchive {
  /** Turns in which words were written, newest first, after `place`, at most `limit`. */
  readTextTurns(place: TurnPlace | null, limit: number): Promise<readonly ArchivedTurn[]>;
  /** Of these, the turns that ended with "not known", refusals not counted. */
  readMissedTurns(place: TurnPlace | null, limit: number): Promise<readonly ArchivedTurn[]>;
}

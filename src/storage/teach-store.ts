import type { Decision } from '../core/conversation.ts';

/** A turn of a conversation. */
export interface TurnId {
  readonly conversation: string;
  readonly turn: number;
}

/** Words of a visitor and what was decided upon them. */
export interface AskedQuestion extends TurnId {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly words: string;
  readonly decision: Decision;
}

/** Why a question is one to learn from. `choices`: none of what was offered was taken. */
export type MissReason = 'unknown' | 'choices' | 'thumbs-down' | 'marked-wrong';

export interface MissedQuestion extends AskedQuestion {
  /** Never empty. */
  readonly reasons: readonly MissReason[];
  /** The entry that would have been right, where staff said so. */
  readonly right: string | null;
}

/** Questions to learn from: what was missed and is not settled, by a suggestion or by being left. */
export interface TeachStore {
  /** The latest `limit` of those asked, voted on, or marked at `from` or later; newest first. */
  listMissed(from: number, limit: number): Promise<readonly MissedQuestion[]>;
  /** Settled or not; undefined when the turn is gone or has no words. */
  findQuestion(id: TurnId): Promise<AskedQuestion | undefined>;
  /** They need no teaching; those that are gone are passed over. */
  leaveQuestions(turns: readonly TurnId[], accountId: string, at: number): Promise<void>;
}

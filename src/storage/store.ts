import type {
  ClinicRequest,
  Conversation,
  Decision,
  Explanation,
  Message,
  Reply,
} from '../core/conversation.ts';

/** Any JSON value: what a client attached to its message and must get back untouched. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** One finished turn, as `turn.ts` hands it to be saved. */
export interface Turn {
  readonly conversation: Conversation;
  readonly message: Message;
  /** What the client attached (`channelData`, `from`, ...); echoed back as it came. */
  readonly attached: Json;
  readonly decision: Decision;
  readonly replies: readonly Reply[];
  readonly requests: readonly ClinicRequest[];
  readonly why: Explanation | null;
  readonly contentVersion: string;
  /** Milliseconds spent deciding. */
  readonly took: number;
}

/** One line of a transcript. `sequence` counts from 1 in its conversation; `id` is unique everywhere. */
export type TranscriptLine =
  | {
      readonly from: 'visitor';
      readonly id: string;
      readonly sequence: number;
      readonly at: number;
      readonly message: Message;
      readonly attached: Json;
    }
  | {
      readonly from: 'assistant';
      readonly id: string;
      readonly sequence: number;
      readonly at: number;
      readonly replyTo: string;
      readonly reply: Reply;
    };

/** A saved turn as read back: the lines it wrote. */
export interface SavedTurn {
  readonly decision: Decision;
  readonly lines: readonly TranscriptLine[];
}

/** A delivery that is due: one request for one destination (`email`, `webhook`). */
export interface Delivery {
  readonly id: string;
  readonly destination: string;
  readonly request: ClinicRequest;
  readonly conversation: string;
  readonly attempts: number;
  readonly createdAt: number;
}

/** Where everything is kept. Nothing above it knows which engine runs. All times in ms since 1970. */
export interface Store {
  loadConversation(id: string): Promise<Conversation | undefined>;

  /**
   * Saves message, replies, new state, requests and outbox rows in one transaction. The same
   * message id twice in a conversation returns the first turn and changes nothing.
   * @throws StoreError `conflict` when another turn was saved since `conversation` was loaded
   *   (`turn.conversation.version` must be the stored version + 1), `unavailable` when the
   *   database does not answer.
   */
  saveTurn(turn: Turn): Promise<SavedTurn>;

  findTurn(conversation: string, messageId: string): Promise<SavedTurn | undefined>;

  /** The lines after `after` (0 for all), oldest first, at most `limit`. */
  readTranscript(
    conversation: string,
    after: number,
    limit: number,
  ): Promise<readonly TranscriptLine[]>;

  /** Claims up to `limit` deliveries that are due for `destinations` and leases them until `until`. */
  claimDeliveries(
    destinations: readonly string[],
    now: number,
    until: number,
    limit: number,
  ): Promise<readonly Delivery[]>;
  markDelivered(id: string, at: number): Promise<void>;
  markFailed(
    id: string,
    next: { readonly at: number; readonly error: string; readonly dead: boolean },
  ): Promise<void>;

  /** Figures for `/metrics` and the log. `overdue`: requests not delivered anywhere after `before`. */
  outboxFigures(
    before: number,
  ): Promise<{ readonly waiting: number; readonly dead: number; readonly overdue: number }>;

  /** Writes and reads back a probe row; rejects when nothing can be saved. */
  probe(at: number): Promise<void>;
  close(): Promise<void>;
}

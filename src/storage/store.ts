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
  /** The conversation as it was decided upon; without it the turn cannot be replayed. */
  readonly before?: Conversation;
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

/** What leaves the house of a request: never the details, which may hold health words. */
export type ContactRequest = Omit<ClinicRequest, 'details'>;

/** A delivery that is due: one request for one destination (`email`, `webhook`). */
export interface Delivery {
  readonly id: string;
  /** The same at every attempt and for every destination: the receiver's key against doubles. */
  readonly requestId: string;
  readonly destination: string;
  readonly request: ContactRequest;
  readonly conversation: string;
  /** How often it was tried before. */
  readonly attempts: number;
  /** When the tries began; a requeue begins them anew. */
  readonly since: number;
  readonly createdAt: number;
}

/** A delivery that has not arrived, for people to look at: no names, no words. */
export interface PendingDelivery {
  readonly id: string;
  readonly reference: string;
  readonly destination: string;
  readonly attempts: number;
  readonly createdAt: number;
  /** When it is tried next; of no meaning once it is dead. */
  readonly dueAt: number;
  readonly error: string | null;
  readonly dead: boolean;
}

/** Where everything is kept. Nothing above it knows which engine runs. All times in ms since 1970. */
export interface Store {
  loadConversation(id: string): Promise<Conversation | undefined>;

  /**
   * Saves message, replies, new state, requests and outbox rows in one transaction. The same
   * message id twice in a conversation returns the first turn and changes nothing.
   * @throws StoreError `conflict` when another turn was saved since `conversation` was loaded
   *   (`turn.conversation.version` must be the stored version + 1), or when a request's reference
   *   is taken: load and decide again with a new draw. `unavailable` when the database does not
   *   answer, `full` when its disk is full.
   */
  saveTurn(turn: Turn): Promise<SavedTurn>;

  findTurn(conversation: string, messageId: string): Promise<SavedTurn | undefined>;

  /** The lines after `after` (0 for all), oldest first, at most `limit`. */
  readTranscript(
    conversation: string,
    after: number,
    limit: number,
  ): Promise<readonly TranscriptLine[]>;

  /** One line by its id, such as the reply that a vote names. */
  findLine(id: string): Promise<TranscriptLine | undefined>;

  /**
   * Claims up to `limit` deliveries that are due for `destinations` and leases them until `until`:
   * a relay that dies gives them back by that. A request not yet with every one of `destinations`
   * is claimed for each it misses, however long it waited for one to be configured.
   */
  claimDeliveries(
    destinations: readonly string[],
    now: number,
    until: number,
    limit: number,
  ): Promise<readonly Delivery[]>;
  /** The destination has it. The request is delivered when none of its deliveries is left. */
  markDelivered(id: string, at: number): Promise<void>;
  /** Not this time. A dead delivery is not tried again until it is requeued. `error` is a code. */
  markFailed(
    id: string,
    next: { readonly at: number; readonly error: string; readonly dead: boolean },
  ): Promise<void>;
  /** Makes a delivery due at `at`, a dead one too; false when it has arrived or is unknown. */
  requeueDelivery(id: string, at: number): Promise<boolean>;
  /** Deliveries that were begun and have not arrived, dead ones first, then the oldest. */
  listPendingDeliveries(limit: number): Promise<readonly PendingDelivery[]>;

  /**
   * Figures for `/metrics` and the log, each a number of requests. `waiting`: not yet with every
   * destination; `dead`: those of them that nobody tries any more; `overdue`: those of them that
   * were made before `before`.
   */
  outboxFigures(
    before: number,
  ): Promise<{ readonly waiting: number; readonly dead: number; readonly overdue: number }>;

  /** Writes and reads back a probe row; rejects when nothing can be saved. */
  probe(at: number): Promise<void>;
  close(): Promise<void>;
}

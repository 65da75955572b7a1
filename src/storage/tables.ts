import type { Selectable } from 'kysely';
import {
  type ClinicRequest,
  type Conversation,
  type Decision,
  freshConversation,
} from '../core/conversation.ts';
import type { ReviewTables } from './review-tables.ts';
import type { StaffTables } from './staff-tables.ts';
import type { SavedTurn, TranscriptLine } from './store.ts';
import type { Vault } from './vault.ts';

/** The rows as they lie in the database; they never leave this room. See migrations.ts. */
export interface Tables extends StaffTables, ReviewTables {
  readonly conversations: ConversationTable;
  readonly turns: TurnTable;
  readonly lines: LineTable;
  readonly requests: RequestTable;
  readonly outbox: OutboxTable;
  readonly meta: { readonly name: string; readonly value: string };
}

export interface ConversationTable {
  readonly id: string;
  readonly channel: Conversation['channel'];
  readonly started_at: number;
  readonly last_at: number;
  readonly version: number;
  /** How many transcript lines there are: the last sequence number. */
  readonly lines: number;
  /** Sealed JSON of the whole Conversation. */
  readonly state: string;
}

export interface TurnTable {
  readonly conversation_id: string;
  /** The conversation's version after the turn. */
  readonly turn: number;
  readonly message_id: string;
  readonly at: number;
  readonly decision_kind: Decision['kind'];
  /** What the ending is about: the id of an entry, rule, flow, topic or fixed message. */
  readonly subject: string | null;
  readonly urgency: string | null;
  readonly helpful: 0 | 1 | null;
  readonly confidence: number | null;
  /** JSON of the Decision: ids and numbers only, so not sealed. */
  readonly decision: string;
  /** Sealed JSON of the Explanation: it repeats the visitor's words. */
  readonly why: string | null;
  /** Sealed JSON of the Conversation that was decided upon; null at its beginning. */
  readonly before: string | null;
  readonly content_version: string;
  readonly took: number;
}

export interface LineTable {
  readonly conversation_id: string;
  readonly sequence: number;
  readonly turn: number;
  readonly author: TranscriptLine['from'];
  /** The kind of the message or of the reply. */
  readonly kind: string;
  readonly at: number;
  readonly entry: string | null;
  /** Sealed JSON: `{message, attached}` of a visitor, a Reply of the assistant. */
  readonly body: string;
}

export interface RequestTable {
  readonly id: string;
  readonly conversation_id: string;
  readonly turn: number;
  readonly reference: string;
  readonly kind: ClinicRequest['kind'];
  readonly created_at: number;
  /** Sealed JSON: name, phone, e-mail, times. */
  readonly contact: string;
  /** Sealed JSON: what may hold health words. Never opened for a delivery. */
  readonly details: string;
  /** When the last destination had it; null while it is open. */
  readonly delivered_at: number | null;
}

export interface OutboxTable {
  readonly request_id: string;
  readonly destination: string;
  readonly attempts: number;
  /** When the present series of tries began. */
  readonly since_at: number;
  /** When to try next; while a relay holds it, when its lease ends. */
  readonly due_at: number;
  readonly last_error: string | null;
  readonly dead: 0 | 1;
  readonly delivered_at: number | null;
}

/** Ids as Direct Line writes them: unique everywhere, and they sort as they were said. */
export function lineId(conversation: string, sequence: number): string {
  return `${conversation}|${String(sequence).padStart(7, '0')}`;
}

/** The way back; undefined when the id is none of ours. */
export function parseLineId(id: string): { conversation: string; sequence: number } | undefined {
  const [, conversation, digits] = /^(.+)\|(\d{7,15})$/s.exec(id) ?? [];
  if (conversation === undefined) return undefined;
  return { conversation, sequence: Number(digits) };
}

/** Where a line's words are sealed. */
export function bodyPlace(conversation: string, sequence: number) {
  return { table: 'lines', column: 'body', row: lineId(conversation, sequence) };
}

export function statePlace(conversation: string) {
  return { table: 'conversations', column: 'state', row: conversation };
}

export function requestPlace(column: 'contact' | 'details', request: string) {
  return { table: 'requests', column, row: request };
}

export function whyPlace(conversation: string, turn: number) {
  return { table: 'turns', column: 'why', row: `${conversation}|${turn}` };
}

export function beforePlace(conversation: string, turn: number) {
  return { table: 'turns', column: 'before', row: `${conversation}|${turn}` };
}

/** What a later release remembers more than this row did begins as in a fresh conversation. */
export function toConversation(vault: Vault, row: Selectable<ConversationTable>): Conversation {
  const state = fromJson<Conversation>(vault.open(row.state, statePlace(row.id)));
  return { ...freshConversation(row.id, row.channel, row.started_at), ...state };
}

type LineRow = Selectable<LineTable> & { readonly message_id: string };

export function toLine(vault: Vault, row: LineRow): TranscriptLine {
  const { sequence, at } = row;
  const id = lineId(row.conversation_id, sequence);
  const body = vault.open(row.body, bodyPlace(row.conversation_id, sequence));
  if (row.author === 'visitor') {
    type Body = Pick<Extract<TranscriptLine, { from: 'visitor' }>, 'message' | 'attached'>;
    return { from: 'visitor', id, sequence, at, ...fromJson<Body>(body) };
  }
  type Reply = Extract<TranscriptLine, { from: 'assistant' }>['reply'];
  const reply = fromJson<Reply>(body);
  return { from: 'assistant', id, sequence, at, replyTo: row.message_id, reply };
}

export function toSavedTurn(decision: string, lines: readonly TranscriptLine[]): SavedTurn {
  return { decision: fromJson<Decision>(decision), lines };
}

/** Reads JSON that this room wrote itself: sealed text is authentic, so its shape is trusted. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

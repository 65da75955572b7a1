import { type Kysely, sql, type Transaction } from 'kysely';
import type { Decision, Urgency } from '../core/conversation.ts';
import { contactText, wordHashes } from './staff-words.ts';
import type { Turn } from './store.ts';
import type { Tables } from './tables.ts';

const BITS: Readonly<Record<Decision['kind'], number>> = {
  answer: 1,
  choices: 2,
  unknown: 4,
  urgent: 8,
  private: 16,
  flow: 32,
  smalltalk: 64,
  welcome: 128,
  vote: 256,
};

const RANKS: Readonly<Record<Urgency, number>> = { emergency: 3, 'same-day': 2, contact: 1 };

/** The bit of a kind of ending in `desk.endings`. */
export function bitOf(kind: Decision['kind']): number {
  return BITS[kind];
}

export function urgencyOf(rank: number): Urgency | null {
  if (rank >= RANKS.emergency) return 'emergency';
  if (rank === RANKS['same-day']) return 'same-day';
  return rank === RANKS.contact ? 'contact' : null;
}

/**
 * Keeps the desk's row, the search and the bookings desk up with a turn, in the turn's own
 * transaction: what staff list is never behind what was said.
 * @param first number of the turn's first line, the visitor's
 */
export async function recordForDesk(
  db: Transaction<Tables>,
  wordKey: Buffer,
  turn: Turn,
  first: number,
  requestIds: readonly string[],
): Promise<void> {
  const number = await moveDesk(db, turn, first);
  if (turn.message.kind === 'text') {
    await addWords(db, number, wordHashes(wordKey, turn.message.text));
  }
  for (const [index, request] of turn.requests.entries()) {
    const id = requestIds[index];
    if (id !== undefined) await addRequest(db, wordKey, id, request);
  }
}

async function moveDesk(db: Transaction<Tables>, turn: Turn, first: number): Promise<number> {
  const { conversation, decision, message } = turn;
  const row = {
    conversation_id: conversation.id,
    channel: conversation.channel,
    started_at: conversation.startedAt,
    last_at: conversation.lastAt,
    turns: conversation.version,
    opening: message.kind === 'text' ? first : null,
    urgency: decision.kind === 'urgent' ? RANKS[decision.urgency] : 0,
    endings: bitOf(decision.kind),
    unanswered: isUnanswered(decision) ? 1 : 0,
    thumbs_down: decision.kind === 'vote' && !decision.helpful ? 1 : 0,
    thumbs_up: decision.kind === 'vote' && decision.helpful ? 1 : 0,
    requests: turn.requests.length,
    reviewed: 0,
    reviewed_at: null,
    reviewed_by: null,
    assigned_to: null,
  } as const;
  const { number } = await db
    .insertInto('desk')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('conversation_id').doUpdateSet((is) => ({
        last_at: row.last_at,
        turns: row.turns,
        opening: sql<number | null>`coalesce(desk.opening, excluded.opening)`,
        urgency: sql<number>`case when excluded.urgency > desk.urgency
          then excluded.urgency else desk.urgency end`,
        endings: sql<number>`desk.endings | excluded.endings`,
        unanswered: is('desk.unanswered', '+', row.unanswered),
        thumbs_down: is('desk.thumbs_down', '+', row.thumbs_down),
        thumbs_up: is('desk.thumbs_up', '+', row.thumbs_up),
        requests: is('desk.requests', '+', row.requests),
        // What was said since was not reviewed; a thumb up or a greeting says nothing new.
        ...(isNews(decision) ? { reviewed: 0 as const } : {}),
      })),
    )
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** Refusals are answers of their own: only what was not known counts. */
function isUnanswered(decision: Decision): boolean {
  return decision.kind === 'unknown' && decision.reason === 'not-known';
}

function isNews(decision: Decision): boolean {
  return decision.kind !== 'welcome' && !(decision.kind === 'vote' && decision.helpful);
}

async function addWords(db: Kysely<Tables>, number: number, hashes: readonly number[]) {
  if (hashes.length === 0) return;
  await db
    .insertInto('desk_words')
    .values(hashes.map((hash) => ({ hash, desk_number: number })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function addRequest(
  db: Transaction<Tables>,
  wordKey: Buffer,
  id: string,
  request: Turn['requests'][number],
) {
  const { kind, at } = request;
  await db
    .insertInto('request_desk')
    .values({ request_id: id, kind, status: 'new', created_at: at, appointment_at: null })
    .execute();
  const hashes = wordHashes(wordKey, contactText(request));
  if (hashes.length === 0) return;
  await db
    .insertInto('request_words')
    .values(hashes.map((hash) => ({ hash, request_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

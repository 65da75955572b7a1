import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Decision, Message } from '../core/conversation.ts';
import { isUnsettled } from './settled.ts';
import { bodyPlace, fromJson, parseLineId, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/** Turns that are named in one statement. */
const CHUNK = 100;
/** For each question wanted, so many turns are looked at. */
const WALK = 10;

/** A turn to learn from. `right` is the entry that staff said would be. */
export interface MissedRow extends TurnKey {
  readonly at: number;
  readonly decision: string;
  readonly right: string | null;
}

export interface TurnKey {
  readonly conversation_id: string;
  readonly turn: number;
}

export const COLUMNS = [
  'turns.conversation_id',
  'turns.turn',
  'turns.at',
  'turns.decision',
] as const;
export const noRight = sql<string | null>`null`.as('right');

/** Refusals are answers of their own: only what was not known. */
export function unknown(
  db: Kysely<Tables>,
  from: number,
  limit: number,
): Promise<readonly MissedRow[]> {
  const latest = latestOf(db, 'unknown', from, limit * WALK).where(
    'turns.subject',
    '=',
    'not-known',
  );
  return db
    .selectFrom(latest.as('turns'))
    .select([...COLUMNS, noRight])
    .where(isUnsettled)
    .orderBy('turns.at', 'desc')
    .limit(limit)
    .execute();
}

/** Offers of which none was taken. Certainty is a repeated offer, whose words were "yes". */
export function notTaken(
  db: Kysely<Tables>,
  from: number,
  limit: number,
): Promise<readonly MissedRow[]> {
  const latest = latestOf(db, 'choices', from, limit * WALK).where('turns.confidence', '<', 1);
  return db
    .selectFrom(latest.as('turns'))
    .select([...COLUMNS, noRight])
    .where(isNotTaken)
    .where(isUnsettled)
    .orderBy('turns.at', 'desc')
    .limit(limit)
    .execute();
}

/** Taken is what the next turn was about. */
const isNotTaken = sql<SqlBool>`not exists (
  select 1 from turns as next
  where next.conversation_id = turns.conversation_id and next.turn = turns.turn + 1
    and next.decision_kind in ('answer', 'flow')
    and (turns.decision like '%"' || next.subject || '"%'
      or turns.decision like '%:' || next.subject || '"%'))`;

/** The walk ends, however many of the turns were taken or are settled. */
function latestOf(db: Kysely<Tables>, kind: Decision['kind'], from: number, count: number) {
  return db
    .selectFrom('turns')
    .select(COLUMNS)
    .where('turns.decision_kind', '=', kind)
    .where('turns.at', '>=', from)
    .orderBy('turns.at', 'desc')
    .limit(count);
}

/** Marked at `from` or later, whenever it was asked. */
export function markedWrong(
  db: Kysely<Tables>,
  from: number,
  limit: number,
): Promise<readonly MissedRow[]> {
  return db
    .selectFrom('corrections')
    .innerJoin('turns', (join) =>
      join
        .onRef('turns.conversation_id', '=', 'corrections.conversation_id')
        .onRef('turns.turn', '=', 'corrections.turn'),
    )
    .select([...COLUMNS, 'corrections.entry as right'])
    .where('corrections.at', '>=', from)
    .where(isUnsettled)
    .orderBy('corrections.at', 'desc')
    .limit(limit)
    .execute();
}

/** A vote names a line, and the line its turn; the name is sealed, so this takes three steps. */
export async function votedDown(
  db: Kysely<Tables>,
  vault: Vault,
  from: number,
  limit: number,
): Promise<readonly MissedRow[]> {
  const votes = await latestOf(db, 'vote', from, limit).where('turns.helpful', '=', 0).execute();
  const messages = await readMessages(db, vault, votes);
  const lines = votes.flatMap((vote) => {
    const message = messages.get(keyOf(vote));
    const line = message?.kind === 'vote' ? parseLineId(message.reply) : undefined;
    // A client may name any line; only those of the same conversation were there to vote on.
    return line?.conversation === vote.conversation_id ? [line] : [];
  });
  return inChunks(lines, (some) =>
    db
      .selectFrom('lines')
      .innerJoin('turns', (join) =>
        join
          .onRef('turns.conversation_id', '=', 'lines.conversation_id')
          .onRef('turns.turn', '=', 'lines.turn'),
      )
      .select([...COLUMNS, noRight])
      .where(({ or, and, eb }) =>
        or(
          some.map(({ conversation, sequence }) =>
            and([
              eb('lines.conversation_id', '=', conversation),
              eb('lines.sequence', '=', sequence),
            ]),
          ),
        ),
      )
      .where(isUnsettled)
      .execute(),
  );
}

/** What the visitor sent in each turn, by the turn's key. */
export async function readMessages(
  db: Kysely<Tables>,
  vault: Vault,
  turns: readonly TurnKey[],
): Promise<ReadonlyMap<string, Message>> {
  const rows = await inChunks(turns, (some) =>
    db
      .selectFrom('lines')
      .select(['conversation_id', 'turn', 'sequence', 'body'])
      .where('author', '=', 'visitor')
      .where(({ or, and, eb }) =>
        or(
          some.map((one) =>
            and([eb('conversation_id', '=', one.conversation_id), eb('turn', '=', one.turn)]),
          ),
        ),
      )
      .execute(),
  );
  return new Map(
    rows.map((row) => {
      const body = vault.open(row.body, bodyPlace(row.conversation_id, row.sequence));
      return [keyOf(row), fromJson<{ message: Message }>(body).message];
    }),
  );
}

async function inChunks<One, Found>(
  all: readonly One[],
  read: (some: readonly One[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let from = 0; from < all.length; from += CHUNK) {
    found.push(...(await read(all.slice(from, from + CHUNK))));
  }
  return found;
}

export function keyOf({ conversation_id, turn }: TurnKey): string {
  return `${turn}.${conversation_id}`;
}

import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely';
import type { Decision, Message } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import { bodyPlace, fromJson, parseLineId, type Tables } from './tables.ts';
import type { AskedQuestion, MissReason, TeachStore, TurnId } from './teach-store.ts';
import type { Vault } from './vault.ts';

/** Turns that are named in one statement. */
const CHUNK = 100;

/** Questions that were missed: each reason by one walk back over an index, ended by the limit. */
export function teachQueries({ db }: Engine, vault: Vault): TeachStore {
  return {
    async listMissed(from, limit) {
      const found: readonly (readonly [MissReason, readonly Row[]])[] = [
        ['unknown', await unknown(db, from, limit)],
        ['choices', await notTaken(db, from, limit)],
        ['thumbs-down', await votedDown(db, vault, from, limit)],
        ['marked-wrong', await markedWrong(db, from, limit)],
      ];
      return merge(found)
        .slice(0, limit)
        .flatMap(({ row, reasons }) => {
          const question = toQuestion(vault, row);
          return question ? [{ ...question, reasons, right: row.right }] : [];
        });
    },
    async findQuestion({ conversation, turn }) {
      const row = await questions(db)
        .where('turns.conversation_id', '=', conversation)
        .where('turns.turn', '=', turn)
        .executeTakeFirst();
      return row && toQuestion(vault, { ...row, right: null });
    },
    leaveQuestions: (turns, accountId, at) =>
      db.transaction().execute((db) => settle(db, turns, { suggestion: null, accountId, at })),
  };
}

/** Settles the turns that are there. What was left before may be taught after all. */
export async function settle(
  db: Transaction<Tables>,
  turns: readonly TurnId[],
  by: { readonly suggestion: string | null; readonly accountId: string; readonly at: number },
): Promise<void> {
  const values = { suggestion_id: by.suggestion, account_id: by.accountId, at: by.at };
  for (const id of turns) {
    if (!(await isThere(db, id))) continue;
    await db
      .insertInto('settled_questions')
      .values({ conversation_id: id.conversation, turn: id.turn, ...values })
      .onConflict((conflict) => conflict.columns(['conversation_id', 'turn']).doUpdateSet(values))
      .execute();
  }
}

export async function isThere(db: Transaction<Tables>, id: TurnId): Promise<boolean> {
  const found = await db
    .selectFrom('turns')
    .select('turn')
    .where('conversation_id', '=', id.conversation)
    .where('turn', '=', id.turn)
    .executeTakeFirst();
  return found !== undefined;
}

interface Row {
  readonly conversation_id: string;
  readonly turn: number;
  readonly at: number;
  readonly decision: string;
  readonly sequence: number;
  readonly body: string;
  readonly right: string | null;
}

/** Turns in which words were written. */
function questions(db: Kysely<Tables>) {
  return db
    .selectFrom('turns')
    .innerJoin('lines', (join) =>
      join
        .onRef('lines.conversation_id', '=', 'turns.conversation_id')
        .onRef('lines.turn', '=', 'turns.turn'),
    )
    .select(['turns.conversation_id', 'turns.turn', 'turns.at', 'turns.decision'])
    .select(['lines.sequence', 'lines.body'])
    .where('lines.author', '=', 'visitor')
    .where('lines.kind', '=', 'text');
}

function unsettled(db: Kysely<Tables>) {
  return questions(db).where(({ not, exists, selectFrom }) =>
    not(
      exists(
        selectFrom('settled_questions')
          .select('settled_questions.turn')
          .whereRef('settled_questions.conversation_id', '=', 'turns.conversation_id')
          .whereRef('settled_questions.turn', '=', 'turns.turn'),
      ),
    ),
  );
}

const noRight = sql<string | null>`null`.as('right');

function unknown(db: Kysely<Tables>, from: number, limit: number): Promise<readonly Row[]> {
  return unsettled(db)
    .select(noRight)
    .where('turns.decision_kind', '=', 'unknown')
    .where('turns.subject', '=', 'not-known')
    .where('turns.at', '>=', from)
    .orderBy('turns.at', 'desc')
    .limit(limit)
    .execute();
}

/** Taken is what the next turn was about. Certainty is a repeated offer, whose words were "yes". */
function notTaken(db: Kysely<Tables>, from: number, limit: number): Promise<readonly Row[]> {
  return unsettled(db)
    .select(noRight)
    .leftJoin('turns as next', (join) =>
      join
        .onRef('next.conversation_id', '=', 'turns.conversation_id')
        .on('next.turn', '=', sql<number>`turns.turn + 1`)
        .on('next.decision_kind', 'in', ['answer', 'flow'])
        .on(
          sql<SqlBool>`(turns.decision like '%"' || next.subject || '"%'
            or turns.decision like '%:' || next.subject || '"%')`,
        ),
    )
    .where('next.turn', 'is', null)
    .where('turns.decision_kind', '=', 'choices')
    .where('turns.confidence', '<', 1)
    .where('turns.at', '>=', from)
    .orderBy('turns.at', 'desc')
    .limit(limit)
    .execute();
}

function markedWrong(db: Kysely<Tables>, from: number, limit: number): Promise<readonly Row[]> {
  return unsettled(db)
    .innerJoin('corrections', (join) =>
      join
        .onRef('corrections.conversation_id', '=', 'turns.conversation_id')
        .onRef('corrections.turn', '=', 'turns.turn'),
    )
    .select('corrections.entry as right')
    .where('corrections.at', '>=', from)
    .orderBy('corrections.at', 'desc')
    .limit(limit)
    .execute();
}

/** A vote names a line, and the line its turn; the name is sealed, so this takes three steps. */
async function votedDown(
  db: Kysely<Tables>,
  vault: Vault,
  from: number,
  limit: number,
): Promise<readonly Row[]> {
  const votes = await db
    .selectFrom('turns')
    .innerJoin('lines', (join) =>
      join
        .onRef('lines.conversation_id', '=', 'turns.conversation_id')
        .onRef('lines.turn', '=', 'turns.turn'),
    )
    .select(['lines.conversation_id', 'lines.sequence', 'lines.body'])
    .where('turns.decision_kind', '=', 'vote')
    .where('turns.helpful', '=', 0)
    .where('turns.at', '>=', from)
    .where('lines.author', '=', 'visitor')
    .where('lines.kind', '=', 'vote')
    .orderBy('turns.at', 'desc')
    .limit(limit)
    .execute();
  const lines = votes.flatMap((row) => {
    const message = messageOf(vault, row);
    const line = message.kind === 'vote' ? parseLineId(message.reply) : undefined;
    // A client may name any line; only those of the same conversation were there to vote on.
    return line?.conversation === row.conversation_id ? [line] : [];
  });
  return inChunks(lines, (some) =>
    unsettled(db)
      .select(noRight)
      .innerJoin('lines as shown', (join) =>
        join
          .onRef('shown.conversation_id', '=', 'turns.conversation_id')
          .onRef('shown.turn', '=', 'turns.turn'),
      )
      .where(({ or, and, eb }) =>
        or(
          some.map(({ conversation, sequence }) =>
            and([
              eb('shown.conversation_id', '=', conversation),
              eb('shown.sequence', '=', sequence),
            ]),
          ),
        ),
      )
      .execute(),
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

function messageOf(vault: Vault, row: Pick<Row, 'conversation_id' | 'sequence' | 'body'>): Message {
  const body = vault.open(row.body, bodyPlace(row.conversation_id, row.sequence));
  return fromJson<{ message: Message }>(body).message;
}

function toQuestion(vault: Vault, row: Row): AskedQuestion | undefined {
  const message = messageOf(vault, row);
  if (message.kind !== 'text') return undefined;
  const { conversation_id: conversation, turn, at } = row;
  return {
    conversation,
    turn,
    at,
    words: message.text,
    decision: fromJson<Decision>(row.decision),
  };
}

interface Found {
  readonly row: Row;
  readonly reasons: readonly MissReason[];
}

/** One row for a turn, whatever it was found for; newest first. */
function merge(found: readonly (readonly [MissReason, readonly Row[]])[]): readonly Found[] {
  const byTurn = new Map<string, Found>();
  for (const [reason, rows] of found) {
    for (const row of rows) {
      const key = `${row.turn}.${row.conversation_id}`;
      const known = byTurn.get(key);
      const reasons = [...new Set([...(known?.reasons ?? []), reason])];
      byTurn.set(key, { row: { ...row, right: row.right ?? known?.row.right ?? null }, reasons });
    }
  }
  return [...byTurn.values()].sort((one, other) => other.row.at - one.row.at);
}

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Decision, Explanation, Message } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import { filterDesk, pageDesk } from './staff-filter.ts';
import type { StaffKeys } from './staff-keys.ts';
import { urgencyOf } from './staff-record.ts';
import type { ConversationDesk, ListedConversation, TurnRecord } from './staff-store.ts';
import type { DeskTable } from './staff-tables.ts';
import { bodyPlace, fromJson, requestPlace, type Tables, whyPlace } from './tables.ts';
import type { Vault } from './vault.ts';

/** The list of conversations, one conversation's reasons, and what staff add to it. */
export function conversationQueries(
  engine: Engine,
  vault: Vault,
  keys: StaffKeys,
): ConversationDesk {
  const { db } = engine;
  return {
    async listConversations(filter, place, limit, direction = 'older') {
      const wordKey = await keys.get('key-words');
      const { query } = await filterDesk(engine, wordKey, filter);
      const chosen = pageDesk(query, place, direction).selectAll('desk').limit(limit);
      return withOpenings(db, vault, await chosen.execute());
    },
    async countConversations(filter, most) {
      const wordKey = await keys.get('key-words');
      const { query } = await filterDesk(engine, wordKey, filter);
      const few = query.select('desk.number').limit(most);
      const { count } = await db
        .selectFrom(few.as('few'))
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async findListed(id) {
      const rows = await db
        .selectFrom('desk')
        .selectAll()
        .where('conversation_id', '=', id)
        .execute();
      return (await withOpenings(db, vault, rows))[0];
    },
    async readTurns(conversation, from, until) {
      const rows = await db
        .selectFrom('turns')
        .selectAll()
        .where('conversation_id', '=', conversation)
        .where('turn', '>=', from)
        .where('turn', '<', until)
        .orderBy('turn')
        .execute();
      return rows.map((row) => toTurnRecord(vault, row));
    },
    async readTurnsOf(conversation, messageIds) {
      if (messageIds.length === 0) return [];
      const rows = await db
        .selectFrom('turns')
        .selectAll()
        .where('conversation_id', '=', conversation)
        .where('message_id', 'in', messageIds)
        .orderBy('turn')
        .execute();
      return rows.map((row) => toTurnRecord(vault, row));
    },
    async namesGiven(conversation) {
      const rows = await db
        .selectFrom('requests')
        .select(['id', 'contact'])
        .where('conversation_id', '=', conversation)
        .execute();
      return rows.map(
        ({ id, contact }) =>
          fromJson<{ name: string }>(vault.open(contact, requestPlace('contact', id))).name,
      );
    },
    async setReviewed(id, by, at, reviewed) {
      const values = reviewed
        ? ({ reviewed: 1, reviewed_by: by, reviewed_at: at } as const)
        : ({ reviewed: 0 } as const);
      return updateDesk(db, id, values);
    },
    assign: (id, to) => updateDesk(db, id, { assigned_to: to }),
    addNote: (conversation, { id, accountId, at, text }) =>
      db.transaction().execute(async (db) => {
        if (!(await isHere(db, conversation))) return false;
        const body = vault.seal(text, notePlace(id));
        await db
          .insertInto('notes')
          .values({ id, conversation_id: conversation, account_id: accountId, at, body })
          .execute();
        return true;
      }),
    async listNotes(conversation) {
      const rows = await db
        .selectFrom('notes')
        .selectAll()
        .where('conversation_id', '=', conversation)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(({ id, account_id, at, body }) => {
        return { id, accountId: account_id, at, text: vault.open(body, notePlace(id)) };
      });
    },
    setCorrection: ({ conversation, turn, entry, accountId, at }) =>
      db.transaction().execute(async (db) => {
        if (!(await isHere(db, conversation, turn))) return false;
        const row = { entry, account_id: accountId, at };
        await db
          .insertInto('corrections')
          .values({ conversation_id: conversation, turn, ...row })
          .onConflict((conflict) => conflict.columns(['conversation_id', 'turn']).doUpdateSet(row))
          .execute();
        return true;
      }),
    async dropCorrection(conversation, turn) {
      const { numDeletedRows } = await db
        .deleteFrom('corrections')
        .where('conversation_id', '=', conversation)
        .where('turn', '=', turn)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async listCorrections(conversation) {
      const rows = await db
        .selectFrom('corrections')
        .selectAll()
        .where('conversation_id', '=', conversation)
        .orderBy('turn')
        .execute();
      return rows.map(({ turn, entry, account_id, at }) => {
        return { conversation, turn, entry, accountId: account_id, at };
      });
    },
  };
}

type DeskRow = Selectable<DeskTable>;

/** The first words are read where they lie, so that they are kept, and erased, in one place only. */
async function withOpenings(
  db: Kysely<Tables>,
  vault: Vault,
  rows: readonly DeskRow[],
): Promise<readonly ListedConversation[]> {
  if (rows.length === 0) return [];
  const lines = await db
    .selectFrom('lines')
    .innerJoin('desk', (join) =>
      join
        .onRef('desk.conversation_id', '=', 'lines.conversation_id')
        .onRef('desk.opening', '=', 'lines.sequence'),
    )
    .select(['lines.conversation_id', 'lines.sequence', 'lines.body'])
    .where(
      'desk.conversation_id',
      'in',
      rows.map((row) => row.conversation_id),
    )
    .execute();
  const openings = new Map(
    lines.map((line) => {
      const body = vault.open(line.body, bodyPlace(line.conversation_id, line.sequence));
      const { message } = fromJson<{ message: Message }>(body);
      return [line.conversation_id, message.kind === 'text' ? message.text : null];
    }),
  );
  return rows.map((row) => toListed(row, openings.get(row.conversation_id) ?? null));
}

function toListed(row: DeskRow, opening: string | null): ListedConversation {
  return {
    id: row.conversation_id,
    channel: row.channel,
    startedAt: row.started_at,
    lastAt: row.last_at,
    turns: row.turns,
    opening,
    urgency: urgencyOf(row.urgency),
    unanswered: row.unanswered,
    thumbsDown: row.thumbs_down,
    thumbsUp: row.thumbs_up,
    booked: row.requests > 0,
    reviewed: row.reviewed === 1,
    reviewedAt: row.reviewed_at,
    reviewedBy: row.reviewed_by,
    assignedTo: row.assigned_to,
  };
}

export function toTurnRecord(vault: Vault, row: Selectable<Tables['turns']>): TurnRecord {
  const { turn, why } = row;
  return {
    turn,
    messageId: row.message_id,
    at: row.at,
    decision: fromJson<Decision>(row.decision),
    why:
      why === null
        ? null
        : fromJson<Explanation>(vault.open(why, whyPlace(row.conversation_id, turn))),
    contentVersion: row.content_version,
    took: row.took,
  };
}

async function updateDesk(
  db: Kysely<Tables>,
  id: string,
  values: Partial<Pick<DeskRow, 'reviewed' | 'reviewed_at' | 'reviewed_by' | 'assigned_to'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('desk')
    .set(values)
    .where('conversation_id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function isHere(db: Transaction<Tables>, conversation: string, turn = 1): Promise<boolean> {
  const found = await db
    .selectFrom('turns')
    .select('turn')
    .where('conversation_id', '=', conversation)
    .where('turn', '=', turn)
    .executeTakeFirst();
  return found !== undefined;
}

function notePlace(row: string) {
  return { table: 'notes', column: 'body', row };
}

import type { Transaction } from 'kysely';
import type { Conversation } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import { StoreError, toStoreError } from './errors.ts';
import { findTurn } from './queries.ts';
import { lineRow, linesOf, requestRow, turnRow } from './rows.ts';
import type { StaffKeys } from './staff-keys.ts';
import { recordForDesk } from './staff-record.ts';
import type { SavedTurn, Turn } from './store.ts';
import { statePlace, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/**
 * The guards are the conversation's version and the unique message id, both held by the database:
 * of two turns at once one wins, and a repeat of the winner's message is answered with what it saved.
 */
export async function saveTurn(
  engine: Engine,
  vault: Vault,
  keys: StaffKeys,
  turn: Turn,
): Promise<SavedTurn> {
  try {
    const wordKey = await keys.get('key-words');
    return await engine.db.transaction().execute((db) => writeTurn(db, vault, wordKey, turn));
  } catch (cause) {
    const error = toStoreError(cause);
    if (error.code !== 'conflict') throw error;
    const first = await findTurn(engine, vault, turn.conversation.id, turn.message.id);
    if (first) return first;
    throw error;
  }
}

async function writeTurn(
  db: Transaction<Tables>,
  vault: Vault,
  wordKey: Buffer,
  turn: Turn,
): Promise<SavedTurn> {
  const { conversation, decision } = turn;
  const last = await advanceConversation(db, vault, conversation, 1 + turn.replies.length);
  const first = last - turn.replies.length;
  const lines = linesOf(turn, first);
  await db.insertInto('turns').values(turnRow(vault, turn)).execute();
  await db
    .insertInto('lines')
    .values(lines.map((line) => lineRow(vault, conversation, line)))
    .execute();
  const requests = turn.requests.map((request) => requestRow(vault, conversation, request));
  if (requests.length > 0) await db.insertInto('requests').values(requests).execute();
  const ids = requests.map(({ id }) => id);
  await recordForDesk(db, wordKey, turn, first, ids);
  return { decision, lines };
}

/** Moves the conversation one version on, and returns the number of its last line. */
async function advanceConversation(
  db: Transaction<Tables>,
  vault: Vault,
  conversation: Conversation,
  lines: number,
): Promise<number> {
  const { id, version } = conversation;
  const row = {
    channel: conversation.channel,
    started_at: conversation.startedAt,
    last_at: conversation.lastAt,
    version,
    state: vault.seal(JSON.stringify(conversation), statePlace(id)),
  };
  const saved =
    version === 1
      ? await db
          .insertInto('conversations')
          .values({ id, ...row, lines })
          .onConflict((conflict) => conflict.doNothing())
          .returning('lines')
          .executeTakeFirst()
      : await db
          .updateTable('conversations')
          .set((is) => ({ ...row, lines: is('lines', '+', lines) }))
          .where('id', '=', id)
          .where('version', '=', version - 1)
          .returning('lines')
          .executeTakeFirst();
  if (!saved) throw new StoreError('conflict', `version ${version} does not follow what is saved`);
  return saved.lines;
}

import type { Kysely } from 'kysely';
import type { Conversation } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import type { SavedTurn, TranscriptLine } from './store.ts';
import { parseLineId, type Tables, toConversation, toLine, toSavedTurn } from './tables.ts';
import type { Vault } from './vault.ts';

export async function loadConversation(
  { db }: Engine,
  vault: Vault,
  id: string,
): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toConversation(vault, row);
}

export async function findTurn(
  { db }: Engine,
  vault: Vault,
  conversation: string,
  messageId: string,
): Promise<SavedTurn | undefined> {
  const saved = await db
    .selectFrom('turns')
    .select(['turn', 'decision'])
    .where('conversation_id', '=', conversation)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  if (!saved) return undefined;
  const rows = await selectLines(db)
    .where('lines.conversation_id', '=', conversation)
    .where('lines.turn', '=', saved.turn)
    .orderBy('lines.sequence')
    .execute();
  return toSavedTurn(
    saved.decision,
    rows.map((row) => toLine(vault, row)),
  );
}

export async function readTranscript(
  { db }: Engine,
  vault: Vault,
  conversation: string,
  after: number,
  limit: number,
): Promise<readonly TranscriptLine[]> {
  const rows = await selectLines(db)
    .where('lines.conversation_id', '=', conversation)
    .where('lines.sequence', '>', after)
    .orderBy('lines.sequence')
    .limit(limit)
    .execute();
  return rows.map((row) => toLine(vault, row));
}

export async function findLine(
  { db }: Engine,
  vault: Vault,
  id: string,
): Promise<TranscriptLine | undefined> {
  const place = parseLineId(id);
  if (!place) return undefined;
  const row = await selectLines(db)
    .where('lines.conversation_id', '=', place.conversation)
    .where('lines.sequence', '=', place.sequence)
    .executeTakeFirst();
  return row && toLine(vault, row);
}

function selectLines(db: Kysely<Tables>) {
  return db
    .selectFrom('lines')
    .innerJoin('turns', (join) =>
      join
        .onRef('turns.conversation_id', '=', 'lines.conversation_id')
        .onRef('turns.turn', '=', 'lines.turn'),
    )
    .selectAll('lines')
    .select('turns.message_id');
}

import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import { type Conversation, type Decision, freshConversation } from '../core/conversation.ts';
import type { ArchivedTurn, TurnArchive, TurnPlace } from './archive-store.ts';
import type { Engine } from './engine.ts';
import { beforePlace, bodyPlace, fromJson, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/** Past turns as replay needs them. */
export function archiveQueries({ db }: Engine, vault: Vault): TurnArchive {
  const read = async (query: TextTurns, place: TurnPlace | null, limit: number) => {
    const rows = await page(query, place).limit(limit).execute();
    return rows.map((row) => toArchived(vault, row));
  };
  return {
    readTextTurns: (place, limit) => read(textTurns(db), place, limit),
    readMissedTurns: (place, limit) =>
      read(
        textTurns(db)
          .where('turns.decision_kind', '=', 'unknown')
          .where('turns.subject', '=', 'not-known'),
        place,
        limit,
      ),
  };
}

type TextTurns = ReturnType<typeof textTurns>;

function textTurns(db: Kysely<Tables>) {
  return db
    .selectFrom('turns')
    .innerJoin('lines', (join) =>
      join
        .onRef('lines.conversation_id', '=', 'turns.conversation_id')
        .onRef('lines.turn', '=', 'turns.turn'),
    )
    .innerJoin('conversations', 'conversations.id', 'turns.conversation_id')
    .select(['turns.conversation_id', 'turns.turn', 'turns.at', 'turns.decision'])
    .select(['turns.before', 'turns.content_version', 'lines.sequence', 'lines.body'])
    .select(['conversations.channel', 'conversations.started_at'])
    .where('lines.author', '=', 'visitor')
    .where('lines.kind', '=', 'text');
}

/** Later than any turn: with a bound on the first page too, both engines walk the index from it. */
const NOW: TurnPlace = { at: Number.MAX_SAFE_INTEGER, conversation: '', turn: 0 };

function page(query: TextTurns, place: TurnPlace | null) {
  const { at, conversation, turn } = place ?? NOW;
  return query
    .orderBy('turns.at', 'desc')
    .orderBy('turns.conversation_id', 'desc')
    .orderBy('turns.turn', 'desc')
    .where(
      sql<SqlBool>`(turns.at, turns.conversation_id, turns.turn) < (${at}, ${conversation}, ${turn})`,
    );
}

type Row = Pick<
  Selectable<Tables['turns']>,
  'conversation_id' | 'turn' | 'decision' | 'before' | 'content_version'
> &
  Pick<Selectable<Tables['lines']>, 'sequence' | 'body'> &
  Pick<Selectable<Tables['conversations']>, 'channel' | 'started_at'>;

function toArchived(vault: Vault, row: Row): ArchivedTurn {
  const { conversation_id: conversation, turn } = row;
  const body = vault.open(row.body, bodyPlace(conversation, row.sequence));
  return {
    conversation,
    turn,
    message: fromJson<Pick<ArchivedTurn, 'message'>>(body).message,
    before: toBefore(vault, row),
    decision: fromJson<Decision>(row.decision),
    contentVersion: row.content_version,
  };
}

/** What a later release remembers more than was kept begins as in a fresh conversation. */
function toBefore(vault: Vault, row: Row): Conversation | null {
  const { conversation_id: id, turn, before } = row;
  const fresh = freshConversation(id, row.channel, row.started_at);
  if (before === null) return turn === 1 ? fresh : null;
  return { ...fresh, ...fromJson<Conversation>(vault.open(before, beforePlace(id, turn))) };
}

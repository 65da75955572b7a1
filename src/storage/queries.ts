import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { ClinicRequest, Conversation, Decision, Reply } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import { StoreError, toStoreError } from './errors.ts';
import type { StaffKeys } from './staff-keys.ts';
import { recordForDesk } from './staff-record.ts';
import type { SavedTurn, TranscriptLine, Turn } from './store.ts';
import {
  bodyPlace,
  lineId,
  parseLineId,
  requestPlace,
  statePlace,
  type Tables,
  toConversation,
  toLine,
  toSavedTurn,
  whyPlace,
} from './tables.ts';
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

function linesOf(turn: Turn, first: number): readonly TranscriptLine[] {
  const { message, attached, conversation, replies } = turn;
  const at = message.at + Math.round(turn.took);
  return [
    {
      from: 'visitor',
      id: lineId(conversation.id, first),
      sequence: first,
      at: message.at,
      message,
      attached,
    },
    ...replies.map((reply, index): TranscriptLine => {
      const sequence = first + 1 + index;
      const id = lineId(conversation.id, sequence);
      return { from: 'assistant', id, sequence, at, replyTo: message.id, reply };
    }),
  ];
}

function turnRow(vault: Vault, turn: Turn): Tables['turns'] {
  const { conversation, message, decision, why } = turn;
  return {
    conversation_id: conversation.id,
    turn: conversation.version,
    message_id: message.id,
    at: message.at,
    decision_kind: decision.kind,
    subject: subjectOf(decision),
    urgency: decision.kind === 'urgent' ? decision.urgency : null,
    helpful: decision.kind === 'vote' ? (decision.helpful ? 1 : 0) : null,
    confidence: 'confidence' in decision ? decision.confidence : null,
    decision: JSON.stringify(decision),
    why: why && vault.seal(JSON.stringify(why), whyPlace(conversation.id, conversation.version)),
    content_version: turn.contentVersion,
    took: turn.took,
  };
}

/** The id by which staff filter: every kind of ending is about one thing, or about none. */
function subjectOf(decision: Decision): string | null {
  switch (decision.kind) {
    case 'answer':
      return decision.entries[0] ?? null;
    case 'choices':
      return decision.choices[0] ?? null;
    case 'unknown':
      return decision.reason;
    case 'urgent':
    case 'private':
      return decision.rule;
    case 'flow':
      return decision.flow;
    case 'smalltalk':
      return decision.topic;
    case 'vote':
      return decision.entry;
    case 'welcome':
      return null;
  }
}

function lineRow(vault: Vault, conversation: Conversation, line: TranscriptLine): Tables['lines'] {
  const said: Reply | null = line.from === 'assistant' ? line.reply : null;
  const body = line.from === 'visitor' ? { message: line.message, attached: line.attached } : said;
  return {
    conversation_id: conversation.id,
    sequence: line.sequence,
    turn: conversation.version,
    author: line.from,
    kind: line.from === 'visitor' ? line.message.kind : line.reply.kind,
    at: line.at,
    entry: said?.entry ?? null,
    body: vault.seal(JSON.stringify(body), bodyPlace(conversation.id, line.sequence)),
  };
}

function requestRow(
  vault: Vault,
  conversation: Conversation,
  request: ClinicRequest,
): Tables['requests'] {
  const id = randomUUID();
  const { kind, reference, at, details, ...contact } = request;
  return {
    id,
    conversation_id: conversation.id,
    turn: conversation.version,
    reference,
    kind,
    created_at: at,
    contact: vault.seal(JSON.stringify(contact), requestPlace('contact', id)),
    details: vault.seal(JSON.stringify(details), requestPlace('details', id)),
    delivered_at: null,
  };
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

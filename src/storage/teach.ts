import type { Decision, Message } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import {
  COLUMNS,
  keyOf,
  type MissedRow,
  markedWrong,
  noRight,
  notTaken,
  readMessages,
  unknown,
  votedDown,
} from './missed-turns.ts';
import { settle } from './settled.ts';
import { fromJson } from './tables.ts';
import type { AskedQuestion, MissReason, TeachStore } from './teach-store.ts';
import type { Vault } from './vault.ts';

/**
 * Questions that were missed: for each reason one walk back over the turns, ended by the limit; only
 * then are the words of those that were found opened.
 */
export function teachQueries({ db }: Engine, vault: Vault): TeachStore {
  return {
    async listMissed(from, limit) {
      const found: readonly (readonly [MissReason, readonly MissedRow[]])[] = [
        ['unknown', await unknown(db, from, limit)],
        ['choices', await notTaken(db, from, limit)],
        ['thumbs-down', await votedDown(db, vault, from, limit)],
        ['marked-wrong', await markedWrong(db, from, limit)],
      ];
      const chosen = merge(found).slice(0, limit);
      const messages = await readMessages(
        db,
        vault,
        chosen.map(({ row }) => row),
      );
      return chosen.flatMap(({ row, reasons }) => {
        const question = toQuestion(row, messages);
        return question ? [{ ...question, reasons, right: row.right }] : [];
      });
    },
    async findQuestion({ conversation, turn }) {
      const row = await db
        .selectFrom('turns')
        .select([...COLUMNS, noRight])
        .where('turns.conversation_id', '=', conversation)
        .where('turns.turn', '=', turn)
        .executeTakeFirst();
      return row && toQuestion(row, await readMessages(db, vault, [row]));
    },
    leaveQuestions: (turns, accountId, at) =>
      db.transaction().execute((db) => settle(db, turns, { suggestion: null, accountId, at })),
  };
}

/** Undefined for turns without words. */
function toQuestion(
  row: Omit<MissedRow, 'right'>,
  messages: ReadonlyMap<string, Message>,
): AskedQuestion | undefined {
  const message = messages.get(keyOf(row));
  if (message?.kind !== 'text') return undefined;
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
  readonly row: MissedRow;
  readonly reasons: readonly MissReason[];
}

/** One row for a turn, whatever it was found for; newest first. */
function merge(found: readonly (readonly [MissReason, readonly MissedRow[]])[]): readonly Found[] {
  const byTurn = new Map<string, Found>();
  for (const [reason, rows] of found) {
    for (const row of rows) {
      const known = byTurn.get(keyOf(row));
      const reasons = [...new Set([...(known?.reasons ?? []), reason])];
      const right = row.right ?? known?.row.right ?? null;
      byTurn.set(keyOf(row), { row: { ...row, right }, reasons });
    }
  }
  return [...byTurn.values()].sort((one, other) => other.row.at - one.row.at);
}

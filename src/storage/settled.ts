import { type SqlBool, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';
import type { TurnId } from './teach-store.ts';

/** Of rows that are called `turns`. */
export const isUnsettled = sql<SqlBool>`not exists (
  select 1 from settled_questions as settled
  where settled.conversation_id = turns.conversation_id and settled.turn = turns.turn)`;

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

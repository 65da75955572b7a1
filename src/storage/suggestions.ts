import { type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import type { Proposal, Suggestion } from '../core/suggestion.ts';
import type { Engine } from './engine.ts';
import { type ReviewTables, suggestionPlace } from './review-tables.ts';
import { isThere, settle } from './settled.ts';
import type { NewSuggestion, SuggestionStore } from './suggestions-store.ts';
import { fromJson, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/** What staff would change in the content, until it is done or dropped. */
export function suggestionQueries({ db }: Engine, vault: Vault): SuggestionStore {
  return {
    addSuggestion: (suggestion, alike = []) =>
      db.transaction().execute(async (db) => {
        const { id, at, accountId, from } = suggestion;
        if (from !== null && !(await isThere(db, from))) return false;
        await db.insertInto('suggestions').values(toRow(vault, suggestion)).execute();
        const turns = from === null ? alike : [from, ...alike];
        await settle(db, turns, { suggestion: id, accountId, at });
        return true;
      }),
    async listSuggestions({ state, entry, conversation }, after, limit) {
      const rows = await db
        .selectFrom('suggestions')
        .selectAll()
        .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
        .$if(entry !== undefined, (query) => query.where('entry', '=', entry ?? ''))
        .$if(conversation !== undefined, (query) =>
          query.where('conversation_id', '=', conversation ?? ''),
        )
        .$if(after !== null, (query) =>
          query.where(sql<SqlBool>`(created_at, id) > (${after?.at}, ${after?.id})`),
        )
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => toSuggestion(vault, row));
    },
    async listClosedSuggestions(limit) {
      const rows = await db
        .selectFrom('suggestions')
        .selectAll()
        .where('closed_at', 'is not', null)
        .orderBy('closed_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => toSuggestion(vault, row));
    },
    closeSuggestions: (ids, state, at) =>
      db.transaction().execute(async (db) => {
        let closed = 0n;
        for (const id of ids) {
          const { numUpdatedRows } = await db
            .updateTable('suggestions')
            .set({ state, closed_at: at })
            .where('id', '=', id)
            .where('state', '=', 'open')
            .executeTakeFirst();
          if (numUpdatedRows > 0n) await closeSettled(db, id, state);
          closed += numUpdatedRows;
        }
        return Number(closed);
      }),
  };
}

async function closeSettled(db: Transaction<Tables>, id: string, state: 'applied' | 'dropped') {
  if (state === 'dropped') {
    await db.deleteFrom('settled_questions').where('suggestion_id', '=', id).execute();
    return;
  }
  await db
    .updateTable('settled_questions')
    .set({ suggestion_id: null })
    .where('suggestion_id', '=', id)
    .execute();
}

function toRow(vault: Vault, { id, at, accountId, from, proposal }: NewSuggestion) {
  return {
    id,
    created_at: at,
    account_id: accountId,
    kind: proposal.kind,
    entry: proposal.entry,
    conversation_id: from?.conversation ?? null,
    turn: from?.turn ?? null,
    state: 'open',
    closed_at: null,
    body: vault.seal(JSON.stringify(proposal), suggestionPlace(id)),
  } as const;
}

function toSuggestion(vault: Vault, row: Selectable<ReviewTables['suggestions']>): Suggestion {
  const { conversation_id: conversation, turn } = row;
  return {
    id: row.id,
    at: row.created_at,
    accountId: row.account_id,
    from: conversation === null || turn === null ? null : { conversation, turn },
    proposal: fromJson<Proposal>(vault.open(row.body, suggestionPlace(row.id))),
    state: row.state,
    closedAt: row.closed_at,
  };
}

import type { Engine } from './engine.ts';
import type { EntryUseStore } from './entry-use-store.ts';

export function entryUseQueries({ db }: Engine): EntryUseStore {
  return {
    async countCorrections({ from, until }) {
      const rows = await db
        .selectFrom('corrections')
        .select((is) => ['entry', is.fn.countAll<number>().as('count')])
        .where('entry', 'is not', null)
        .where('at', '>=', from)
        .where('at', '<', until)
        .groupBy('entry')
        .orderBy('entry')
        .execute();
      return rows.flatMap(({ entry, count }) => (entry === null ? [] : [{ entry, count }]));
    },
    async listShown(entry, limit) {
      // Twice in one turn does not happen: a turn's answers are different entries.
      const rows = await db
        .selectFrom('lines')
        .select(['conversation_id', 'turn'])
        .where('entry', '=', entry)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toTurnId);
    },
    async listCorrected(entry, limit) {
      const rows = await db
        .selectFrom('corrections')
        .select(['conversation_id', 'turn'])
        .where('entry', '=', entry)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toTurnId);
    },
  };
}

function toTurnId({ conversation_id, turn }: { conversation_id: string; turn: number }) {
  return { conversation: conversation_id, turn };
}

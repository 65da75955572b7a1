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
    // Twice in one turn does not happen: a turn's answers are different entries.
    listShown: (entry, limit) => listTurns(db, 'lines', entry, limit),
    listCorrected: (entry, limit) => listTurns(db, 'corrections', entry, limit),
  };
}

/** Turns that a table names an entry for, newest first. */
async function listTurns(
  db: Engine['db'],
  table: 'lines' | 'corrections',
  entry: string,
  limit: number,
) {
  const rows = await db
    .selectFrom(table)
    .select(['conversation_id', 'turn'])
    .where('entry', '=', entry)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ conversation_id, turn }) => ({ conversation: conversation_id, turn }));
}

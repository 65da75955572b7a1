import type { Migration } from 'kysely';

/* The steps of figures, under the same rules as the others: never edited after a release. */
export const INSIGHTS_STEPS: Readonly<Record<string, Migration>> = {
  '301-figures': {
    async up(db) {
      // Counting reads this index alone: rows of turns are long, as they hold sealed words.
      await db.schema
        .createIndex('turns_figures')
        .on('turns')
        .columns(['at', 'decision_kind', 'subject', 'helpful', 'took'])
        .execute();
      await db.schema.dropIndex('turns_at').execute();
    },
  },
};

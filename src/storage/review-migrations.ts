import type { Migration } from 'kysely';

/*
 * The steps of replay, suggestions and erasure, taken after the console's and under the same rules:
 * never edited after a release.
 */
export const REVIEW_STEPS: Readonly<Record<string, Migration>> = {
  '201-state-before-a-turn': {
    async up(db) {
      await db.schema
        .alterTable('turns')
        .addColumn('before', 'text') // sealed
        .execute();
    },
  },
  '202-suggestions': {
    async up(db) {
      await db.schema
        .createTable('suggestions')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('entry', 'text', (column) => column.notNull())
        .addColumn('conversation_id', 'text', (column) =>
          column.references('conversations.id').onDelete('cascade'),
        )
        .addColumn('turn', 'integer')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .addColumn('body', 'text', (column) => column.notNull()) // sealed
        .execute();
      await db.schema
        .createIndex('suggestions_by_state')
        .on('suggestions')
        .columns(['state', 'created_at', 'id'])
        .execute();
      await db.schema
        .createIndex('suggestions_by_conversation')
        .on('suggestions')
        .columns(['conversation_id'])
        .execute();
    },
  },
  '203-tombstones': {
    async up(db) {
      await db.schema
        .createTable('tombstones')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('tombstones_key', ['kind', 'id'])
        .execute();
    },
  },
  '302-order-of-the-archive': {
    async up(db) {
      // Replay reads the latest turns page by page: without it each page would sort them all.
      await db.schema
        .createIndex('turns_archive')
        .on('turns')
        .columns(['at', 'conversation_id', 'turn'])
        .execute();
    },
  },
};

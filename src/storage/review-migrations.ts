import { type Migration, sql } from 'kysely';

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
  '401-settled-questions': {
    async up(db) {
      await db.schema
        .createTable('settled_questions')
        .addColumn('conversation_id', 'text', (column) => column.notNull())
        .addColumn('turn', 'integer', (column) => column.notNull())
        .addColumn('suggestion_id', 'text', (column) =>
          column.references('suggestions.id').onDelete('cascade'),
        )
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('settled_questions_key', ['conversation_id', 'turn'])
        .addForeignKeyConstraint(
          'settled_questions_turn',
          ['conversation_id', 'turn'],
          'turns',
          ['conversation_id', 'turn'],
          (constraint) => constraint.onDelete('cascade'),
        )
        .execute();
      await db.schema
        .createIndex('settled_questions_of_suggestion')
        .on('settled_questions')
        .columns(['suggestion_id'])
        .execute();
      // What was taught before this step is settled too.
      await sql`insert into settled_questions (conversation_id, turn, suggestion_id, account_id, at)
        select conversation_id, turn, min(case when state = 'open' then id end),
          min(account_id), min(created_at)
        from suggestions where conversation_id is not null and state <> 'dropped'
        group by conversation_id, turn`.execute(db);
      await db.schema
        .createIndex('suggestions_closed_at')
        .on('suggestions')
        .columns(['closed_at'])
        .where('closed_at', 'is not', null)
        .execute();
      await db.schema.createIndex('corrections_at').on('corrections').columns(['at']).execute();
    },
  },
};

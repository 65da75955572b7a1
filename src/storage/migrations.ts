import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { INSIGHTS_STEPS } from './insights-migrations.ts';
import { REVIEW_STEPS } from './review-migrations.ts';
import { STAFF_STEPS } from './staff-migrations.ts';
import type { Tables } from './tables.ts';

/**
 * The steps from an empty database to the present one, in the order of their names. A step is never
 * edited after a release: a change is a new step. Types are those both engines know; times are
 * milliseconds since 1970, flags are 0 or 1, and columns marked "sealed" hold what the vault made.
 */
const STEPS: Readonly<Record<string, Migration>> = {
  '001-conversations': {
    async up(db) {
      await db.schema
        .createTable('conversations')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('last_at', 'bigint', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('lines', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull()) // sealed
        .execute();
      await db.schema
        .createIndex('conversations_last_at')
        .on('conversations')
        .columns(['last_at'])
        .execute();
    },
  },
  '002-turns': {
    async up(db) {
      await db.schema
        .createTable('turns')
        .addColumn('conversation_id', 'text', (column) =>
          column.notNull().references('conversations.id').onDelete('cascade'),
        )
        .addColumn('turn', 'integer', (column) => column.notNull())
        .addColumn('message_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('decision_kind', 'text', (column) => column.notNull())
        .addColumn('subject', 'text')
        .addColumn('urgency', 'text')
        .addColumn('helpful', 'integer')
        .addColumn('confidence', 'double precision')
        .addColumn('decision', 'text', (column) => column.notNull())
        .addColumn('why', 'text') // sealed
        .addColumn('content_version', 'text', (column) => column.notNull())
        .addColumn('took', 'double precision', (column) => column.notNull())
        .addPrimaryKeyConstraint('turns_key', ['conversation_id', 'turn'])
        .addUniqueConstraint('turns_message', ['conversation_id', 'message_id'])
        .execute();
      await db.schema
        .createIndex('turns_decision_kind')
        .on('turns')
        .columns(['decision_kind', 'at'])
        .execute();
      await db.schema.createIndex('turns_subject').on('turns').columns(['subject', 'at']).execute();
      await db.schema.createIndex('turns_at').on('turns').columns(['at']).execute();
    },
  },
  '003-lines': {
    async up(db) {
      await db.schema
        .createTable('lines')
        .addColumn('conversation_id', 'text', (column) => column.notNull())
        .addColumn('sequence', 'integer', (column) => column.notNull())
        .addColumn('turn', 'integer', (column) => column.notNull())
        .addColumn('author', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('entry', 'text')
        .addColumn('body', 'text', (column) => column.notNull()) // sealed
        .addPrimaryKeyConstraint('lines_key', ['conversation_id', 'sequence'])
        .addForeignKeyConstraint(
          'lines_turn',
          ['conversation_id', 'turn'],
          'turns',
          ['conversation_id', 'turn'],
          (constraint) => constraint.onDelete('cascade'),
        )
        .execute();
      // The foreign key looks from turn to lines whenever a turn goes, and so does a repeated message.
      await db.schema
        .createIndex('lines_of_turn')
        .on('lines')
        .columns(['conversation_id', 'turn'])
        .execute();
      await db.schema
        .createIndex('lines_entry')
        .on('lines')
        .columns(['entry', 'at'])
        .where('entry', 'is not', null)
        .execute();
    },
  },
  '004-requests': {
    async up(db) {
      // No foreign key to the conversation: requests and transcripts are kept for different times.
      await db.schema
        .createTable('requests')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('conversation_id', 'text', (column) => column.notNull())
        .addColumn('turn', 'integer', (column) => column.notNull())
        .addColumn('reference', 'text', (column) => column.notNull().unique())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('contact', 'text', (column) => column.notNull()) // sealed
        .addColumn('details', 'text', (column) => column.notNull()) // sealed
        .addColumn('delivered_at', 'bigint')
        .execute();
      await db.schema
        .createIndex('requests_conversation')
        .on('requests')
        .columns(['conversation_id'])
        .execute();
      await db.schema
        .createIndex('requests_created_at')
        .on('requests')
        .columns(['created_at'])
        .execute();
      await db.schema
        .createIndex('requests_open')
        .on('requests')
        .columns(['created_at'])
        .where(sql.ref('delivered_at'), 'is', null)
        .execute();
    },
  },
  '005-outbox': {
    async up(db) {
      await db.schema
        .createTable('outbox')
        .addColumn('request_id', 'text', (column) =>
          column.notNull().references('requests.id').onDelete('cascade'),
        )
        .addColumn('destination', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('since_at', 'bigint', (column) => column.notNull())
        .addColumn('due_at', 'bigint', (column) => column.notNull())
        .addColumn('last_error', 'text')
        .addColumn('dead', 'integer', (column) => column.notNull())
        .addColumn('delivered_at', 'bigint')
        .addPrimaryKeyConstraint('outbox_key', ['request_id', 'destination'])
        .execute();
      await db.schema
        .createIndex('outbox_due')
        .on('outbox')
        .columns(['due_at'])
        .where(sql.ref('delivered_at'), 'is', null)
        .execute();
    },
  },
  '006-notes-of-the-house': {
    async up(db) {
      await db.schema
        .createTable('meta')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

/**
 * Brings the database up to date. Every pending step is taken or none (both engines undo DDL);
 * servers that start at once wait for each other.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const provider = {
    getMigrations: async () => ({ ...STEPS, ...STAFF_STEPS, ...REVIEW_STEPS, ...INSIGHTS_STEPS }),
  };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}

import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely';

/*
 * The steps of the console's tables, taken after the house's own and under the same rules: never
 * edited after a release. Where the engines differ (numbering, triggers), both forms stand here.
 */
export const STAFF_STEPS: Readonly<Record<string, Migration>> = {
  '101-accounts': {
    async up(db) {
      await db.schema
        .createTable('staff_accounts')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('username', 'text', (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('disabled_at', 'bigint')
        .addColumn('password_hash', 'text')
        .addColumn('totp_secret', 'text') // sealed
        .addColumn('totp_pending', 'text') // sealed
        .addColumn('totp_step', 'bigint', (column) => column.notNull().defaultTo(0))
        .addColumn('issuer', 'text')
        .addColumn('subject', 'text')
        .addUniqueConstraint('staff_accounts_identity', ['issuer', 'subject'])
        .execute();
      await db.schema
        .createTable('staff_recovery_codes')
        .addColumn('account_id', 'text', ofAccount)
        .addColumn('hash', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('staff_recovery_codes_key', ['account_id', 'hash'])
        .execute();
      await db.schema
        .createTable('staff_sessions')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('account_id', 'text', ofAccount)
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('agent', 'text', (column) => column.notNull())
        .execute();
      await index(db, 'staff_sessions', ['account_id']);
      await db.schema
        .createTable('staff_tokens')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('purpose', 'text', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) =>
          column.references('staff_accounts.id').onDelete('cascade'),
        )
        .addColumn('data', 'text', (column) => column.notNull()) // sealed
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('staff_limits')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('points', 'integer', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
  '102-audit': {
    async up(db) {
      await db.schema
        .createTable('audit')
        .addColumn('sequence', 'bigint', (column) => column.primaryKey())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('actor', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('subject', 'text')
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .execute();
      await index(db, 'audit', ['actor', 'sequence']);
      await index(db, 'audit', ['subject', 'sequence']);
      for (const statement of appendOnly(isPostgres(db))) await sql.raw(statement).execute(db);
    },
  },
  '103-desk': {
    async up(db) {
      await numbered(db, db.schema.createTable('desk'))
        .addColumn('conversation_id', 'text', (column) =>
          column.notNull().unique().references('conversations.id').onDelete('cascade'),
        )
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('last_at', 'bigint', (column) => column.notNull())
        .addColumn('turns', 'integer', (column) => column.notNull())
        .addColumn('opening', 'integer')
        .addColumn('urgency', 'integer', (column) => column.notNull())
        .addColumn('endings', 'integer', (column) => column.notNull())
        .addColumn('unanswered', 'integer', (column) => column.notNull())
        .addColumn('thumbs_down', 'integer', (column) => column.notNull())
        .addColumn('thumbs_up', 'integer', (column) => column.notNull())
        .addColumn('requests', 'integer', (column) => column.notNull())
        .addColumn('reviewed', 'integer', (column) => column.notNull())
        .addColumn('reviewed_at', 'bigint')
        .addColumn('reviewed_by', 'text')
        .addColumn('assigned_to', 'text')
        .execute();
      await index(db, 'desk', ['last_at', 'conversation_id']);
      // Each rare mark has its own index in the order of the list, so that few are found as fast as many.
      for (const mark of ['urgency', 'unanswered', 'thumbs_down', 'requests']) {
        await db.schema
          .createIndex(`desk_${mark}`)
          .on('desk')
          .columns(['last_at', 'conversation_id', 'reviewed'])
          .where(sql.ref(mark), '>', sql.lit(0))
          .execute();
      }
      await db.schema
        .createIndex('desk_assigned_to')
        .on('desk')
        .columns(['assigned_to', 'last_at', 'conversation_id'])
        .where(sql.ref('assigned_to'), 'is not', null)
        .execute();
      const words = db.schema
        .createTable('desk_words')
        .addColumn('hash', 'bigint', (column) => column.notNull())
        .addColumn('desk_number', 'integer', (column) =>
          column.notNull().references('desk.number').onDelete('cascade'),
        )
        .addPrimaryKeyConstraint('desk_words_key', ['hash', 'desk_number']);
      // SQLite would otherwise keep every row twice: once in the table, once in its key's index.
      await (isPostgres(db) ? words : words.modifyEnd(sql`without rowid`)).execute();
      await index(db, 'desk_words', ['desk_number']);
    },
  },
  '104-notes': {
    async up(db) {
      await db.schema
        .createTable('notes')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('conversation_id', 'text', ofConversation)
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull()) // sealed
        .execute();
      await index(db, 'notes', ['conversation_id', 'at']);
      await db.schema
        .createTable('corrections')
        .addColumn('conversation_id', 'text', ofConversation)
        .addColumn('turn', 'integer', (column) => column.notNull())
        .addColumn('entry', 'text')
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('corrections_key', ['conversation_id', 'turn'])
        .execute();
    },
  },
  '105-request-desk': {
    async up(db) {
      await db.schema
        .createTable('request_desk')
        .addColumn('request_id', 'text', (column) =>
          column.primaryKey().references('requests.id').onDelete('cascade'),
        )
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('appointment_at', 'bigint')
        .execute();
      await index(db, 'request_desk', ['status', 'created_at', 'request_id']);
      await index(db, 'request_desk', ['created_at', 'request_id']);
      await db.schema
        .createTable('request_steps')
        .addColumn('request_id', 'text', ofRequest)
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .execute();
      await index(db, 'request_steps', ['request_id', 'at']);
      await db.schema
        .createTable('request_words')
        .addColumn('hash', 'bigint', (column) => column.notNull())
        .addColumn('request_id', 'text', ofRequest)
        .addPrimaryKeyConstraint('request_words_key', ['hash', 'request_id'])
        .execute();
      await index(db, 'request_words', ['request_id']);
      // What came before this step is new to the desk.
      await sql`insert into request_desk (request_id, kind, status, created_at)
        select id, kind, 'new', created_at from requests`.execute(db);
    },
  },
};

type Schema = Parameters<Migration['up']>[0];
type Table = ReturnType<Schema['schema']['createTable']>;
type Column = Parameters<NonNullable<Parameters<Table['addColumn']>[2]>>[0];

const ofAccount = (column: Column) =>
  column.notNull().references('staff_accounts.id').onDelete('cascade');
const ofConversation = (column: Column) =>
  column.notNull().references('conversations.id').onDelete('cascade');
const ofRequest = (column: Column) =>
  column.notNull().references('requests.id').onDelete('cascade');

function isPostgres(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

function numbered(db: Schema, table: Table): Table {
  return isPostgres(db)
    ? table.addColumn('number', 'serial', (column) => column.primaryKey())
    : table.addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement());
}

async function index(db: Schema, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute();
}

/**
 * A row of the audit log is never changed, and only goes once the mark in `meta` has passed it. The
 * chain finds what is done without these triggers; they stop mistakes and half-hearted hands.
 */
function appendOnly(postgres: boolean): readonly string[] {
  const kept = `coalesce((select cast(value as bigint) from meta where name = 'audit-kept-from'), 0)`;
  if (!postgres) {
    return [
      `create trigger audit_no_update before update on audit
       begin select raise(abort, 'the audit log is append-only'); end`,
      `create trigger audit_no_delete before delete on audit when old.sequence >= ${kept}
       begin select raise(abort, 'the audit log is append-only'); end`,
    ];
  }
  return [
    `create function audit_append_only() returns trigger language plpgsql as $$
     begin
       if tg_op = 'DELETE' then
         if old.sequence < ${kept} then return old; end if;
       end if;
       raise exception 'the audit log is append-only';
     end $$`,
    `create trigger audit_no_change before update or delete on audit
     for each row execute function audit_append_only()`,
    `create trigger audit_no_truncate before truncate on audit
     for each statement execute function audit_append_only()`,
  ];
}

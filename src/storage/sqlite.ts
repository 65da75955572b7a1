import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import type { Engine } from './engine.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './tables.ts';

/**
 * How long a transaction waits for another process, such as a backup, in milliseconds. SQLite's own
 * wait stops the whole server, so it is short, and the rest is waited for between the tries.
 */
const PATIENCE = { sqlite: 20, whole: 5_000, between: 10 };

/** The pragmas, and what each reads back as. Text deleted leaves no trace in the file. */
const SETTINGS: readonly (readonly [pragma: string, value: string, reads: unknown])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['secure_delete', 'ON', 1],
];

/** Opens the database file (made with mode 0600 when missing) and brings it up to date. */
export async function openSqlite(file: string): Promise<Engine> {
  mkdirSync(path.dirname(file), { recursive: true });
  // SQLite gives its WAL the mode of the file, so this decides for all of them.
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file, { timeout: PATIENCE.sqlite });
  const db = new Kysely<Tables>({ dialect: new OneWriterDialect({ database }) });
  await whileFree(async () => {
    for (const [pragma, value] of SETTINGS) database.pragma(`${pragma} = ${value}`);
    await migrate(db);
  });
  return { db, sharesRows: false, checkDurable: async () => checkSettings(database) };
}

/**
 * A library built with other defaults can fall back to `synchronous=NORMAL` in WAL mode, which loses
 * the last commits with the power. So the settings are asked for, not believed.
 */
function checkSettings(database: Database.Database): void {
  for (const [pragma, value, reads] of SETTINGS) {
    const found = database.pragma(pragma, { simple: true });
    if (found !== reads) {
      throw new StoreError('not-durable', `${pragma} should be ${value} and reads ${found}`);
    }
  }
}

class OneWriterDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig & { readonly database: Database.Database };

  constructor(config: SqliteDialectConfig & { readonly database: Database.Database }) {
    super(config);
    this.#config = config;
  }

  override createDriver() {
    return new OneWriterDriver(this.#config);
  }

  override createAdapter() {
    return new TransactionalDdlAdapter();
  }
}

class OneWriterDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor(config: { readonly database: Database.Database }) {
    super(config);
    this.#database = config.database;
  }

  /** Takes the write lock first: a transaction that reads before it writes cannot lose the race. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await whileFree(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would hide that error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** Tries until no other process holds the write lock, and lets this one go on meanwhile. */
async function whileFree<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE.whole;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await setTimeout(PATIENCE.between);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** SQLite undoes DDL like anything else; Kysely only does not count on it. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { openStores, type StoreOptions, type Stores } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { openVault, type Vault } from '../../src/storage/vault.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

/** An empty database of one engine, with a vault, for one test. */
export interface TestDatabase {
  readonly vault: Vault;
  readonly keyFile: string;
  /** What `openStore` needs besides the vault. */
  readonly at: Omit<StoreOptions, 'vault'>;
  /** Opens another store on the same database: another server, or the same one after a restart. */
  open(): Promise<Store>;
  /** The same, with the console's store over the same connection. */
  openBoth(): Promise<Stores>;
  /** Runs SQL behind the store's back. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Closes every store that was opened here, and forgets the database. */
  drop(): Promise<void>;
}

export interface TestEngine {
  readonly name: 'SQLite' | 'PostgreSQL';
  create(): Promise<TestDatabase>;
}

/** Every engine that the Store runs on: loop over these. */
export const ENGINES: readonly TestEngine[] = [
  { name: 'SQLite', create: () => createSqlite() },
  { name: 'PostgreSQL', create: () => createPostgres() },
];

/** A SQLite database in `directory`, or in a temporary one of its own. */
export async function createSqlite(directory?: string): Promise<TestDatabase> {
  const home = mkdtempSync(path.join(tmpdir(), 'footnote-sqlite-'));
  const file = path.join(directory ?? home, 'footnote.db');
  return assemble(home, { sqlitePath: file }, async (sql) => {
    const database = new Database(file);
    try {
      const statement = database.prepare<[], Record<string, unknown>>(sql);
      if (statement.reader) return statement.all();
      statement.run();
      return [];
    } finally {
      database.close();
    }
  });
}

/** A database on `server`, or on the one that tests share. */
export async function createPostgres(from?: PostgresServer): Promise<TestDatabase> {
  const server = from ?? (await startPostgres());
  const databaseUrl = await server.createDatabase();
  const home = mkdtempSync(path.join(tmpdir(), 'footnote-keys-'));
  return assemble(home, { databaseUrl }, async (sql) => {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    const result = await client.query<Record<string, unknown>>(sql).finally(() => client.end());
    return result.rows;
  });
}

async function assemble(
  home: string,
  at: TestDatabase['at'],
  query: TestDatabase['query'],
): Promise<TestDatabase> {
  const keyFile = path.join(home, 'keys', 'vault.key');
  const vault = await openVault(keyFile);
  const opened: Store[] = [];
  const openBoth = async () => {
    const stores = await openStores({ ...at, vault });
    opened.push(stores.store);
    return stores;
  };
  const database: TestDatabase = {
    vault,
    keyFile,
    at,
    query,
    open: async () => (await openBoth()).store,
    openBoth,
    async drop() {
      for (const store of opened) await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return database;
}

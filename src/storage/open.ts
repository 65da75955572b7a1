import type { Engine } from './engine.ts';
import { StoreError, toStoreError } from './errors.ts';
import { probe, recogniseVault } from './house.ts';
import * as outbox from './outbox.ts';
import { openPostgres } from './postgres.ts';
import * as queries from './queries.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';
import type { Vault } from './vault.ts';

/** Which database; PostgreSQL when both are given, as `DATABASE_URL` replaces the file. */
export interface StoreOptions {
  readonly databaseUrl?: string | null;
  readonly sqlitePath?: string;
  readonly vault: Vault;
}

/**
 * Opens the store, makes or updates its tables, and proves that it keeps what it acknowledges and
 * that the vault fits it.
 * @throws StoreError `unavailable`, `not-durable`, `wrong-key`, or `failed` when neither is given.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const engine = await withStoreErrors(() => openEngine(options));
  const store = makeStore(engine, options.vault);
  try {
    await store.probe(0);
    await withStoreErrors(() => recogniseVault(engine, options.vault));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openEngine({ databaseUrl, sqlitePath }: StoreOptions): Promise<Engine> {
  if (databaseUrl) return openPostgres(databaseUrl);
  if (sqlitePath) return openSqlite(sqlitePath);
  throw new StoreError('failed', 'neither databaseUrl nor sqlitePath is given');
}

/** The verbs of the Store over one engine. Exported so that a test may hand in an engine that fails. */
export function makeStore(engine: Engine, vault: Vault): Store {
  const run = withStoreErrors;
  return {
    loadConversation: (id) => run(() => queries.loadConversation(engine, vault, id)),
    saveTurn: (turn) => run(() => queries.saveTurn(engine, vault, turn)),
    findTurn: (conversation, messageId) =>
      run(() => queries.findTurn(engine, vault, conversation, messageId)),
    readTranscript: (conversation, after, limit) =>
      run(() => queries.readTranscript(engine, vault, conversation, after, limit)),
    findLine: (id) => run(() => queries.findLine(engine, vault, id)),
    claimDeliveries: (destinations, now, until, limit) =>
      run(() => outbox.claimDeliveries(engine, vault, destinations, now, until, limit)),
    markDelivered: (id, at) => run(() => outbox.markDelivered(engine, id, at)),
    markFailed: (id, next) => run(() => outbox.markFailed(engine, id, next)),
    requeueDelivery: (id, at) => run(() => outbox.requeueDelivery(engine, id, at)),
    listPendingDeliveries: (limit) => run(() => outbox.listPendingDeliveries(engine, limit)),
    outboxFigures: (before) => run(() => outbox.outboxFigures(engine, before)),
    probe: (at) => run(() => probe(engine, at)),
    close: () => run(() => engine.db.destroy()),
  };
}

async function withStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(error);
  }
}

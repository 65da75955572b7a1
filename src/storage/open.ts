import type { Engine } from './engine.ts';
import { StoreError, toStoreError } from './errors.ts';
import { probe, recogniseVault } from './house.ts';
import * as outbox from './outbox.ts';
import { claimDeliveries } from './outbox-claim.ts';
import { openPostgres } from './postgres.ts';
import { privacyQueries } from './privacy.ts';
import type { PrivacyStore } from './privacy-store.ts';
import * as queries from './queries.ts';
import { saveTurn } from './save-turn.ts';
import { openSqlite } from './sqlite.ts';
import { type StaffKeys, staffKeys } from './staff-keys.ts';
import { staffQueries } from './staff-queries.ts';
import type { StaffStore } from './staff-store.ts';
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
  const { store } = await openStores(options);
  return store;
}

/** The stores of the turn, the console and privacy over one connection: closing `store` closes all. */
export interface Stores {
  readonly store: Store;
  readonly staff: StaffStore;
  readonly privacy: PrivacyStore;
}

/** As `openStore`, with what the staff's console keeps beside it. */
export async function openStores(options: StoreOptions): Promise<Stores> {
  const engine = await withStoreErrors(() => openEngine(options));
  const keys = staffKeys(engine, options.vault);
  const store = makeStore(engine, options.vault, keys);
  try {
    await store.probe(0);
    await withStoreErrors(() => recogniseVault(engine, options.vault));
    await withStoreErrors(() => keys.get('key-words'));
    return {
      store,
      staff: namingErrors(staffQueries(engine, options.vault, keys)),
      privacy: namingErrors(privacyQueries(engine, options.vault)),
    };
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
export function makeStore(
  engine: Engine,
  vault: Vault,
  keys: StaffKeys = staffKeys(engine, vault),
): Store {
  const run = withStoreErrors;
  return {
    loadConversation: (id) => run(() => queries.loadConversation(engine, vault, id)),
    saveTurn: (turn) => run(() => saveTurn(engine, vault, keys, turn)),
    findTurn: (conversation, messageId) =>
      run(() => queries.findTurn(engine, vault, conversation, messageId)),
    readTranscript: (conversation, after, limit) =>
      run(() => queries.readTranscript(engine, vault, conversation, after, limit)),
    findLine: (id) => run(() => queries.findLine(engine, vault, id)),
    claimDeliveries: (destinations, now, until, limit) =>
      run(() => claimDeliveries(engine, vault, destinations, now, until, limit)),
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

/** The same verbs, whose errors are StoreErrors. */
function namingErrors<Verbs extends object>(verbs: Verbs): Verbs {
  return new Proxy(verbs, {
    get(target, name) {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== 'function') return verb;
      return (...values: unknown[]) => withStoreErrors(() => Reflect.apply(verb, target, values));
    },
  });
}

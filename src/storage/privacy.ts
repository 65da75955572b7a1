import { type Kysely, sql, type Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import { findPerson } from './find-person.ts';
import type { PersonIds, PrivacyStore, Tombstone } from './privacy-store.ts';
import { countSealedBefore, resealAll } from './reseal.ts';
import type { Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/** Rows whose keys go into one statement. */
const CHUNK = 200;

/** Forgetting by age, erasing a person, and changing the key. */
export function privacyQueries(engine: Engine, vault: Vault): PrivacyStore {
  const { db } = engine;
  return {
    async forgetConversations(before, limit) {
      const old = db
        .selectFrom('conversations')
        .select('id')
        .where('last_at', '<', before)
        .orderBy('last_at')
        .limit(limit);
      const { numDeletedRows } = await db
        .deleteFrom('conversations')
        .where('id', 'in', old)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async forgetRequests(before, limit) {
      const old = db
        .selectFrom('requests')
        .select('id')
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit);
      const { numDeletedRows } = await db
        .deleteFrom('requests')
        .where('id', 'in', old)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    findPerson: (key, own, onProgress) => findPerson(engine, vault, key, own, onProgress),
    async erasePerson(ids, at) {
      const tombstones = tombstonesOf(ids, at);
      await db.transaction().execute(async (db) => {
        await keepTombstones(db, tombstones);
        await erase(db, ids);
      });
      await wipeLog(engine);
      return tombstones;
    },
    async listTombstones() {
      return db.selectFrom('tombstones').selectAll().orderBy('at').orderBy('id').execute();
    },
    addTombstones: (tombstones) => db.transaction().execute((db) => keepTombstones(db, tombstones)),
    async applyTombstones() {
      const ids = await cameBack(db);
      const count = ids.conversations.length + ids.requests.length;
      if (count === 0) return 0;
      await db.transaction().execute((db) => erase(db, ids));
      await wipeLog(engine);
      return count;
    },
    resealAll: (onProgress) => resealAll(engine, vault, onProgress),
    countSealedBefore: () => countSealedBefore(engine, vault),
  };
}

function tombstonesOf({ conversations, requests }: PersonIds, at: number): readonly Tombstone[] {
  return [
    ...conversations.map((id) => ({ kind: 'conversation', id, at }) as const),
    ...requests.map((id) => ({ kind: 'request', id, at }) as const),
  ];
}

/** What hangs on a conversation or a request goes with it: the tables are joined so. */
async function erase(db: Transaction<Tables>, { conversations, requests }: PersonIds) {
  for (const ids of chunks(conversations)) {
    await db.deleteFrom('conversations').where('id', 'in', ids).execute();
  }
  for (const ids of chunks(requests)) {
    await db.deleteFrom('requests').where('id', 'in', ids).execute();
  }
}

async function keepTombstones(db: Transaction<Tables>, tombstones: readonly Tombstone[]) {
  for (const some of chunks(tombstones)) {
    await db
      .insertInto('tombstones')
      .values([...some])
      .onConflict((conflict) =>
        conflict.columns(['kind', 'id']).doUpdateSet({
          at: sql<number>`case when excluded.at > tombstones.at
            then excluded.at else tombstones.at end`,
        }),
      )
      .execute();
  }
}

async function cameBack(db: Kysely<Tables>): Promise<PersonIds> {
  const conversations = await db
    .selectFrom('tombstones')
    .innerJoin('conversations', 'conversations.id', 'tombstones.id')
    .select('conversations.id')
    .where('tombstones.kind', '=', 'conversation')
    .whereRef('conversations.started_at', '<=', 'tombstones.at')
    .execute();
  const requests = await db
    .selectFrom('tombstones')
    .innerJoin('requests', 'requests.id', 'tombstones.id')
    .select('requests.id')
    .where('tombstones.kind', '=', 'request')
    .execute();
  return {
    conversations: conversations.map(({ id }) => id),
    requests: requests.map(({ id }) => id),
  };
}

/** SQLite overwrites what it deletes, but its log holds earlier copies of the pages until it is cut. */
async function wipeLog({ db, sharesRows }: Engine): Promise<void> {
  if (!sharesRows) await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

function chunks<T>(all: readonly T[]): readonly (readonly T[])[] {
  const starts = Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, index) => index * CHUNK);
  return starts.map((start) => all.slice(start, start + CHUNK));
}

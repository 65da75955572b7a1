import type { Kysely, Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import { digest, type StaffKeys } from './staff-keys.ts';
import type { AuditBreak, AuditEvent, AuditFinding, AuditRow, AuditStore } from './staff-store.ts';
import { fromJson, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/*
 * A chain: each row's hash is taken over the row and the hash before it, under a key that is not in
 * the database in the open. A sealed mark in `meta` says where the chain ends, so that cutting rows
 * off its end is seen too; another says where it begins once old rows were forgotten.
 */

interface Mark {
  readonly sequence: number;
  readonly hash: string;
}

type MarkName = 'audit-head' | 'audit-root';

const BEGINNING: Mark = { sequence: 0, hash: '' };
const CHUNK = 2_000;

export function auditQueries(engine: Engine, vault: Vault, keys: StaffKeys): AuditStore {
  const { db } = engine;
  return {
    async appendAudit(event) {
      const key = await keys.get('key-audit');
      return db.transaction().execute((db) => append(engine, db, vault, key, event));
    },
    listAudit: (filter, before, limit) =>
      db
        .selectFrom('audit')
        .selectAll()
        .$if(filter.actor !== undefined, (query) => query.where('actor', '=', filter.actor ?? ''))
        .$if(filter.action !== undefined, (query) =>
          query.where('action', '=', filter.action ?? ''),
        )
        .$if(filter.subject !== undefined, (query) =>
          query.where('subject', '=', filter.subject ?? ''),
        )
        .$if(before !== null, (query) => query.where('sequence', '<', before ?? 0))
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute(),
    async verifyAudit(onProgress) {
      return verify(db, vault, await keys.get('key-audit'), onProgress);
    },
    pruneAudit: (before) => db.transaction().execute((db) => prune(db, vault, before)),
  };
}

async function append(
  engine: Engine,
  db: Transaction<Tables>,
  vault: Vault,
  key: Buffer,
  event: AuditEvent,
): Promise<AuditRow> {
  const head = await lockHead(engine, db, vault);
  const sequence = head.sequence + 1;
  const { at, actor, action, subject, outcome } = event;
  const hash = hashOf(key, head.hash, { sequence, at, actor, action, subject, outcome });
  const row = { sequence, at, actor, action, subject, outcome, hash };
  await db.insertInto('audit').values(row).execute();
  await setMark(db, vault, 'audit-head', { sequence, hash });
  return row;
}

/** Servers that append at once wait here for each other; the very first one makes the row to lock. */
async function lockHead(engine: Engine, db: Transaction<Tables>, vault: Vault): Promise<Mark> {
  const value = sealMark(vault, 'audit-head', BEGINNING);
  await db
    .insertInto('meta')
    .values({ name: 'audit-head', value })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('name', '=', 'audit-head')
    .$if(engine.sharesRows, (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  return openMark(vault, 'audit-head', row.value);
}

async function verify(
  db: Kysely<Tables>,
  vault: Vault,
  key: Buffer,
  onProgress: (done: number, all: number) => void,
): Promise<AuditFinding> {
  const head = (await readMark(db, vault, 'audit-head')) ?? BEGINNING;
  const root = (await readMark(db, vault, 'audit-root')) ?? BEGINNING;
  let last = root;
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('sequence', '>', last.sequence)
      .orderBy('sequence')
      .limit(CHUNK)
      .execute();
    for (const row of rows) {
      if (row.sequence !== last.sequence + 1) return broken(last.sequence + 1, 'missing');
      if (hashOf(key, last.hash, row) !== row.hash) return broken(row.sequence, 'changed');
      last = row;
    }
    onProgress(last.sequence - root.sequence, head.sequence - root.sequence);
    if (rows.length < CHUNK) break;
  }
  // Rows that were appended while this ran lie behind the head that was read; they are no fault.
  if (last.sequence < head.sequence) return broken(last.sequence + 1, 'cut-off');
  return { kind: 'sound', rows: last.sequence - root.sequence, head: last.hash };
}

function broken(sequence: number, reason: AuditBreak): AuditFinding {
  return { kind: 'broken', sequence, reason };
}

async function prune(db: Transaction<Tables>, vault: Vault, before: number): Promise<number> {
  const last = await db
    .selectFrom('audit')
    .select(['sequence', 'hash'])
    .where('at', '<', before)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return 0;
  await setMark(db, vault, 'audit-root', last);
  // The trigger that forbids to delete looks at this mark.
  const value = String(last.sequence + 1);
  await db
    .insertInto('meta')
    .values({ name: 'audit-kept-from', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
  const { numDeletedRows } = await db
    .deleteFrom('audit')
    .where('sequence', '<=', last.sequence)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function hashOf(key: Buffer, before: string, row: Omit<AuditRow, 'hash'>): string {
  const { sequence, at, actor, action, subject, outcome } = row;
  const text = JSON.stringify([sequence, at, actor, action, subject, outcome, before]);
  return digest(key, text).toString('hex');
}

function sealMark(vault: Vault, name: MarkName, { sequence, hash }: Mark): string {
  return vault.seal(JSON.stringify({ sequence, hash }), markPlace(name));
}

function openMark(vault: Vault, name: MarkName, sealed: string): Mark {
  return fromJson<Mark>(vault.open(sealed, markPlace(name)));
}

function markPlace(name: MarkName) {
  return { table: 'meta', column: 'value', row: name };
}

async function setMark(db: Transaction<Tables>, vault: Vault, name: MarkName, mark: Mark) {
  const value = sealMark(vault, name, mark);
  await db
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

async function readMark(db: Kysely<Tables>, vault: Vault, name: MarkName) {
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst();
  return row && openMark(vault, name, row.value);
}

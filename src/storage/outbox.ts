import type { Kysely, Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import type { ContactRequest, Delivery, PendingDelivery, Store } from './store.ts';
import { fromJson, requestPlace, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/*
 * A request saved with its turn is open until `delivered_at` is set: that row is the promise. Its
 * deliveries, one for each destination, are written when a relay first asks for that destination,
 * so a request made before anything was configured is only late, not forgotten.
 */

export async function claimDeliveries(
  engine: Engine,
  vault: Vault,
  configured: readonly string[],
  now: number,
  until: number,
  limit: number,
): Promise<readonly Delivery[]> {
  const destinations = [...new Set(configured)];
  if (destinations.length === 0 || !(await anyOpen(engine.db))) return [];
  return engine.db.transaction().execute(async (db) => {
    for (const destination of destinations) await addMissing(db, destination, now);
    await settle(db, destinations, now);
    const rows = await selectDue(db, destinations, now)
      .limit(limit)
      .$if(engine.sharesRows, (query) => query.forUpdate('outbox').skipLocked())
      .execute();
    for (const row of rows) {
      await theOne(db, row)
        .set((is) => ({ due_at: until, attempts: is('attempts', '+', 1) }))
        .execute();
    }
    return rows.map((row) => toDelivery(vault, row));
  });
}

async function anyOpen(db: Kysely<Tables>): Promise<boolean> {
  const open = await db
    .selectFrom('requests')
    .select('id')
    .where('delivered_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

/** One delivery for every open request that has none for this destination. */
async function addMissing(db: Transaction<Tables>, destination: string, now: number) {
  await db
    .insertInto('outbox')
    .columns(['request_id', 'destination', 'attempts', 'since_at', 'due_at', 'dead'])
    .expression((is) =>
      is
        .selectFrom('requests')
        .select((row) => [
          'requests.id',
          row.val(destination).as('destination'),
          row.lit(0).as('attempts'),
          row.val(now).as('since_at'),
          row.val(now).as('due_at'),
          row.lit(0).as('dead'),
        ])
        .where('requests.delivered_at', 'is', null)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('outbox')
                .select('outbox.request_id')
                .whereRef('outbox.request_id', '=', 'requests.id')
                .where('outbox.destination', '=', destination),
            ),
          ),
        ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Closes requests that every present destination has: only one no longer configured still misses
 * them, or two relays finished the last two deliveries at the same moment. Counts what arrived,
 * never what is missing, so that a request saved meanwhile is not closed unseen.
 */
async function settle(db: Transaction<Tables>, destinations: readonly string[], now: number) {
  await db
    .updateTable('requests')
    .set({ delivered_at: now })
    .where('delivered_at', 'is', null)
    .where(
      (row) =>
        row
          .selectFrom('outbox')
          .select((one) => one.fn.countAll<number>().as('arrived'))
          .whereRef('outbox.request_id', '=', 'requests.id')
          .where('outbox.destination', 'in', destinations)
          .where('outbox.delivered_at', 'is not', null),
      '=',
      destinations.length,
    )
    .execute();
}

function selectDue(db: Transaction<Tables>, destinations: readonly string[], now: number) {
  return db
    .selectFrom('outbox')
    .innerJoin('requests', 'requests.id', 'outbox.request_id')
    .select([
      'outbox.request_id',
      'outbox.destination',
      'outbox.attempts',
      'outbox.since_at',
      'requests.conversation_id',
      'requests.reference',
      'requests.kind',
      'requests.created_at',
      'requests.contact',
    ])
    .where('outbox.delivered_at', 'is', null)
    .where('requests.delivered_at', 'is', null)
    .where('outbox.dead', '=', 0)
    .where('outbox.due_at', '<=', now)
    .where('outbox.destination', 'in', destinations)
    .orderBy('outbox.due_at')
    .orderBy('requests.created_at');
}

interface DueRow {
  readonly request_id: string;
  readonly destination: string;
  readonly attempts: number;
  readonly since_at: number;
  readonly conversation_id: string;
  readonly reference: string;
  readonly kind: ContactRequest['kind'];
  readonly created_at: number;
  readonly contact: string;
}

function toDelivery(vault: Vault, row: DueRow): Delivery {
  const contact = vault.open(row.contact, requestPlace('contact', row.request_id));
  return {
    id: deliveryId(row),
    requestId: row.request_id,
    destination: row.destination,
    request: {
      kind: row.kind,
      reference: row.reference,
      at: row.created_at,
      ...fromJson<Pick<ContactRequest, 'name' | 'phone' | 'email' | 'times'>>(contact),
    },
    conversation: row.conversation_id,
    attempts: row.attempts,
    since: row.since_at,
    createdAt: row.created_at,
  };
}

export async function markDelivered({ db }: Engine, id: string, at: number): Promise<void> {
  const key = parseDeliveryId(id);
  await db.transaction().execute(async (db) => {
    await theOne(db, key).set({ delivered_at: at, last_error: null, dead: 0 }).execute();
    await db
      .updateTable('requests')
      .set({ delivered_at: at })
      .where('id', '=', key.request_id)
      .where('delivered_at', 'is', null)
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('outbox')
              .select('request_id')
              .where('request_id', '=', key.request_id)
              .where('delivered_at', 'is', null),
          ),
        ),
      )
      .execute();
  });
}

/** A relay whose lease ran out may report late: what has arrived meanwhile stays arrived. */
export async function markFailed(
  { db }: Engine,
  id: string,
  next: Parameters<Store['markFailed']>[1],
): Promise<void> {
  const change = { due_at: next.at, last_error: next.error, dead: next.dead ? 1 : 0 } as const;
  await db.transaction().execute((db) => theOne(db, parseDeliveryId(id)).set(change).execute());
}

export async function requeueDelivery({ db }: Engine, id: string, at: number): Promise<boolean> {
  const change = { due_at: at, since_at: at, dead: 0 } as const;
  const result = await db
    .transaction()
    .execute((db) => theOne(db, parseDeliveryId(id)).set(change).executeTakeFirst());
  return result.numUpdatedRows > 0n;
}

export async function listPendingDeliveries(
  { db }: Engine,
  limit: number,
): Promise<readonly PendingDelivery[]> {
  const rows = await db
    .selectFrom('outbox')
    .innerJoin('requests', 'requests.id', 'outbox.request_id')
    .selectAll('outbox')
    .select(['requests.reference', 'requests.created_at'])
    .where('outbox.delivered_at', 'is', null)
    .where('requests.delivered_at', 'is', null)
    .orderBy('outbox.dead', 'desc')
    .orderBy('requests.created_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: deliveryId(row),
    reference: row.reference,
    destination: row.destination,
    attempts: row.attempts,
    createdAt: row.created_at,
    dueAt: row.due_at,
    error: row.last_error,
    dead: row.dead === 1,
  }));
}

export async function outboxFigures({ db }: Engine, before: number) {
  const counts = await db
    .selectFrom('requests')
    .select((row) => [
      row.fn.countAll<number>().as('waiting'),
      row.fn.countAll<number>().filterWhere('created_at', '<', before).as('overdue'),
      row.fn
        .countAll<number>()
        .filterWhere((one) =>
          one.exists(
            one
              .selectFrom('outbox')
              .select('outbox.request_id')
              .whereRef('outbox.request_id', '=', 'requests.id')
              .where('outbox.dead', '=', 1),
          ),
        )
        .as('dead'),
    ])
    .where('delivered_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { waiting: counts.waiting, dead: counts.dead, overdue: counts.overdue };
}

type DeliveryKey = Pick<Tables['outbox'], 'request_id' | 'destination'>;

/** The one row, as long as it has not arrived. */
function theOne(db: Kysely<Tables>, key: DeliveryKey) {
  return db
    .updateTable('outbox')
    .where('request_id', '=', key.request_id)
    .where('destination', '=', key.destination)
    .where('delivered_at', 'is', null);
}

function deliveryId(key: DeliveryKey): string {
  return `${key.request_id}/${key.destination}`;
}

function parseDeliveryId(id: string): DeliveryKey {
  const slash = id.indexOf('/');
  return { request_id: id.slice(0, slash), destination: id.slice(slash + 1) };
}

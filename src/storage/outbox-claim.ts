import type { Kysely, Transaction } from 'kysely';
import { DEMO_DESTINATION, DEMO_PREFIX } from './demo.ts';
import type { Engine } from './engine.ts';
import { deliveryId, theOne } from './outbox-key.ts';
import type { ContactRequest, Delivery } from './store.ts';
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

/**
 * One delivery for every open request that has none for this destination. Made-up requests have a
 * destination of their own, and real ones never go there.
 */
async function addMissing(db: Transaction<Tables>, destination: string, now: number) {
  const theirs = destination === DEMO_DESTINATION ? 'like' : 'not like';
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
        .where('requests.conversation_id', theirs, `${DEMO_PREFIX}%`)
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

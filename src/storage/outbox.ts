import type { Engine } from './engine.ts';
import { deliveryId, parseDeliveryId, theOne } from './outbox-key.ts';
import type { PendingDelivery, Store } from './store.ts';

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

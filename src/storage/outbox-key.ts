import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What names a delivery: one request for one destination. */
export type DeliveryKey = Pick<Tables['outbox'], 'request_id' | 'destination'>;

/** The one row, as long as it has not arrived. */
export function theOne(db: Kysely<Tables>, key: DeliveryKey) {
  return db
    .updateTable('outbox')
    .where('request_id', '=', key.request_id)
    .where('destination', '=', key.destination)
    .where('delivered_at', 'is', null);
}

export function deliveryId(key: DeliveryKey): string {
  return `${key.request_id}/${key.destination}`;
}

export function parseDeliveryId(id: string): DeliveryKey {
  const slash = id.indexOf('/');
  return { request_id: id.slice(0, slash), destination: id.slice(slash + 1) };
}

import type { Kysely, Selectable } from 'kysely';
import type { ClinicRequest } from '../core/conversation.ts';
import type { Engine } from './engine.ts';
import { filterRequests, pageRequests } from './staff-filter.ts';
import type { StaffKeys } from './staff-keys.ts';
import type { DeliveryState, DeskRequest, RequestDesk, RequestStep } from './staff-store.ts';
import { fromJson, requestPlace, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/** The bookings desk: what visitors sent to the clinic, and how far the clinic has come with it. */
export function requestQueries({ db }: Engine, vault: Vault, keys: StaffKeys): RequestDesk {
  return {
    async listRequests(filter, place, limit) {
      const wordKey = await keys.get('key-words');
      const rows = await pageRequests(filterRequests(db, wordKey, filter), place)
        .selectAll('requests')
        .select(['request_desk.status', 'request_desk.appointment_at'])
        .limit(limit)
        .execute();
      return complete(db, vault, rows);
    },
    async countRequests(filter, most) {
      const wordKey = await keys.get('key-words');
      const few = filterRequests(db, wordKey, filter).select('requests.id').limit(most);
      const { count } = await db
        .selectFrom(few.as('few'))
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async findRequest(id) {
      const rows = await db
        .selectFrom('request_desk')
        .innerJoin('requests', 'requests.id', 'request_desk.request_id')
        .selectAll('requests')
        .select(['request_desk.status', 'request_desk.appointment_at'])
        .where('requests.id', '=', id)
        .execute();
      return (await complete(db, vault, rows))[0];
    },
    moveRequest: (id, step, appointmentAt) =>
      db.transaction().execute(async (db) => {
        const { numUpdatedRows } = await db
          .updateTable('request_desk')
          .set({ status: step.status, appointment_at: appointmentAt })
          .where('request_id', '=', id)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        const { at, accountId, status } = step;
        await db
          .insertInto('request_steps')
          .values({ request_id: id, at, account_id: accountId, status })
          .execute();
        return true;
      }),
  };
}

type Row = Selectable<Tables['requests']> &
  Pick<Selectable<Tables['request_desk']>, 'status' | 'appointment_at'>;

async function complete(
  db: Kysely<Tables>,
  vault: Vault,
  rows: readonly Row[],
): Promise<readonly DeskRequest[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const steps = await db
    .selectFrom('request_steps')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('at')
    .execute();
  const deliveries = await db
    .selectFrom('outbox')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('destination')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    conversation: row.conversation_id,
    request: toRequest(vault, row),
    status: row.status,
    appointmentAt: row.appointment_at,
    steps: steps.filter((step) => step.request_id === row.id).map(toStep),
    deliveries: deliveries.filter((one) => one.request_id === row.id).map(toDeliveryState),
  }));
}

function toRequest(vault: Vault, row: Row): ClinicRequest {
  const open = (column: 'contact' | 'details') =>
    vault.open(row[column], requestPlace(column, row.id));
  return {
    kind: row.kind,
    reference: row.reference,
    at: row.created_at,
    ...fromJson<Pick<ClinicRequest, 'name' | 'phone' | 'email' | 'times'>>(open('contact')),
    details: fromJson<ClinicRequest['details']>(open('details')),
  };
}

function toStep(row: Selectable<Tables['request_steps']>): RequestStep {
  return { at: row.at, accountId: row.account_id, status: row.status };
}

function toDeliveryState(row: Selectable<Tables['outbox']>): DeliveryState {
  return {
    id: `${row.request_id}/${row.destination}`,
    destination: row.destination,
    attempts: row.attempts,
    error: row.last_error,
    dead: row.dead === 1,
    dueAt: row.due_at,
    deliveredAt: row.delivered_at,
  };
}

import { type Kysely, type Selectable, sql } from 'kysely';
import type { Engine } from './engine.ts';
import { endSessionsOf, toAccount } from './staff-accounts.ts';
import type { LimitState, OneTimeToken, Session, SessionStore } from './staff-store.ts';
import type { SessionTable, TokenTable } from './staff-tables.ts';
import { fromJson, type Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/** Who is in at the moment, what may be used once, and how often the door was tried. */
export function sessionQueries({ db }: Engine, vault: Vault): SessionStore {
  return {
    async createSession(session) {
      await db.insertInto('staff_sessions').values(toRow(session)).execute();
    },
    findSession: (id) => findSession(db, id),
    async touchSession(id, at) {
      await db
        .updateTable('staff_sessions')
        .set({ last_seen_at: at })
        .where('id', '=', id)
        .execute();
    },
    async listSessions(accountId, now, idle) {
      const rows = await db
        .selectFrom('staff_sessions')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('stage', '=', 'full')
        .where('expires_at', '>', now)
        .where('last_seen_at', '>', now - idle)
        .orderBy('last_seen_at', 'desc')
        .execute();
      return rows.map(toSession);
    },
    async endSession(accountId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('staff_sessions')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    endSessions: (accountId, keep) => endSessionsOf(db, accountId, keep),
    async createToken({ id, purpose, accountId, data, expiresAt }) {
      const sealed = vault.seal(JSON.stringify(data), dataPlace(id));
      await db
        .insertInto('staff_tokens')
        .values({ id, purpose, account_id: accountId, data: sealed, expires_at: expiresAt })
        .execute();
    },
    async findToken(id, now) {
      const row = await db
        .selectFrom('staff_tokens')
        .selectAll()
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return row && toToken(vault, row);
    },
    async takeToken(id, now) {
      const row = await db
        .deleteFrom('staff_tokens')
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst();
      return row && toToken(vault, row);
    },
    async dropTokens(purpose, accountId) {
      await db
        .deleteFrom('staff_tokens')
        .where('purpose', '=', purpose)
        .where('account_id', accountId === null ? 'is' : '=', accountId)
        .execute();
    },
    countLimit: (...limit) => countLimit(db, ...limit),
    async dropLimit(key) {
      const { numDeletedRows } = await db
        .deleteFrom('staff_limits')
        .where('key', '=', key)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async sweep(now, idle) {
      await db
        .deleteFrom('staff_sessions')
        .where((is) => is.or([is('expires_at', '<=', now), is('last_seen_at', '<=', now - idle)]))
        .execute();
      await db.deleteFrom('staff_tokens').where('expires_at', '<=', now).execute();
      await db.deleteFrom('staff_limits').where('expires_at', '<=', now).execute();
    },
  };
}

async function findSession(db: Kysely<Tables>, id: string) {
  const session = await db
    .selectFrom('staff_sessions')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!session) return undefined;
  const account = await db
    .selectFrom('staff_accounts')
    .selectAll()
    .where('id', '=', session.account_id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return account && { session: toSession(session), account: toAccount(account) };
}

/** One statement, so that two servers count together: a window that is over begins anew. */
async function countLimit(
  db: Kysely<Tables>,
  key: string,
  points: number,
  now: number,
  duration: number,
): Promise<LimitState> {
  const over = sql<boolean>`staff_limits.expires_at <= ${now}`;
  const row = await db
    .insertInto('staff_limits')
    .values({ key, points, expires_at: now + duration })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        points: sql<number>`case when ${over} then excluded.points
          else staff_limits.points + excluded.points end`,
        expires_at: sql<number>`case when ${over} then excluded.expires_at
          else staff_limits.expires_at end`,
      }),
    )
    .returning(['points', 'expires_at'])
    .executeTakeFirstOrThrow();
  return { points: row.points, expiresAt: row.expires_at };
}

function toRow(session: Session): Selectable<SessionTable> {
  return {
    id: session.id,
    account_id: session.accountId,
    stage: session.stage,
    created_at: session.createdAt,
    last_seen_at: session.lastSeenAt,
    expires_at: session.expiresAt,
    address: session.address,
    agent: session.agent,
  };
}

function toSession(row: Selectable<SessionTable>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    stage: row.stage,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    agent: row.agent,
  };
}

function dataPlace(row: string) {
  return { table: 'staff_tokens', column: 'data', row };
}

function toToken(vault: Vault, row: Selectable<TokenTable>): OneTimeToken {
  return {
    id: row.id,
    purpose: row.purpose,
    accountId: row.account_id,
    data: fromJson<OneTimeToken['data']>(vault.open(row.data, dataPlace(row.id))),
    expiresAt: row.expires_at,
  };
}

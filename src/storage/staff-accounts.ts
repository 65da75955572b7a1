import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import { StoreError } from './errors.ts';
import type { Account, AccountStore, SignInFacts } from './staff-store.ts';
import type { AccountTable } from './staff-tables.ts';
import type { Tables } from './tables.ts';
import type { Vault } from './vault.ts';

/** Who works here, and how each is known at the door. */
export function accountQueries({ db }: Engine, vault: Vault): AccountStore {
  const change = (id: string, values: Partial<Insertable<AccountTable>>, keep: string | null) =>
    db.transaction().execute(async (db) => {
      await update(db, id, values);
      await endSessionsOf(db, id, keep);
    });
  return {
    async countAccounts() {
      const { count } = await db
        .selectFrom('staff_accounts')
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async listAccounts() {
      const rows = await db.selectFrom('staff_accounts').selectAll().orderBy('username').execute();
      return rows.map(toAccount);
    },
    async findAccount(id) {
      const row = await select(db).where('id', '=', id).executeTakeFirst();
      return row && toAccount(row);
    },
    async createAccount({ id, username, name, role, createdAt }) {
      await db
        .insertInto('staff_accounts')
        .values({ ...NOTHING_SET, id, username, name, role, created_at: createdAt })
        .execute();
    },
    async signInFacts(by) {
      const query =
        'id' in by
          ? select(db).where('id', '=', by.id)
          : select(db).where('username', '=', by.username);
      const row = await query.executeTakeFirst();
      return row && toFacts(vault, row);
    },
    async findByIdentity(issuer, subject) {
      const row = await select(db)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst();
      return row && toAccount(row);
    },
    setPassword: (id, hash, keep) => change(id, { password_hash: hash }, keep),
    setRole: (id, role) => change(id, { role }, null),
    setDisabled: (id, at) => change(id, { disabled_at: at }, null),
    connectIdentity: (id, issuer, subject) => change(id, { issuer, subject }, null),
    resetCodes: (id) =>
      db.transaction().execute(async (db) => {
        await update(db, id, { totp_secret: null, totp_pending: null });
        await db.deleteFrom('staff_recovery_codes').where('account_id', '=', id).execute();
        await endSessionsOf(db, id, null);
      }),
    async startCodes(id, secret) {
      await update(db, id, { totp_pending: vault.seal(secret, place('totp_pending', id)) });
    },
    finishCodes: (id, step, hashes) => finishCodes(db, vault, id, step, hashes),
    async useTotpStep(id, step) {
      const { numUpdatedRows } = await db
        .updateTable('staff_accounts')
        .set({ totp_step: step })
        .where('id', '=', id)
        .where('totp_step', '<', step)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async useRecoveryCode(id, hash) {
      const { numDeletedRows } = await db
        .deleteFrom('staff_recovery_codes')
        .where('account_id', '=', id)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async countRecoveryCodes(id) {
      const { count } = await db
        .selectFrom('staff_recovery_codes')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('account_id', '=', id)
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

const NOTHING_SET = {
  disabled_at: null,
  password_hash: null,
  totp_secret: null,
  totp_pending: null,
  totp_step: 0,
  issuer: null,
  subject: null,
} as const;

function select(db: Kysely<Tables>) {
  return db.selectFrom('staff_accounts').selectAll();
}

async function update(db: Kysely<Tables>, id: string, values: Partial<Insertable<AccountTable>>) {
  await db.updateTable('staff_accounts').set(values).where('id', '=', id).execute();
}

export async function endSessionsOf(
  db: Kysely<Tables> | Transaction<Tables>,
  accountId: string,
  keep: string | null,
): Promise<void> {
  await db
    .deleteFrom('staff_sessions')
    .where('account_id', '=', accountId)
    .$if(keep !== null, (query) => query.where('id', '!=', keep ?? ''))
    .execute();
}

/** The pending secret becomes the real one; sealed anew, as a sealed value is bound to its column. */
function finishCodes(
  db: Kysely<Tables>,
  vault: Vault,
  id: string,
  step: number,
  hashes: readonly string[],
): Promise<void> {
  return db.transaction().execute(async (db) => {
    const row = await select(db).where('id', '=', id).executeTakeFirst();
    if (row?.totp_pending == null) throw new StoreError('conflict', 'no code waits to be proven');
    const secret = vault.open(row.totp_pending, place('totp_pending', id));
    await update(db, id, {
      totp_secret: vault.seal(secret, place('totp_secret', id)),
      totp_pending: null,
      totp_step: step,
    });
    await db.deleteFrom('staff_recovery_codes').where('account_id', '=', id).execute();
    await db
      .insertInto('staff_recovery_codes')
      .values(hashes.map((hash) => ({ account_id: id, hash })))
      .execute();
  });
}

function place(column: 'totp_secret' | 'totp_pending', row: string) {
  return { table: 'staff_accounts', column, row };
}

export function toAccount(row: Selectable<AccountTable>): Account {
  const { issuer, subject } = row;
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    codes: row.totp_secret !== null,
    hasPassword: row.password_hash !== null,
    identity: issuer !== null && subject !== null ? { issuer, subject } : null,
  };
}

function toFacts(vault: Vault, row: Selectable<AccountTable>): SignInFacts {
  const open = (column: 'totp_secret' | 'totp_pending') => {
    const sealed = row[column];
    return sealed === null ? null : vault.open(sealed, place(column, row.id));
  };
  return {
    account: toAccount(row),
    passwordHash: row.password_hash,
    totpSecret: open('totp_secret'),
    pendingSecret: open('totp_pending'),
    totpStep: row.totp_step,
  };
}

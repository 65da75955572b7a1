import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Engine } from './engine.ts';
import { suggestionPlace } from './review-tables.ts';
import {
  beforePlace,
  bodyPlace,
  requestPlace,
  statePlace,
  type Tables,
  whyPlace,
} from './tables.ts';
import type { Place, Vault } from './vault.ts';

/** One column of sealed values: its table's key, and where the vault says that a value lives. */
interface SealedColumn {
  readonly table: keyof Tables;
  readonly column: string;
  readonly key: readonly [string] | readonly [string, string];
  place(first: string, second: number): Place;
}

/** Every sealed column there is; a test fills each and looks for values that were passed over. */
const SEALED: readonly SealedColumn[] = [
  { table: 'conversations', column: 'state', key: ['id'], place: statePlace },
  { table: 'turns', column: 'why', key: ['conversation_id', 'turn'], place: whyPlace },
  { table: 'turns', column: 'before', key: ['conversation_id', 'turn'], place: beforePlace },
  { table: 'lines', column: 'body', key: ['conversation_id', 'sequence'], place: bodyPlace },
  {
    table: 'requests',
    column: 'contact',
    key: ['id'],
    place: (id) => requestPlace('contact', id),
  },
  {
    table: 'requests',
    column: 'details',
    key: ['id'],
    place: (id) => requestPlace('details', id),
  },
  { table: 'suggestions', column: 'body', key: ['id'], place: suggestionPlace },
  byRow('notes', 'body', 'id'),
  byRow('staff_accounts', 'totp_secret', 'id'),
  byRow('staff_accounts', 'totp_pending', 'id'),
  byRow('staff_tokens', 'data', 'id'),
  byRow('meta', 'value', 'name'),
];

const BATCH = 200;

function byRow(table: keyof Tables, column: string, key: string): SealedColumn {
  return { table, column, key: [key], place: (row) => ({ table, column, row }) };
}

/** @see PrivacyStore.resealAll */
export async function resealAll(
  engine: Engine,
  vault: Vault,
  onProgress: (done: number) => void,
): Promise<number> {
  let done = 0;
  for (const column of SEALED) {
    let last: Row | undefined;
    do {
      const rows = await resealSome(engine, vault, column, last);
      done += rows.length;
      last = rows.at(-1);
      onProgress(done);
    } while (last !== undefined);
  }
  return done;
}

/** @see PrivacyStore.countSealedBefore */
export async function countSealedBefore({ db }: Engine, vault: Vault): Promise<number> {
  let count = 0;
  for (const column of SEALED) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(column.table)}
      where ${sealedBefore(column, vault)}`.execute(db);
    count += rows[0]?.count ?? 0;
  }
  return count;
}

type Row = { readonly first: string; readonly second: number; readonly value: string };

/** The next values that another key sealed; after a crash, those that are left. */
async function resealSome(
  { db }: Engine,
  vault: Vault,
  column: SealedColumn,
  last: Row | undefined,
): Promise<readonly Row[]> {
  const [first, second] = column.key;
  const keys = second ? sql`${sql.ref(first)}, ${sql.ref(second)}` : sql.ref(first);
  const from = second ? sql`${last?.first}, ${last?.second}` : sql`${last?.first}`;
  return db.transaction().execute(async (db) => {
    const { rows } = await sql<Row>`
      select ${sql.ref(first)} as first, ${second ? sql.ref(second) : sql.lit(0)} as second,
        ${sql.ref(column.column)} as value
      from ${sql.table(column.table)}
      where ${sealedBefore(column, vault)} ${last ? sql`and (${keys}) > (${from})` : sql``}
      order by ${keys} limit ${sql.lit(BATCH)}`.execute(db);
    for (const row of rows) {
      const place = column.place(row.first, row.second);
      const value = vault.seal(vault.open(row.value, place), place);
      const and = second ? sql`and ${sql.ref(second)} = ${row.second}` : sql``;
      // A turn that was saved meanwhile wrote a newer value, which must stay.
      await sql`update ${sql.table(column.table)} set ${sql.ref(column.column)} = ${value}
        where ${sql.ref(first)} = ${row.first} ${and}
          and ${sql.ref(column.column)} = ${row.value}`.execute(db);
    }
    return rows;
  });
}

/** Other values of the same column, such as a number in `meta`, are not sealed at all. */
function sealedBefore({ column }: SealedColumn, { keyId }: Vault): RawBuilder<SqlBool> {
  const value = sql.ref(column);
  return sql<SqlBool>`${value} like 'v1.%' and ${value} not like ${sql.lit(`v1.${keyId}.%`)}`;
}

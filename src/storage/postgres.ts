import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Engine } from './engine.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './tables.ts';

/** Milliseconds. A visitor waits for each of these, so they are short. */
const PATIENCE = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 15_000,
  query_timeout: 20_000,
  idle_in_transaction_session_timeout: 30_000,
};

/** Times and counts come as int8, which pg hands out as text; all of ours are safe integers. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
};

/** Connects to the database and brings it up to date. Several servers may share it. */
export async function openPostgres(connectionString: string): Promise<Engine> {
  await migrateAlone(connectionString);
  const db = connect({ connectionString, types, ...PATIENCE });
  return { db, sharesRows: true, checkDurable: () => checkSettings(db) };
}

/** A step over a large table may take its time, so no statement timeout holds here. */
async function migrateAlone(connectionString: string): Promise<void> {
  const { connectionTimeoutMillis } = PATIENCE;
  const db = connect({ connectionString, types, connectionTimeoutMillis, max: 1 });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}

function connect(config: pg.PoolConfig): Kysely<Tables> {
  const pool = new pg.Pool(config);
  // A connection that breaks fails its query and is replaced; unheard, its event would end the process.
  const hear = () => undefined;
  pool.on('error', hear);
  pool.on('connect', (client) => client.on('error', hear));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

async function checkSettings(db: Kysely<Tables>): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit']) {
    const { rows } = await sql<{ value: string }>`
      select current_setting(${setting}) as value`.execute(db);
    if (rows[0]?.value === 'off') {
      throw new StoreError('not-durable', `${setting} is off in PostgreSQL`);
    }
  }
}

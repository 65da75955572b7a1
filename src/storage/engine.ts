import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** All that differs between SQLite and PostgreSQL once a database is open. */
export interface Engine {
  readonly db: Kysely<Tables>;
  /** True when several servers may claim at once, and rows can be locked one by one. */
  readonly sharesRows: boolean;
  /**
   * Asks the database, after a write, whether a commit is on disk before it is acknowledged.
   * @throws StoreError `not-durable` when it is not.
   */
  checkDurable(): Promise<void>;
}

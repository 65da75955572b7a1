/**
 * What can go wrong with the store.
 *
 * - `conflict`: another turn was saved first, or a reference is taken: load and decide again.
 * - `unavailable`: the database does not answer; the same call may work later.
 * - `full`: the disk is full; the same call may work later.
 * - `unreadable`: a sealed value was altered, or a row is damaged.
 * - `wrong-key`: the key file does not fit the database.
 * - `key-exposed`: everybody on the machine may read the key file.
 * - `not-durable`: the database would acknowledge what is not yet on disk.
 * - `failed`: anything else; a defect, or a database that is not ours.
 */
export type StoreErrorCode =
  | 'conflict'
  | 'unavailable'
  | 'full'
  | 'unreadable'
  | 'wrong-key'
  | 'key-exposed'
  | 'not-durable'
  | 'failed';

/** Trouble with the store. The message never holds a patient's words; the cause may. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/**
 * The drivers' codes, by how they begin. SQLite: sqlite.org/rescode.html. PostgreSQL: its manual's
 * appendix A. The rest are Node's own for files and connections.
 */
const CODES: readonly (readonly [prefix: RegExp, code: StoreErrorCode])[] = [
  [/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/, 'conflict'],
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY|PROTOCOL)/, 'unavailable'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'unreadable'],
  [/^(23505|40001|40P01)$/, 'conflict'],
  [/^(53100|ENOSPC|EDQUOT)$/, 'full'],
  [/^(08|53|57|58|25006|55P03|28)/, 'unavailable'],
  [/^XX00[12]$/, 'unreadable'],
  [/^(EACCES|EPERM|EISDIR|ENOTDIR|EROFS|EIO|EMFILE)$/, 'unavailable'],
  [/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/, 'unavailable'],
];

/** What pg says, without a code, when a connection is lost or cannot be had. */
const LOST = /connection terminated|timeout|not queryable|connection error|server closed/i;

/** Turns a driver's error into a StoreError; one that is already a StoreError stays as it is. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = classify(error);
  return new StoreError(code, `the store could not do it: ${code}`, error);
}

function classify(error: unknown): StoreErrorCode {
  if (!(error instanceof Error)) return 'failed';
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = CODES.find(([prefix]) => prefix.test(own));
  if (known) return known[1];
  // A refused connection to a name with several addresses comes as a bundle of errors.
  if (error instanceof AggregateError) return classify(error.errors[0]);
  return LOST.test(error.message) ? 'unavailable' : 'failed';
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { StoreError } from './errors.ts';

/** Where a sealed value lives. It is bound to its place: moved elsewhere, it does not open. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/**
 * Seals words with AES-256-GCM. A sealed value is `v1.<key id>.<nonce>.<ciphertext and tag>`, the
 * last two in base64url. The key id says which key of the ring opens it, so keys can be changed.
 */
export interface Vault {
  /** The key that seals. */
  readonly keyId: string;
  seal(text: string, place: Place): string;
  /**
   * @throws StoreError `wrong-key` when the ring lacks the key, `unreadable` when the value was
   *   altered or belongs elsewhere.
   */
  open(sealed: string, place: Place): string;
}

/** From key id to 32 bytes. The last one seals. */
export type KeyRing = ReadonlyMap<string, Buffer>;

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_LINE = /^([a-z0-9-]{1,32}) ([A-Za-z0-9+/]{43}=)$/;

/**
 * Opens the key file, or makes one with a new key at the first start (mode 0600, on disk before a
 * word is sealed with it). One line a key: id, blank, 32 bytes in base64; the last line seals.
 * @throws StoreError `key-exposed` when everybody may read it, `wrong-key` when it is not a key file;
 *   the system's own error when it cannot be read or made.
 */
export async function openVault(keyFile: string): Promise<Vault> {
  if (!existsSync(keyFile)) {
    await mkdir(path.dirname(keyFile), { recursive: true });
    createOnce(keyFile);
  }
  const { mode } = await stat(keyFile);
  if (process.platform !== 'win32' && (mode & 0o007) !== 0) {
    throw new StoreError('key-exposed', `${keyFile} is open to everybody: chmod 600 it`);
  }
  const ring = parseKeyRing(await readFile(keyFile, 'utf8'), keyFile);
  return makeVault(ring, () => parseKeyRing(readFileSync(keyFile, 'utf8'), keyFile));
}

/**
 * A vault over the given keys.
 * @param readAgain asked when a value names a key that the ring lacks: another process may have
 *   changed the key since, and this one must go on reading.
 */
export function makeVault(ring: KeyRing, readAgain: () => KeyRing = () => ring): Vault {
  const [keyId, key] = [...ring].at(-1) ?? [];
  if (keyId === undefined || key === undefined) throw new StoreError('wrong-key', 'no key given');
  return {
    keyId,
    seal: (text, place) => seal(keyId, key, text, place),
    open: (sealed, place) => open(ring, readAgain, sealed, place),
  };
}

function seal(keyId: string, key: Buffer, text: string, place: Place): string {
  // A random nonce may be used for 2^32 values of one key (NIST SP 800-38D, 8.3).
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bindingOf(keyId, place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, keyId, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
}

function open(ring: KeyRing, readAgain: () => KeyRing, text: string, place: Place): string {
  const [version, keyId = '', nonce = '', rest = ''] = text.split('.');
  const where = `${place.table}.${place.column}`;
  if (version !== VERSION) throw new StoreError('unreadable', `${where} is not sealed`);
  const key = ring.get(keyId) ?? readAgain().get(keyId);
  if (!key) throw new StoreError('wrong-key', `${where} is sealed with a key that is not here`);
  try {
    const sealed = Buffer.from(rest, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(bindingOf(keyId, place));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const words = decipher.update(sealed.subarray(0, -TAG_BYTES));
    return Buffer.concat([words, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new StoreError('unreadable', `${where} was altered or belongs elsewhere`, cause);
  }
}

/** Only the row can hold a bar, so no two places share a binding. */
function bindingOf(keyId: string, { table, column, row }: Place): Buffer {
  return Buffer.from(`${table}|${column}|${row}|${keyId}`, 'utf8');
}

/** Puts a new key at the end of the key file: values are sealed with it from the next start on. */
export async function addKey(keyFile: string): Promise<void> {
  const text = await readFile(keyFile, 'utf8');
  parseKeyRing(text, keyFile);
  replaceFile(keyFile, `${text.trimEnd()}\n${freshKeyLine()}`);
}

/**
 * Keeps the last key only. The others go to a file beside it, to be destroyed by hand once no backup
 * needs them; returns its name, or null when there was but one key.
 */
export async function retireKeys(keyFile: string): Promise<string | null> {
  const text = await readFile(keyFile, 'utf8');
  const ring = parseKeyRing(text, keyFile);
  const lines = text.split('\n').filter((line) => KEY_LINE.test(line.trim()));
  const last = lines.at(-1);
  if (last === undefined || ring.size === 1) return null;
  const retired = `${keyFile}.retired`;
  const before = existsSync(retired) ? await readFile(retired, 'utf8') : '';
  replaceFile(retired, `${before}${lines.slice(0, -1).join('\n')}\n`);
  replaceFile(keyFile, `${last}\n`);
  return retired;
}

function freshKeyLine(): string {
  return `${randomBytes(4).toString('hex')} ${randomBytes(32).toString('base64')}\n`;
}

function parseKeyRing(text: string, keyFile: string): KeyRing {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const ring = new Map<string, Buffer>();
  for (const line of lines) {
    const [, id, key] = KEY_LINE.exec(line.trim()) ?? [];
    if (id === undefined || key === undefined) {
      throw new StoreError('wrong-key', `${keyFile} holds a line that is no key`);
    }
    ring.set(id, Buffer.from(key, 'base64'));
  }
  if (ring.size === 0) throw new StoreError('wrong-key', `${keyFile} holds no key`);
  return ring;
}

/** Writes beside, then links: two servers that start at once end with the same whole file. */
function createOnce(keyFile: string): void {
  const draft = writeDraft(keyFile, freshKeyLine());
  try {
    linkSync(draft, keyFile);
    syncDirectory(path.dirname(keyFile));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** The old file or the new one, never half of either. */
function replaceFile(file: string, text: string): void {
  renameSync(writeDraft(file, text), file);
  syncDirectory(path.dirname(file));
}

/** A file beside `file`, on disk, for its owner only. */
function writeDraft(file: string, text: string): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

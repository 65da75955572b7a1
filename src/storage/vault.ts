import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { StoreError } from './errors.ts';
import { createOnce, type KeyRing, parseKeyRing } from './key-file.ts';

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

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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

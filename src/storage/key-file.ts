import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { StoreError } from './errors.ts';

/** From key id to 32 bytes. The last one seals. */
export type KeyRing = ReadonlyMap<string, Buffer>;

const KEY_LINE = /^([a-z0-9-]{1,32}) ([A-Za-z0-9+/]{43}=)$/;

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

export function parseKeyRing(text: string, keyFile: string): KeyRing {
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
export function createOnce(keyFile: string): void {
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

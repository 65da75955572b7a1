import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const BYTES = 32;

/** Thrown when the secret's file holds something else. */
export class TokenSecretError extends Error {
  override readonly name = 'TokenSecretError';
  readonly code = 'token_secret_invalid';
}

/**
 * The secret that signs visitors' tokens, from `token-secret` in `directory`; made at the first
 * start, for the owner's eyes only. Several servers that share a database must share this file.
 * @throws TokenSecretError when the file is there but is not 32 bytes in hexadecimal.
 */
export async function loadTokenSecret(directory: string): Promise<Uint8Array> {
  const file = path.join(directory, 'token-secret');
  await mkdir(directory, { recursive: true });
  // Two servers may start at once: the first one makes the file, both read it.
  const made = randomBytes(BYTES).toString('hex');
  await writeFile(file, made, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!isThere(error)) throw error;
  });
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new TokenSecretError(`${file} must hold ${BYTES} bytes in hexadecimal`);
  }
  return Buffer.from(text, 'hex');
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

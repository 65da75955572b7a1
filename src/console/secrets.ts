import { createHash, randomBytes } from 'node:crypto';

/** A value that cannot be guessed: 256 bits, fit for a cookie and for an address. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of such a value. It has too many bits to be guessed, so no slow hash is needed. */
export function tokenId(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

import { randomBytes } from 'node:crypto';
import { generateSecret, generateURI, verify } from 'otplib';
import { toString as drawQrCode } from 'qrcode';
import { Html } from '../html.ts';
import { tokenId } from './secrets.ts';

/** One step before and after, for clocks that are not quite right (RFC 6238, 5.2). */
const TOLERANCE_SECONDS = 30;
const RECOVERY_CODES = 10;
/** 80 bits each: nobody guesses one, so a plain hash keeps it. */
const RECOVERY_BYTES = 10;

export function newSecret(): string {
  return generateSecret();
}

/** The time step of a right code, null for a wrong one. Whether it was used is the store's to say. */
export async function stepOfCode(
  secret: string,
  typed: string,
  at: number,
): Promise<number | null> {
  const token = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(at / 1000);
  const result = await verify({ secret, token, epoch, epochTolerance: TOLERANCE_SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** The square picture that an authenticator app reads, as SVG. */
export async function drawSecret(secret: string, issuer: string, label: string): Promise<Html> {
  const uri = generateURI({ issuer, label, secret });
  return new Html(await drawQrCode(uri, { type: 'svg', margin: 2 }));
}

/** In groups of four, as people type it in where no camera is. */
export function spellSecret(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}

/** Ten codes to print, such as `k3m9-x2p7-q4rt-8wvn`. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(RECOVERY_BYTES * 2)].map((byte) => ALPHABET[byte % 32] ?? '');
    return (letters.slice(0, 16).join('').match(/.{4}/g) ?? []).join('-');
  });
}

/** Without 0, 1, i and o: what is read off paper must not be mistaken. */
const ALPHABET = '23456789abcdefghjklmnpqrstuvwxyz';

export function recoveryHash(code: string): string {
  return tokenId(code.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

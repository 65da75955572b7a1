import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * What a token allows: to read and write one conversation, until `expires` (ms since 1970 UTC). A
 * `stream` ticket opens a WebSocket and nothing else: it travels in an address, where others may
 * read it, so it lives for a minute only.
 */
export interface Claims {
  readonly use: 'talk' | 'stream';
  readonly conversation: string;
  readonly user: string;
  readonly expires: number;
}

export type ReadToken =
  | { readonly kind: 'valid' | 'expired'; readonly claims: Claims }
  | { readonly kind: 'forged' };

const claimsSchema = z.object({
  use: z.enum(['talk', 'stream']),
  conversation: z.string().min(1),
  user: z.string().startsWith('dl_'),
  expires: z.number(),
});

/** A new conversation and visitor: 128 and 64 random bits. `dl_` is reserved for tokens by clients. */
export function newVisitor(): Pick<Claims, 'conversation' | 'user'> {
  return {
    conversation: randomBytes(16).toString('base64url'),
    user: `dl_${randomBytes(8).toString('base64url')}`,
  };
}

/** `claims.signature`, both in base64url; the signature is HMAC-SHA256 (RFC 2104). */
export function signToken(secret: Uint8Array, claims: Claims): string {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${signature(secret, body).toString('base64url')}`;
}

/** Reads what `signToken` wrote. Compares in constant time, and parses only what it signed itself. */
export function readToken(secret: Uint8Array, token: string, now: number): ReadToken {
  const [body = '', given = '', ...rest] = token.split('.');
  const expected = signature(secret, body).toString('base64url');
  if (rest.length > 0 || !sameText(given, expected)) return { kind: 'forged' };
  const claims = parseClaims(body);
  if (claims === null) return { kind: 'forged' };
  return { kind: now < claims.expires ? 'valid' : 'expired', claims };
}

function signature(secret: Uint8Array, body: string): Buffer {
  return createHmac('sha256', secret).update(`footnote token 1.${body}`).digest();
}

function sameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function parseClaims(body: string): Claims | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
    return claimsSchema.safeParse(parsed).data ?? null;
  } catch {
    return null;
  }
}

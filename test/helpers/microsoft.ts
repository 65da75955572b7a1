import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { listen, stop } from './server.ts';

export const APP_ID = '00000000-0000-4000-8000-000000000001';
export const SERVICE_URL = 'https://smba.trafficmanager.net/uk/';
const ISSUER = 'https://api.botframework.com';
const KEY_ID = 'test-key';

type Claims = Readonly<Record<string, unknown>>;

/** Microsoft's keys and tokens, from a server on this machine. */
export interface FakeMicrosoft {
  readonly settings: Readonly<Record<string, string>>;
  /** A token as Microsoft's channels send it, with what a test changes. */
  token(claims?: Claims, header?: Claims): string;
  /** The same, signed by somebody else's key. */
  strangersToken(): string;
  /** Signed by HMAC with Microsoft's public key as the secret, or not signed at all. */
  weakToken(algorithm: 'HS256' | 'none'): string;
  close(): Promise<void>;
}

export async function fakeMicrosoft(): Promise<FakeMicrosoft> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = serveKeys(publicKey);
  const url = await listen(server);
  return {
    settings: {
      ToBotFromChannelTokenIssuer: ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: `${url}/metadata`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${url}/metadata`,
      ToChannelFromBotLoginUrl: `${url}/login`,
      ToChannelFromBotOAuthScope: ISSUER,
      OAuthUrl: url,
      CallerId: 'urn:botframework:azure',
    },
    token: (claims, header) => sign(privateKey, claims, header),
    strangersToken: () => sign(stranger.privateKey),
    weakToken: (algorithm) => weak(algorithm, publicKey),
    close: () => stop(server),
  };
}

function serveKeys(publicKey: KeyObject): Server {
  const key = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, endorsements: ['msteams'] };
  return createServer((request, response) => {
    const jwks_uri = `http://${request.headers.host}/keys`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/metadata' ? { jwks_uri } : { keys: [key] }));
  });
}

function sign(key: KeyObject, claims: Claims = {}, header: Claims = {}): string {
  const body = unsigned(claims, { alg: 'RS256', ...header });
  return `${body}.${createSign('RSA-SHA256').update(body).sign(key, 'base64url')}`;
}

function weak(alg: 'HS256' | 'none', publicKey: KeyObject): string {
  const body = unsigned({}, { alg });
  if (alg === 'none') return `${body}.`;
  const secret = publicKey.export({ type: 'spki', format: 'pem' });
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

function unsigned(claims: Claims, header: Claims): string {
  const now = Math.floor(Date.now() / 1000);
  const usual = {
    iss: ISSUER,
    aud: APP_ID,
    nbf: now - 60,
    exp: now + 600,
    serviceurl: SERVICE_URL,
  };
  return [
    { typ: 'JWT', kid: KEY_ID, ...header },
    { ...usual, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

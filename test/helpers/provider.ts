import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';

/** What a test may bend in the next answer of the provider. */
export interface Bend {
  claims?: Readonly<Record<string, unknown>>;
  header?: Readonly<Record<string, unknown>>;
  /** Signs with a key that the provider does not publish. */
  foreignKey?: boolean;
  /** Takes the same code more than once. */
  replay?: boolean;
}

export interface FakeProvider {
  readonly issuer: string;
  /** Whom the next sign-in is for. */
  subject: string;
  bend: Bend;
  /** Follows the browser's way: from the address it was sent to, to the one it is sent back to. */
  visit(url: string): Promise<URL>;
  stop(): Promise<void>;
}

interface Grant {
  readonly challenge: string;
  readonly nonce: string;
  readonly clientId: string;
}

const CLIENT = { id: 'footnote', secret: 'a secret of the client' };
export const PROVIDER_CLIENT = CLIENT;

/** An OpenID Connect provider on loopback: discovery, keys, a page that always agrees, tokens. */
export async function startProvider(): Promise<FakeProvider> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (url.pathname === '/.well-known/openid-configuration') return json(discovery());
    if (url.pathname === '/keys') {
      return json({
        keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }],
      });
    }
    if (url.pathname === '/authorize') {
      const code = randomUUID();
      grants.set(code, {
        challenge: url.searchParams.get('code_challenge') ?? '',
        nonce: url.searchParams.get('nonce') ?? '',
        clientId: url.searchParams.get('client_id') ?? '',
      });
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href });
      return response.end();
    }
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => answerToken(new URLSearchParams(body), json));
  });

  function answerToken(
    form: URLSearchParams,
    json: (value: unknown, status?: number) => void,
  ): void {
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    if (!provider.bend.replay) grants.delete(code);
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      grant && verifier === grant.challenge && form.get('client_secret') === CLIENT.secret;
    if (!right) json({ error: 'invalid_grant' }, 400);
    else json({ access_token: randomUUID(), token_type: 'Bearer', id_token: idToken(grant) });
  }

  function idToken({ nonce, clientId }: Grant): string {
    const { claims, header, foreignKey } = provider.bend;
    const now = Math.floor(Date.now() / 1000);
    const standard = {
      iss: provider.issuer,
      sub: provider.subject,
      aud: clientId,
      nonce,
      iat: now,
      exp: now + 300,
    };
    const key = foreignKey ? foreign.privateKey : own.privateKey;
    return signed({ alg: 'RS256', kid: 'k1', ...header }, { ...standard, ...claims }, key);
  }

  function discovery() {
    const { issuer } = provider;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const provider: FakeProvider = {
    issuer: `http://127.0.0.1:${port}`,
    subject: 'subject-1',
    bend: {},
    async visit(url) {
      const answer = await fetch(url, { redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '');
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return provider;
}

function signed(header: object, claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

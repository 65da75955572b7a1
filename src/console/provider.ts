import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';

/** An OpenID Connect provider, as the clinic configured it. */
export interface ProviderSettings {
  /** Its issuer address; https, or http on loopback for trying out. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says, such as the provider's name. */
  readonly label: string;
}

/** What must be kept between going there and coming back. */
export interface ProviderChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who somebody is there. Issuer and subject together: an e-mail address may change hands. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export interface Provider {
  readonly label: string;
  begin(): Promise<{ readonly url: string; readonly checks: ProviderChecks }>;
  /** @throws ProviderError when anything about the answer is not as it must be. */
  finish(query: URLSearchParams, checks: ProviderChecks): Promise<Identity>;
}

/** Sign-in elsewhere did not work out. The cause says why; nobody who signs in is told. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code = 'provider';
}

export const RETURN_PATH = '/staff/sign-in/provider/return';

/**
 * Sign-in by code with PKCE, state and nonce; the library checks issuer, audience, signature, times
 * and algorithm. The provider is asked for its addresses at the first sign-in, not at the start.
 */
export function openProvider(settings: ProviderSettings, publicUrl: string): Provider {
  let found: Promise<Configuration> | undefined;
  const configuration = () => {
    found ??= discover(settings).catch((error) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  const redirectUri = `${publicUrl}${RETURN_PATH}`;
  return {
    label: settings.label,
    begin: () => named(async () => begin(await configuration(), redirectUri)),
    finish: (query, { state, nonce, verifier }) =>
      named(async () => {
        const tokens = await authorizationCodeGrant(
          await configuration(),
          new URL(`${redirectUri}?${query}`),
          {
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
          },
        );
        const claims = tokens.claims();
        if (!claims) throw new ProviderError('the answer holds no identity');
        return { issuer: claims.iss, subject: claims.sub };
      }),
  };
}

function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> {
  const url = new URL(issuer);
  const local = url.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname);
  // Without this the library trusts the connection to the provider and checks no signature.
  const always = [enableNonRepudiationChecks];
  const execute = local ? [...always, allowInsecureRequests] : always;
  return discovery(url, clientId, clientSecret, undefined, { execute });
}

async function begin(configuration: Configuration, redirectUri: string) {
  const checks = {
    state: randomState(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
  };
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid',
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, checks };
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ProviderError) throw cause;
    throw new ProviderError('the provider did not vouch for anybody', { cause });
  }
}

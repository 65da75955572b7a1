import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/;

/**
 * True when a request that changes something was made by one of our own pages. Browsers of today say
 * so in `Sec-Fetch-Site`, which no page can forge; one that does not say it must send an `Origin`
 * that is ours. A request with neither is refused.
 *
 * Over plain http a name of somebody else may be made to point at this machine, and then everything
 * looks like one origin: so there the host itself must be loopback, or the configured one.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const own = new URL(publicUrl);
  if (own.protocol === 'http:' && !isOwnHost(headers.host ?? '', own)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  if (origin === undefined) return false;
  if (origin === own.origin) return true;
  return own.protocol === 'http:' && origin === `http://${headers.host}`;
}

function isOwnHost(host: string, own: URL): boolean {
  return host === own.host || LOOPBACK.test(host);
}

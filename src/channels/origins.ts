import type { NextFunction, Request, Response } from 'express';
import { DirectLineError } from './errors.ts';

/** DirectLineJS sends X-Requested-With too, though no documentation says so. */
const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, x-ms-bot-agent, X-Requested-With',
  'Access-Control-Max-Age': '600',
};
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * True when a page of this origin may talk to us: an exact match in the list, or a page this very
 * server shows on the machine it runs on, whatever its port. Programs that are no browser send none.
 */
export function originAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return LOOPBACK.has(url.hostname) && url.origin === origin && url.host === host;
}

/** Answers preflights, marks what pages of allowed origins may read, and turns others away. */
export function crossOrigin(allowed: readonly string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    response.vary('Origin');
    const { origin, host } = request.headers;
    if (!originAllowed(origin, host, allowed)) {
      throw new DirectLineError(403, 'OriginNotAllowed', 'this origin is not in the allow-list');
    }
    if (origin !== undefined) {
      response.set('Access-Control-Allow-Origin', origin);
      response.set('Access-Control-Expose-Headers', 'Retry-After');
    }
    if (request.method === 'OPTIONS') response.status(204).set(PREFLIGHT).end();
    else next();
  };
}

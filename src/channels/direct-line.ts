import type { Server } from 'node:http';
import express, { Router } from 'express';
import type { Store } from '../storage/store.ts';
import type { BotDeps } from './bot.ts';
import { DirectLineCalls } from './direct-line-calls.ts';
import { answerTrouble, DirectLineError } from './errors.ts';
import { Feed } from './feed.ts';
import { crossOrigin } from './origins.ts';
import type { PassDeps } from './passes.ts';
import type { Limits } from './rate-limit.ts';
import { Sockets } from './sockets.ts';

export interface DirectLineDeps extends BotDeps, PassDeps {
  readonly store: Pick<Store, 'loadConversation' | 'saveTurn' | 'findLine' | 'readTranscript'>;
  readonly allowedOrigins: readonly string[];
  readonly limits?: Limits;
  /** See `SocketDeps`. */
  readonly lookEvery?: number | null;
}

/** Direct Line 3.0 in this process. */
export interface DirectLine {
  /** To be mounted at `/v3/directline`. */
  readonly router: Router;
  /** Takes over the WebSocket upgrades of a server. */
  attachSockets(server: Server): void;
  close(): void;
}

const LARGEST_BODY = '256kb';

/**
 * The Direct Line 3.0 endpoint: `docs/direct-line.md` lists its calls. Stock clients, such as
 * Bot Framework Web Chat and DirectLineJS, speak it unchanged.
 */
export function makeDirectLine(deps: DirectLineDeps): DirectLine {
  const feed = new Feed(deps);
  const { secret, allowedOrigins, clock, lookEvery = null } = deps;
  const sockets = new Sockets({ feed, secret, allowedOrigins, clock, lookEvery });
  return {
    router: directLineRouter(new DirectLineCalls(deps, feed, sockets), deps),
    attachSockets: (server) => sockets.attach(server),
    close: () => sockets.close(),
  };
}

function directLineRouter(calls: DirectLineCalls, deps: DirectLineDeps): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.use(crossOrigin(deps.allowedOrigins));
  router.post('/tokens/generate', (request, response) => calls.generate(request, response));
  router.post('/tokens/refresh', (request, response) => calls.refresh(request, response));
  router.post('/conversations', (request, response) => calls.start(request, response));
  router.get('/conversations/:id', (request, response) => calls.resume(request, response));
  router.get('/conversations/:id/activities', (request, response) => calls.read(request, response));
  router.post(
    '/conversations/:id/activities',
    (request, _response, next) => calls.admit(request).then(() => next(), next),
    express.json({ limit: LARGEST_BODY, type: ['application/json', '+json'] }),
    (request, response) => calls.post(request, response),
  );
  router.post('/conversations/:id/upload', () => {
    throw new DirectLineError(415, 'NotSupported', 'this assistant takes no files');
  });
  router.use(() => {
    throw new DirectLineError(404, 'NotFound', 'there is no such call');
  });
  router.use(answerTrouble(deps.report));
  return router;
}

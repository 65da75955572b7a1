import { timingSafeEqual } from 'node:crypto';
import { type Request, Router } from 'express';
import type { Registry } from 'prom-client';
import type { Store } from '../storage/store.ts';

export interface HealthDependencies {
  readonly store: Store;
  readonly metrics: Registry;
  readonly metricsToken: string | null;
  readonly clock: () => number;
}

/** `/healthz` (alive), `/readyz` (able to save) and `/metrics` (Prometheus figures). */
export function healthRouter(health: HealthDependencies): Router {
  const router = Router();
  const probe = probeSeldom(health);
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const ready = await probe();
    if (!ready) response.set('Retry-After', '5');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable' });
  });
  router.get('/metrics', async (request, response) => {
    if (!mayRead(request, health.metricsToken)) {
      response.status(404).json({ error: { code: 'NotFound', message: 'not found' } });
      return;
    }
    response.type(health.metrics.contentType).send(await health.metrics.metrics());
  });
  return router;
}

/** A probe writes to disk: whoever asks often gets the same answer for a second. */
function probeSeldom({ store, clock }: HealthDependencies): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer = Promise.resolve(false);
  return () => {
    const now = clock();
    if (now - asked >= 1000) {
      asked = now;
      answer = store.probe(now).then(
        () => true,
        () => false,
      );
    }
    return answer;
  };
}

/** The peer's own address counts, never a forwarded one; a forwarded request is no loopback. */
function mayRead(request: Request, token: string | null): boolean {
  const given = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1];
  if (token !== null && given !== undefined) return same(given, token);
  const local = /^(::1|127\.|::ffff:127\.)/.test(request.socket.remoteAddress ?? '');
  return local && request.get('x-forwarded-for') === undefined;
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import { setTimeout } from 'node:timers/promises';
import type { Delivery, Store } from '../storage/store.ts';
import { backoff } from './backoff.ts';
import { codeOf, type Destination } from './destination.ts';

/** What the relay tells whoever runs the server. Nothing in it is a visitor's word. */
export type RelayNews =
  /** At the start: nothing is configured, and this many requests wait. */
  | { readonly kind: 'nowhere'; readonly waiting: number }
  | {
      readonly kind: 'failed' | 'dead';
      readonly destination: string;
      readonly reference: string;
      readonly tries: number;
      readonly code: string;
    }
  /** Now and then, while requests wait longer than five minutes or nobody tries any more. */
  | { readonly kind: 'overdue'; readonly overdue: number; readonly dead: number }
  | { readonly kind: 'store-trouble'; readonly error: unknown };

export interface RelayOptions {
  readonly store: Pick<Store, 'claimDeliveries' | 'markDelivered' | 'markFailed' | 'outboxFigures'>;
  readonly destinations: readonly Destination[];
  readonly report: (news: RelayNews) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** A number from 0 up to 1. */
  readonly chance: () => number;
  /** Milliseconds between looks at the outbox; `wake` looks at once. */
  readonly pause?: number;
  /** Milliseconds after which a delivery that keeps failing is left to people. */
  readonly patience?: number;
}

export interface Relay {
  start(): void;
  /** Looks at the outbox now: a request has just been saved. */
  wake(): void;
  /** Delivers everything that is due, and returns how many deliveries it tried. */
  deliverDue(): Promise<number>;
  /** Ends the loop; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** Longer than any destination takes, so that a delivery under way is not claimed by another server. */
const LEASE = 2 * 60_000;
const BATCH = 16;
const PAUSE = 2_000;
/** Mail servers try for four to five days (RFC 5321, 4.5.4.1); so does this one. */
const PATIENCE = 5 * 24 * 60 * 60_000;
const OVERDUE = 5 * 60_000;

/**
 * Carries requests from the outbox to every destination, at least once: claim with a lease, deliver,
 * mark. A crash at any place only means that the lease runs out and the request is sent again with
 * the same key.
 */
export function makeRelay(options: RelayOptions): Relay {
  const { store, clock } = options;
  const names = options.destinations.map(({ name }) => name);
  let stopped = new AbortController();
  let bell = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  async function deliverDue(): Promise<number> {
    let tried = 0;
    for (;;) {
      const now = clock();
      const due = await store.claimDeliveries(names, now, now + LEASE, BATCH);
      await Promise.all(due.map((delivery) => deliver(options, delivery)));
      tried += due.length;
      if (due.length < BATCH || stopped.signal.aborted) return tried;
    }
  }

  async function run(): Promise<void> {
    let looked = Number.NEGATIVE_INFINITY;
    while (!stopped.signal.aborted) {
      bell = new AbortController();
      try {
        await deliverDue();
        if (clock() - looked >= OVERDUE) {
          await reportFigures(options, looked === Number.NEGATIVE_INFINITY);
          looked = clock();
        }
      } catch (error) {
        options.report({ kind: 'store-trouble', error });
      }
      await sleep(options.pause ?? PAUSE, [bell.signal, stopped.signal]);
    }
  }

  return {
    deliverDue,
    start() {
      stopped = new AbortController();
      loop = run();
    },
    wake: () => bell.abort(),
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}

async function deliver(options: RelayOptions, delivery: Delivery): Promise<void> {
  const { store, clock, report } = options;
  const destination = options.destinations.find(({ name }) => name === delivery.destination);
  if (!destination) return;
  try {
    try {
      await destination.deliver(delivery);
    } catch (error) {
      await postpone(options, delivery, codeOf(error));
      return;
    }
    await store.markDelivered(delivery.id, clock());
  } catch (error) {
    // It stays leased and comes again when the lease runs out.
    report({ kind: 'store-trouble', error });
  }
}

async function postpone(options: RelayOptions, delivery: Delivery, code: string): Promise<void> {
  const now = options.clock();
  const dead = now - delivery.since >= (options.patience ?? PATIENCE);
  const at = now + backoff(delivery.attempts, options.chance());
  await options.store.markFailed(delivery.id, { at, error: code, dead });
  options.report({
    kind: dead ? 'dead' : 'failed',
    destination: delivery.destination,
    reference: delivery.request.reference,
    tries: delivery.attempts + 1,
    code,
  });
}

async function reportFigures(options: RelayOptions, first: boolean): Promise<void> {
  const { waiting, dead, overdue } = await options.store.outboxFigures(options.clock() - OVERDUE);
  if (first && options.destinations.length === 0) options.report({ kind: 'nowhere', waiting });
  if (overdue > 0 || dead > 0) options.report({ kind: 'overdue', overdue, dead });
}

/** Ends early when one of the signals is given. */
async function sleep(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  const signal = AbortSignal.any([...signals]);
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}

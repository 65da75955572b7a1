import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Decision } from './core/conversation.ts';
import type { Store } from './storage/store.ts';

/** The figures of `/metrics`. No label ever holds a patient's words. */
export interface Metrics {
  readonly registry: Registry;
  /** Counts a turn by its ending and the milliseconds it took. */
  turn(kind: Decision['kind'], took: number): void;
}

const OVERDUE_AFTER = 5 * 60_000;

export function makeMetrics(store: Store, clock: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const turns = new Counter({
    name: 'footnote_turns_total',
    help: 'Turns by how they ended',
    labelNames: ['kind'],
    registers,
  });
  const seconds = new Histogram({
    name: 'footnote_decide_seconds',
    help: 'Seconds to decide a turn',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5],
    registers,
  });
  outboxGauge(store, clock, registers);
  return {
    registry,
    turn(kind, took) {
      turns.inc({ kind });
      seconds.observe(took / 1000);
    },
  };
}

/** Read from the database whenever the figures are asked for, so that they cannot drift from it. */
function outboxGauge(store: Store, clock: () => number, registers: Registry[]): Gauge {
  return new Gauge({
    name: 'footnote_deliveries',
    help: 'Requests to the clinic: waiting, dead (a person must look), overdue (over 5 minutes)',
    labelNames: ['state'],
    registers,
    async collect() {
      const figures = await store.outboxFigures(clock() - OVERDUE_AFTER);
      this.set({ state: 'waiting' }, figures.waiting);
      this.set({ state: 'dead' }, figures.dead);
      this.set({ state: 'overdue' }, figures.overdue);
    },
  });
}

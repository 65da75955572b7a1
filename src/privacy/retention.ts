import { setImmediate } from 'node:timers/promises';
import type { RetentionDays } from '../config.ts';
import type { PrivacyStore } from '../storage/privacy-store.ts';
import type { AuditStore } from '../storage/staff-store.ts';
import { keepErased } from './erased-file.ts';

export interface RetentionDependencies {
  readonly privacy: PrivacyStore;
  readonly staff: Pick<AuditStore, 'pruneAudit'>;
  readonly days: RetentionDays;
  readonly erasedFile: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Told after each run how much was forgotten: numbers only. */
  readonly onRun: (forgotten: Forgotten) => void;
  readonly report: (error: unknown, what: string) => void;
}

/** `restored`: things erased before, which a backup had brought back. */
export interface Forgotten {
  readonly restored: number;
  readonly conversations: number;
  readonly requests: number;
  readonly auditRows: number;
}

/** What the last run forgot, and when; milliseconds since 1970. */
export interface LastRun extends Forgotten {
  readonly at: number;
}

export interface Retention {
  readonly days: RetentionDays;
  /** Null until the first run since the start has ended. */
  last(): LastRun | null;
  /** Forgets what is too old now. */
  run(): Promise<Forgotten>;
  /** Erases again what was erased; then runs, and again every day, until it is stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const DAY = 86_400_000;
/** A visitor's turn waits for as long as one batch takes, so batches are small. */
const BATCH = 100;

/** Forgets conversations, requests and audit rows, each after its own number of days. */
export function makeRetention(deps: RetentionDependencies): Retention {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let last: LastRun | null = null;
  const runOnce = async (): Promise<Forgotten> => {
    const forgotten = await forget(deps, () => stopped);
    last = { ...forgotten, at: deps.clock() };
    deps.onRun(forgotten);
    return forgotten;
  };
  const runAndReport = () => {
    running = runOnce().catch((error: unknown) => deps.report(error, 'retention failed'));
  };
  return {
    days: deps.days,
    last: () => last,
    run: runOnce,
    async start() {
      // Before anything else is done with it: an erased request must not be delivered again.
      await keepErased(deps.privacy, deps.erasedFile);
      runAndReport();
      timer = setInterval(runAndReport, DAY).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function forget(deps: RetentionDependencies, isOver: () => boolean): Promise<Forgotten> {
  const { privacy, staff, days } = deps;
  const before = (count: number) => deps.clock() - count * DAY;
  const restored = await keepErased(privacy, deps.erasedFile);
  const conversations = await inBatches(isOver, () =>
    privacy.forgetConversations(before(days.transcripts), BATCH),
  );
  const requests = await inBatches(isOver, () =>
    privacy.forgetRequests(before(days.bookings), BATCH),
  );
  const auditRows = await staff.pruneAudit(before(days.audit));
  return { restored, conversations, requests, auditRows };
}

async function inBatches(isOver: () => boolean, batch: () => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await batch();
    all += done;
    if (done < BATCH || isOver()) return all;
    // SQLite works in this very thread: visitors get a word in.
    await setImmediate();
  }
}

/** What patients are told and what the server does must be one: null when it is. */
export function retentionTrouble(days: RetentionDays, told: number | null): string | null {
  if (told === null || told === days.transcripts) return null;
  return (
    `patients are told that chats are kept ${told} days (knowledge/clinic.yaml, ` +
    `privacy.retentionDays), but RETENTION_TRANSCRIPTS_DAYS is ${days.transcripts}`
  );
}

import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type { Logger };

/** The log of the server, as JSON lines on standard error. Callers never hand it a patient's words. */
export function makeLogger(level: Config['logLevel']): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}

/** What may be logged of an error: its name, code and where it came from, never the words in it. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name: error.name, code, at: error.stack?.split('\n')[1]?.trim(), cause };
}

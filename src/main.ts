import { config as loadDotenv } from 'dotenv';
import { showProgress } from './commands/progress.ts';
import { ConfigError, readConfig } from './config.ts';
import { ContentError } from './content/problems.ts';
import { DeliveryError } from './delivery/destination.ts';
import { makeLogger } from './log.ts';
import { startFootnote } from './start.ts';
import { StoreError } from './storage/errors.ts';

/** Starts the server from `.env` and the environment, and stops it cleanly on a signal. */
const GRACE = 10_000;

try {
  loadDotenv({ quiet: true });
  const config = readConfig(process.env);
  const watchContent = process.argv.includes('--watch-content');
  const log = makeLogger(config.logLevel);
  const running = await startFootnote(config, { log, watchContent, onProgress: showProgress });
  console.error(`Footnote is at ${running.url}`);
  if (running.setUpLink) {
    console.error(`Nobody can sign in yet. Within a day, set up the console: ${running.setUpLink}`);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), GRACE).unref();
      void running.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(isExpected(error) ? error.message : error);
  process.exitCode = 1;
}

/** Trouble whose message says all that whoever starts the server needs; any other shows its stack. */
function isExpected(error: unknown): error is Error {
  return [ConfigError, ContentError, DeliveryError, StoreError].some(
    (kind) => error instanceof kind,
  );
}

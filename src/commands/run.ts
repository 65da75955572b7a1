import { config as loadDotenv } from 'dotenv';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { ContentError } from '../content/problems.ts';

/** The words after the command were wrong: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

/**
 * Runs a command and sets its exit status: 0 done, 1 something in the input or content is wrong
 * (said on standard error), 2 wrong usage.
 */
export async function runCommand(
  usage: string,
  command: (args: readonly string[]) => Promise<number>,
): Promise<void> {
  process.stdout.on('error', endQuietly);
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    if (isUsage(error)) {
      console.error(`${error.message}\nusage: ${usage}`);
      process.exitCode = 2;
    } else if (error instanceof ContentError || error instanceof ConfigError) {
      console.error(error.message);
      process.exitCode = 1;
    } else {
      console.error(error);
      process.exitCode = 1;
    }
  }
}

/** Whoever read the output has seen enough (`… | head`): no reason to complain. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

/** Ours, or what `parseArgs` throws for an option it does not know. */
function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_PARSE_ARGS');
}

/** The settings of this folder: `.env`, then the environment, which wins. */
export function commandConfig(): Config {
  loadDotenv({ quiet: true });
  return readConfig(process.env);
}

import { parseArgs } from 'node:util';
import { openStoresOf } from '../open-stores.ts';
import { type ApplyEnding, applySuggestions } from './apply-suggestions.ts';
import { showProgress } from './progress.ts';
import { replayContent } from './replay-content.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';
import { keepSearch } from './trial.ts';

/**
 * `npm run content:apply`: turns the staff's open suggestions into changes of the content files,
 * shows the difference and what the latest turns would come to, and writes. Exit status 1 when an
 * urgent message would be lost, or the result would not be sound: then nothing is written.
 */
const USAGE = 'npm run content:apply -- [--dry-run] [--last N]';

const ENDINGS: Readonly<Record<ApplyEnding, string>> = {
  'nothing-to-do': 'There is nothing to change.',
  tried: 'Tried only: nothing was written.',
  blocked: 'An urgent message would be lost: nothing was written.',
  written: 'Written. A running server takes the change in when it is started again.',
};

await runCommand(USAGE, async (args) => {
  const { values } = parseArgs({
    args: [...args],
    options: { 'dry-run': { type: 'boolean' }, last: { type: 'string', default: '2000' } },
  });
  const last = Number(values.last);
  if (!Number.isInteger(last) || last < 1) throw new UsageError('--last needs a number from 1 on');
  const config = commandConfig();
  const { store, staff } = await openStoresOf(config);
  try {
    const ending = await applySuggestions({
      root: config.contentDirectory,
      staff,
      clock: Date.now,
      tell: console.log,
      dryRun: values['dry-run'] ?? false,
      replay: (before, after) =>
        replayContent({
          config,
          archive: staff,
          last,
          before,
          after,
          trial: true,
          onProgress: showProgress,
        }),
    });
    if (ending === 'written') await keepSearch(config);
    console.log(ENDINGS[ending]);
    return ending === 'blocked' ? 1 : 0;
  } finally {
    await store.close();
  }
});

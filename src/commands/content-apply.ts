import { rename } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Content } from '../core/guide.ts';
import { guideFrom, openGuide } from '../open-guide.ts';
import { openStoresOf } from '../open-stores.ts';
import { replay } from '../replay/replay.ts';
import { type ApplyEnding, applySuggestions } from './apply-suggestions.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';
import { trialDirectory, trialGuide } from './trial-guide.ts';

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
      async replay(present: Content, changed: Content) {
        const { search } = await openGuide(config, showProgress);
        const before = guideFrom(present, search, config.signedOnly);
        const after = await trialGuide(config, changed);
        const onProgress = (done: number, all: number) =>
          showProgress({ stage: 'deciding again', done, all });
        return replay({ archive: staff, last, before, after, onProgress });
      },
    });
    if (ending === 'written') await keepSearch(config.searchDirectory, trialDirectory(config));
    console.log(ENDINGS[ending]);
    return ending === 'blocked' ? 1 : 0;
  } finally {
    await store.close();
  }
});

/** What was learned to try the change is what the next start would learn: it is kept for it. */
async function keepSearch(searchDirectory: string, trial: string): Promise<void> {
  const model = 'search.model';
  await rename(path.join(trial, model), path.join(searchDirectory, model));
}

import { parseArgs } from 'node:util';
import { openStoresOf } from '../open-stores.ts';
import { addKey, retireKeys } from '../storage/key-file.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

/**
 * `npm run keys:rotate`: makes a new key and seals everything with it, in small steps. Cut off, it
 * goes on where it was when run again. Servers read with both keys meanwhile; once they have been
 * started again, `--retire` takes the old keys out of the key file.
 */
await runCommand('npm run keys:rotate -- [--retire]', async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { retire: { type: 'boolean' } },
  });
  if (positionals.length > 0) throw new UsageError('it takes no words');
  const config = commandConfig();
  const left = await countLeft();
  if (values.retire) return retire(left);
  // What another key sealed is the rest of a rotation that was cut off: no second key for it.
  if (left === 0) await addKey(config.keyFile);
  const { store, privacy } = await openStoresOf(config);
  try {
    const all = await privacy.countSealedBefore();
    await privacy.resealAll((done) => showProgress({ stage: 'sealing anew', done, all }));
    console.log(`${all} values are sealed with the new key.`);
    console.log('Restart every server, then run: npm run keys:rotate -- --retire');
    return 0;
  } finally {
    await store.close();
  }

  async function countLeft(): Promise<number> {
    const { store, privacy } = await openStoresOf(config);
    return privacy.countSealedBefore().finally(() => store.close());
  }

  async function retire(left: number): Promise<number> {
    if (left > 0) {
      console.error(`${left} values still need an old key: run npm run keys:rotate once more`);
      return 1;
    }
    const file = await retireKeys(config.keyFile);
    if (file === null) console.log('There is but one key.');
    else {
      console.log(
        `The old keys are in ${file}. Backups made before need them; keep or destroy it.`,
      );
    }
    return 0;
  }
});

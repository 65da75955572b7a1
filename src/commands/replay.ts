import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { loadContent } from '../content/load.ts';
import type { Guide } from '../core/guide.ts';
import { openGuide } from '../open-guide.ts';
import { openStoresOf } from '../open-stores.ts';
import { replay } from '../replay/replay.ts';
import { showProgress } from './progress.ts';
import { describeReport, reportRecord } from './replay-report.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';
import { trialGuide } from './trial-guide.ts';

/**
 * `npm run replay`: decides the latest saved turns again and shows what would change. Without
 * `--content`, what patients were shown is compared with the content as it now lies in its folder;
 * with it, that content is compared with the one under DIR. Exit status 1 when an urgent message is
 * lost.
 */
const USAGE = 'npm run replay -- [--last N] [--content DIR] [--json]';
const LAST = '10000';

await runCommand(USAGE, async (args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      last: { type: 'string', default: LAST },
      content: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const config = commandConfig();
  const last = readCount(values.last);
  const { before, after } = await guides(config, values.content);
  const { store, staff } = await openStoresOf(config);
  try {
    const onProgress = (done: number, all: number) =>
      showProgress({ stage: 'deciding again', done, all });
    const report = await replay({ archive: staff, last, before, after, onProgress });
    const { content } = after;
    if (values.json) console.log(JSON.stringify(reportRecord(content, report)));
    else console.log(describeReport(content, report));
    return report.counts['urgent-lost'] > 0 ? 1 : 0;
  } finally {
    await store.close();
  }
});

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError('--last needs a number from 1 on');
  return count;
}

async function guides(
  config: Config,
  directory: string | undefined,
): Promise<{ readonly before: 'saved' | Guide; readonly after: Guide }> {
  const present = await openGuide(config, showProgress);
  if (directory === undefined) return { before: 'saved', after: present };
  const content = await loadContent(path.resolve(directory));
  const same = content.version === present.content.version;
  return { before: present, after: same ? present : await trialGuide(config, content) };
}

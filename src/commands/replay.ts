import { parseArgs } from 'node:util';
import { openStoresOf } from '../open-stores.ts';
import { showProgress } from './progress.ts';
import { readContent, replayContent } from './replay-content.ts';
import { describeReport, reportRecord } from './replay-report.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

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
  const present = await readContent(config.contentDirectory);
  const other = values.content === undefined ? null : await readContent(values.content);
  const after = other ?? present;
  const { store, staff } = await openStoresOf(config);
  try {
    const report = await replayContent({
      config,
      archive: staff,
      last,
      before: other === null ? 'saved' : present,
      after,
      trial: after.content.version !== present.content.version,
      onProgress: showProgress,
    });
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

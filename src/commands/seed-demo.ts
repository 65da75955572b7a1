import { parseArgs } from 'node:util';
import { passwordLink } from '../console/people.ts';
import { openGuide } from '../open-guide.ts';
import { openStoresOf } from '../open-stores.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import { makeChance } from './demo/chance.ts';
import { settleDeliveries } from './demo/deliveries.ts';
import { DAY } from './demo/moments.ts';
import { type DemoOptions, playDemo } from './demo/play.ts';
import { type DemoStaff, hireDemoStaff } from './demo/staff.ts';
import { readDemoWords } from './demo/words.ts';
import { playWork } from './demo/work.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

/**
 * `npm run seed:demo`: fills an empty database with a month of made-up conversations and the month
 * before it, to compare with; each turn is taken as if it had been then. The same seed, end and content
 * make the same ones. With `--accounts`, three made-up members of staff as well, and what they did.
 */
const USAGE = `npm run seed:demo -- [--accounts] [--conversations N] [--days N] [--seed N]
                         [--until ISO-TIME]`;

await runCommand(USAGE, async (args) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      accounts: { type: 'boolean', default: false },
      conversations: { type: 'string', default: '900' },
      days: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      until: { type: 'string' },
    },
  });
  const options: DemoOptions = {
    seed: readCount('--seed', values.seed),
    conversations: readCount('--conversations', values.conversations),
    days: readCount('--days', values.days),
    until: readTime(values.until),
  };
  const config = commandConfig();
  const guide = await openGuide(config, showProgress);
  const { store, staff } = await openStoresOf(config);
  try {
    const trouble = await whyNot(staff);
    if (trouble !== null) {
      console.error(trouble);
      return 1;
    }
    const words = await readDemoWords();
    const parts = { store, guide, words };
    const { turns } = await playDemo(parts, options, progressOf('made-up conversations'));
    await settleDeliveries(store, options.until);
    console.log(`${options.conversations} made-up conversations with ${turns} turns are saved.`);
    if (!values.accounts) return 0;
    const { timeZone } = guide.content.clinic;
    const { until, days, seed } = options;
    const who = await hireDemoStaff(staff, until - days * DAY);
    const work = { staff, who, chance: makeChance(seed), words, timeZone, until };
    await playWork(work, days, progressOf("made-up staff's work"));
    console.log(await linksFor(staff, who, config.publicUrl));
    return 0;
  } finally {
    await store.close();
  }
});

/**
 * Made-up conversations never mix with real ones: figures, search and exports could not tell them
 * apart. So only a database in which nothing was ever said or written down will do, and whoever wants
 * the demo again takes another.
 */
async function whyNot(staff: StaffStore): Promise<string | null> {
  const used =
    (await staff.countConversations({}, 1)) +
    (await staff.countRequests({}, 1)) +
    (await staff.countAccounts()) +
    (await staff.listAudit({}, null, 1)).length;
  return used === 0
    ? null
    : 'This database is in use, so nothing was made up in it. Give an empty one: DATA_DIR=data/demo npm run seed:demo';
}

async function linksFor(staff: StaffStore, who: DemoStaff, publicUrl: string): Promise<string> {
  const lines = ['Each link works once, for 24 hours, with the server running:'];
  for (const [role, id] of Object.entries(who)) {
    lines.push(`demo-${role}\t${await passwordLink(staff, publicUrl, Date.now(), id)}`);
  }
  return lines.join('\n');
}

function progressOf(stage: string) {
  return (done: number, all: number) => showProgress({ stage, done, all });
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(`${name} needs a number from 1 on`);
  }
  return count;
}

function readTime(text: string | undefined): number {
  const at = text === undefined ? Date.now() : Date.parse(text);
  if (Number.isNaN(at)) throw new UsageError('--until needs a time such as 2026-11-23T09:00:00Z');
  return at;
}

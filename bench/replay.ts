import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { type ReadContent, readContent, replayContent } from '../src/commands/replay-content.ts';
import { decide } from '../src/core/decide.ts';
import type { Guide } from '../src/core/guide.ts';
import { guideFrom } from '../src/open-guide.ts';
import { searchFor } from '../src/search/search-for.ts';
import { openStores } from '../src/storage/open.ts';
import type { Store } from '../src/storage/store.ts';
import { openVault } from '../src/storage/vault.ts';
import { takeTurn } from '../src/turn.ts';

/*
 * How long it takes to decide the latest turns again, when no two of them say the same: against what
 * was shown, and with two contents. What was learned already is not learned again.
 * Usage: npx tsx bench/replay.ts [turns], by default 10,000.
 */

const turns = Number(process.argv[2] ?? 10_000);
const config = {
  searchDirectory: path.resolve(process.env.SEARCH_DIR ?? 'data'),
  signedOnly: false,
};
const TURNS_A_TALK = 4;
const WORDS =
  'today yesterday please really again after before race marathon ten knee calf hip foot shin'.split(
    ' ',
  );

const home = await mkdtemp(path.join(tmpdir(), 'footnote-replay-'));
const vault = await openVault(path.join(home, 'key'));
const { store, staff } = await openStores({ sqlitePath: path.join(home, 'footnote.db'), vault });
const present = await readContent('.');
const search = await searchFor(present.content, config.searchDirectory);
await fill(store, guideFrom(present.content, search, config.signedOnly));
for (const [name, before] of [
  ['against what was shown', 'saved'],
  ['two contents', present],
] as const) {
  const took = await time(before);
  console.log(`${turns} turns, ${name}: ${(took / 1000).toFixed(1)} s`);
}
await store.close();
await rm(home, { recursive: true });

async function time(before: 'saved' | ReadContent): Promise<number> {
  const start = performance.now();
  const trial = { config, archive: staff, last: turns, before, after: present, trial: false };
  const report = await replayContent({ ...trial, onProgress: () => undefined });
  if (report.changes.length > 0) throw new Error(`${report.changes.length} turns changed`);
  return performance.now() - start;
}

/** Questions of the content, each with other words behind it; four in a conversation. */
async function fill(into: Store, guide: Guide): Promise<void> {
  const questions = [...guide.content.entries.values()].flatMap((entry) => entry.phrasings);
  const deps = {
    store: into,
    decide: (...turn: Tail<Parameters<typeof decide>>) => decide(guide, ...turn),
    contentVersion: () => guide.content.version,
    chance: () => 'BENCHBENCH',
    report: () => undefined,
  };
  for (let n = 0; n < turns; n += 1) {
    const question = questions[n % questions.length];
    const round = Math.floor(n / questions.length);
    const text = `${question} ${WORDS[round % WORDS.length]} ${WORDS[n % WORDS.length]} ${n}`;
    const message = { kind: 'text', id: `m${n}`, at: n * 20_000, text } as const;
    await takeTurn(deps, `talk-${Math.floor(n / TURNS_A_TALK)}`, 'website', message, null);
  }
}

type Tail<Values extends readonly unknown[]> = Values extends readonly [unknown, ...infer Rest]
  ? Rest
  : never;

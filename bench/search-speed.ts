import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engines } from './engines.ts';
import type { Section, Table } from './section.ts';

/** Which engines are measured at which size: the slow ones only where they end this side of noon. */
const plan: readonly (readonly [size: number, names: readonly string[]])[] = [
  [1_500, Object.keys(engines)],
  [10_000, ['footnote', 'fuse.js', 'fuse.js tokens', 'minisearch']],
  [100_000, ['footnote', 'minisearch']],
];

/** Speed, memory and quality of the search beside its peers, all on the clinic's own content. */
export const searchSpeed: Section = {
  name: 'search',
  title:
    'Search: time, memory and right answers beside peers, on the content and its test questions',
  async run() {
    installPeers();
    const rows = plan.flatMap(([size, names]) => names.map((name) => measure(name, size)));
    return { columns, rows } satisfies Table;
  },
};

const columns = [
  'engine',
  'phrasings',
  'questions',
  'secondsToTrain',
  'megabytes',
  'p50',
  'p99',
  'rightFirst',
];

function measure(engine: string, size: number): Readonly<Record<string, string | number>> {
  const child = join(import.meta.dirname, 'search-child.ts');
  const flags = ['--expose-gc', '--import', 'tsx', child, engine, String(size)];
  const ran = spawnSync(process.execPath, flags, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const line = ran.stdout.trim().split('\n').at(-1) ?? '';
  if (ran.status !== 0) return { engine, phrasings: size, failed: ran.stderr.slice(-300) };
  return JSON.parse(line);
}

/** node-nlp is 119 MB of packages: installed when the bench is first run, never with the product. */
function installPeers(): void {
  if (existsSync(join(import.meta.dirname, 'node_modules/node-nlp'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: import.meta.dirname,
    stdio: 'ignore',
  });
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { importEntries } from '../content/exchange.ts';
import { buildContent } from '../content/load.ts';
import { ContentError } from '../content/problems.ts';
import { readContentFiles } from '../content/read.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';
import { writeFiles } from './write-files.ts';

/**
 * `npm run content:import -- FILE`: draft entries from a CSV or TSV with a question and an answer
 * column. Everything is tried before anything is written; `--dry-run` only tries.
 */
void runCommand('npm run content:import -- FILE.csv|FILE.tsv [--dry-run]', async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean' } },
  });
  const [source] = positionals;
  if (source === undefined) throw new UsageError('name the file to import');
  const root = commandConfig().contentDirectory;
  const files = await readContentFiles(root);
  const imported = importEntries(source, await readFile(source, 'utf8'), idsOf(files));
  if (!imported.ok) throw new ContentError(imported.problems);
  buildContent([...files, ...imported.files].sort((a, b) => (a.file < b.file ? -1 : 1)));
  for (const { file } of imported.files) console.log(file);
  if (values['dry-run']) console.log(`${imported.files.length} drafts would be written`);
  else {
    await writeFiles(root, imported.files);
    console.log(`${imported.files.length} drafts written`);
  }
  return 0;
});

function idsOf(files: readonly { file: string }[]): ReadonlySet<string> {
  return new Set(files.map(({ file }) => path.posix.basename(file, '.md')));
}

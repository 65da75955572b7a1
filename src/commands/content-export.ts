import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { exportEntries, type Format } from '../content/exchange.ts';
import { loadContent } from '../content/load.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

/** `npm run content:export`: the knowledge base as CSV, QnA Maker TSV or JSON. */
void runCommand('npm run content:export -- [--format csv|tsv|json] [FILE]', async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'csv' } },
  });
  const format = readFormat(values.format);
  const content = await loadContent(commandConfig().contentDirectory);
  const text = exportEntries(content, format);
  const [file] = positionals;
  if (file === undefined) process.stdout.write(text);
  else await writeFile(file, text);
  return 0;
});

function readFormat(format: string): Format {
  if (format === 'csv' || format === 'tsv' || format === 'json') return format;
  throw new UsageError('the format is csv, tsv or json');
}

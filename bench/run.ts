/**
 * Measures the product beside its peers: `npm run bench`, with `-- --json` for machines and
 * `-- --only search` for one section.
 */
import { parseArgs } from 'node:util';
import { searchSpeed } from './search-speed.ts';
import type { Section, Table } from './section.ts';

const sections: readonly Section[] = [searchSpeed];

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const chosen = sections.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`sections: ${sections.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const results: Record<string, Table> = {};
for (const section of chosen) {
  const table = await section.run();
  results[section.name] = table;
  if (!values.json) print(section.title, table);
}
if (values.json) console.log(JSON.stringify(results));

function print(title: string, { columns, rows }: Table): void {
  console.log(`\n${title}\n`);
  console.log(`| ${columns.join(' | ')} |`);
  console.log(`|${columns.map(() => '---').join('|')}|`);
  for (const row of rows)
    console.log(`| ${columns.map((column) => shown(row[column])).join(' | ')} |`);
}

function shown(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 3 : 0);
}

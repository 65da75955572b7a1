import { readFile, writeFile } from 'node:fs/promises';
import { withDiagrams } from '../content/draw-flow.ts';
import { loadContent } from '../content/load.ts';
import { runCommand } from './run.ts';

const PAGE = 'docs/dialogs.md';

/** `npm run flow-diagram`: draws every flow of `dialogs/flows/` into `docs/dialogs.md`. */
void runCommand('npm run flow-diagram', async () => {
  const { flows } = await loadContent('.');
  const page = await readFile(PAGE, 'utf8');
  await writeFile(PAGE, withDiagrams(page, flows.values()));
  console.log(`${flows.size} flows drawn in ${PAGE}`);
  return 0;
});

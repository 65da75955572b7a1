import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadContent } from '../../src/content/load.ts';
import { searchFor } from '../../src/search/search-for.ts';
import { temporaryDirectory } from './guide.ts';

/**
 * The real content under `root`, with so few phrasings that its search is learned in a moment. Where
 * each file lies and what it says stays as it is.
 */
export async function copySmallContent(root: string): Promise<void> {
  for (const folder of ['knowledge', 'dialogs']) {
    await cp(folder, path.join(root, folder), { recursive: true });
  }
  const knowledge = path.join(root, 'knowledge');
  for (const file of await readdir(knowledge)) {
    if (!file.endsWith('.md')) continue;
    const place = path.join(knowledge, file);
    await writeFile(place, thin(await readFile(place, 'utf8')));
  }
}

const KEPT = 3;

function thin(text: string): string {
  const lists = /^(phrasings|tests):\n((?: {2}- .*\n)+)/gm;
  return text.replace(lists, (_, name: string, items: string) => {
    const kept = items.split('\n').slice(0, KEPT);
    return `${name}:\n${kept.join('\n')}\n`;
  });
}

let template: Promise<string> | undefined;

/** A folder with it and, under `data`, what the search learned of it; made once, not to be changed. */
export function learnedSmallContent(): Promise<string> {
  template ??= temporaryDirectory().then(async (root) => {
    await copySmallContent(root);
    const data = path.join(root, 'data');
    await mkdir(data);
    await searchFor(await loadContent(root), data);
    return root;
  });
  return template;
}

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
  for (const [folder, kept] of Object.entries(KEPT)) {
    for (const file of await readdir(path.join(root, folder))) {
      if (!/\.(md|yaml)$/.test(file)) continue;
      const place = path.join(root, folder, file);
      await writeFile(place, thin(await readFile(place, 'utf8'), kept));
    }
  }
  for (const name of ['out-of-scope.txt', 'asides.txt']) {
    const place = path.join(root, 'dialogs', name);
    const lines = (await readFile(place, 'utf8')).split('\n');
    await writeFile(place, lines.slice(0, LINES).join('\n'));
  }
}

/** How many items each list keeps; dialogs have few lists, and long ones, and urgent rules need twenty. */
const KEPT = { knowledge: 3, dialogs: 12, 'dialogs/flows': 12, 'dialogs/urgent': 20 };

/** How many lines are kept of what leads nowhere and of what says nothing. */
const LINES = 80;

function thin(text: string, kept: number): string {
  const lists = /^( *)(phrasings|tests|fires):\n((?:\1 {2}- .*\n)+)/gm;
  return text.replace(lists, (_, indent: string, name: string, items: string) => {
    const first = items.split('\n').slice(0, kept);
    return `${indent}${name}:\n${first.join('\n')}\n`;
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

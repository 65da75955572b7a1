import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One file of `knowledge/` or `dialogs/`; `file` is its path from the project's root, with `/`. */
export interface ContentFile {
  readonly file: string;
  readonly text: string;
}

const FOLDERS = ['knowledge', 'dialogs'];
const KINDS = /\.(md|yaml|txt)$/;

/** Reads every content file under `root`, in order of path. */
export async function readContentFiles(root: string): Promise<readonly ContentFile[]> {
  const files = await Promise.all(FOLDERS.map((folder) => listFiles(root, folder)));
  return Promise.all(
    files
      .flat()
      .sort()
      .map(async (file) => ({ file, text: await readFile(path.join(root, file), 'utf8') })),
  );
}

async function listFiles(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && KINDS.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'));
}

/** A digest of all content: the same files give the same version on every machine. */
export function contentVersion(files: readonly ContentFile[]): string {
  const hash = createHash('sha256');
  for (const { file, text } of files) hash.update(`${file}\0${text.replaceAll('\r\n', '\n')}\0`);
  return hash.digest('hex').slice(0, 12);
}

import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ContentFile } from '../content/read.ts';

/**
 * Writes content files under `root`: all beside their places first, then all into place, so that a
 * full disk leaves nothing half written.
 */
export async function writeFiles(root: string, files: readonly ContentFile[]): Promise<void> {
  const places = files.map(({ file, text }) => {
    const place = path.join(root, file);
    return { place, draft: `${place}.new`, text };
  });
  try {
    for (const { draft, text } of places) await writeFile(draft, text);
  } catch (error) {
    for (const { draft } of places) await rm(draft, { force: true });
    throw error;
  }
  for (const { place, draft } of places) await rename(draft, place);
}

import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { PrivacyStore, Tombstone } from '../storage/privacy-store.ts';

const tombstone = z.object({
  kind: z.enum(['conversation', 'request']),
  id: z.string().min(1),
  at: z.number().int(),
});

/**
 * Makes the list of what was erased the same in the database and in the file outside of it, and
 * erases again what a restored backup brought back. Returns how many things that were.
 *
 * The file is what survives the restoring of an old backup; the table is what servers with one
 * database share.
 */
export async function keepErased(privacy: PrivacyStore, file: string): Promise<number> {
  const [listed, kept] = [await readErased(file), await privacy.listTombstones()];
  await privacy.addTombstones(missingFrom(kept, listed));
  await noteErased(file, missingFrom(listed, kept));
  return privacy.applyTombstones();
}

/** Adds to the file, one line of JSON each; on disk when it resolves. */
export async function noteErased(file: string, tombstones: readonly Tombstone[]): Promise<void> {
  if (tombstones.length === 0) return;
  await mkdir(path.dirname(file), { recursive: true });
  // The break comes first: a line that the power cut off must not take the next one with it.
  const lines = tombstones.map((one) => `\n${JSON.stringify(one)}`).join('');
  await appendFile(file, lines, { mode: 0o600, flush: true });
}

/** A line that was cut off while it was written, or is none of ours, is passed over. */
async function readErased(file: string): Promise<readonly Tombstone[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const parsed = tombstone.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function missingFrom(
  there: readonly Tombstone[],
  wanted: readonly Tombstone[],
): readonly Tombstone[] {
  const known = new Set(there.map(keyOf));
  return wanted.filter((one) => !known.has(keyOf(one)));
}

function keyOf({ kind, id, at }: Tombstone): string {
  return JSON.stringify([kind, id, at]);
}

import { createHash } from 'node:crypto';
import type { Entry } from '../core/guide.ts';

/**
 * A digest of what a clinician signs: the words that visitors read, clinic facts filled in, and the
 * sources under them. Phrasings may be added to a signed entry without another signature.
 */
export function entryVersion({ title, body, sources }: Entry): string {
  const signed = JSON.stringify([title, body, sources.map(({ id, supports }) => [id, supports])]);
  return createHash('sha256').update(signed, 'utf8').digest('hex').slice(0, 12);
}

/** Whether an entry says something else than was signed; false where it is not known what was. */
export function changedSinceSigned(entry: Entry): boolean {
  const { signedVersion } = entry;
  return signedVersion !== null && signedVersion !== entryVersion(entry);
}

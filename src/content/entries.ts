import type { Entry } from '../core/guide.ts';
import { parseEntryFile } from './entry-file.ts';
import { changedSinceSigned } from './entry-version.ts';
import type { Facts } from './fill.ts';
import type { ContentFile } from './read.ts';
import type { Shelf } from './shelf.ts';

/** Every `knowledge/*.md`, by id, with its clinic facts filled in. */
export function readEntries(shelf: Shelf, facts: Facts): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const file of shelf.under('knowledge', '.md')) {
    const entry = readEntry(shelf, facts, file);
    if (entry) entries.set(entry.id, entry);
  }
  return entries;
}

function readEntry(shelf: Shelf, facts: Facts, { file, text }: ContentFile): Entry | undefined {
  const parsed = parseEntryFile(file, text);
  if (!parsed.ok) {
    shelf.problems.push(...parsed.problems);
    return undefined;
  }
  const { front, body, bodyLine } = parsed.value;
  if (file !== `knowledge/${front.id}.md`) {
    shelf.error(
      file,
      parsed.lineOf(['id']),
      'id',
      `must be the file's name; rename the file ${front.id}.md`,
    );
  }
  if (body === '') shelf.error(file, bodyLine, '', 'needs an answer beneath the front matter');
  checkMarks(shelf, file, bodyLine, body, new Set(front.sources.map((source) => source.id)));
  const entry: Entry = {
    ...front,
    title: shelf.fill(front.title, facts, { file, line: parsed.lineOf(['title']), field: 'title' }),
    reviewDue: front.reviewDue ?? null,
    signedVersion: front.signedVersion ?? null,
    body: shelf.fill(body, facts, { file, line: bodyLine, field: '' }),
  };
  // Other words than those that were signed are a draft, whatever the file says: reviewed or nothing.
  return changedSinceSigned(entry) ? { ...entry, status: 'draft' } : entry;
}

/** Every mark `[^S43]` names a listed source, and every listed source is marked. */
function checkMarks(
  shelf: Shelf,
  file: string,
  line: number,
  body: string,
  listed: Set<string>,
): void {
  const marked = new Set([...body.matchAll(/\[\^([A-Z]\d+)\]/g)].map((match) => match[1] ?? ''));
  for (const id of marked) {
    if (!listed.has(id))
      shelf.error(file, line, 'sources', `[^${id}] is marked in the text; list it`);
  }
  for (const id of listed) {
    if (!marked.has(id)) {
      shelf.error(file, line, 'sources', `${id} is listed; mark what it supports with [^${id}]`);
    }
  }
}

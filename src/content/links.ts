import type { Content } from '../core/guide.ts';
import { questionKey } from '../core/suggestion.ts';
import type { Shelf } from './shelf.ts';

/** What only shows when all files are seen together: dead links, unknown sources, shared phrasings. */
export function checkLinks(shelf: Shelf, content: Content): void {
  for (const entry of content.entries.values()) {
    const file = `knowledge/${entry.id}.md`;
    for (const { id } of entry.sources) {
      if (!content.sources.has(id)) {
        shelf.error(
          file,
          lineOf(shelf, file, id),
          'sources',
          `${id} is not in knowledge/sources.yaml`,
        );
      }
    }
    for (const topic of entry.topics) {
      if (!content.topics.includes(topic)) {
        const message = `${topic} is not in knowledge/topics.yaml`;
        shelf.error(file, lineOf(shelf, file, topic), 'topics', message);
      }
    }
    checkNext(shelf, content, file, entry.next);
  }
  for (const reply of content.smalltalk.values()) {
    checkNext(shelf, content, 'dialogs/smalltalk.yaml', reply.next);
  }
  for (const reply of content.refusals.values()) {
    checkNext(shelf, content, 'dialogs/refusals.yaml', reply.next);
  }
  checkPhrasings(shelf, content);
}

function checkNext(shelf: Shelf, content: Content, file: string, next: readonly string[]): void {
  for (const id of next) {
    if (content.entries.has(id)) continue;
    shelf.error(file, lineOf(shelf, file, id), 'next', `${id} is no entry of knowledge/`);
  }
}

/** Two entries that share a phrasing cannot both be right. */
function checkPhrasings(shelf: Shelf, content: Content): void {
  const owners = new Map<string, string>();
  for (const entry of content.entries.values()) {
    const file = `knowledge/${entry.id}.md`;
    for (const phrasing of entry.phrasings) {
      const key = questionKey(phrasing);
      const owner = owners.get(key);
      if (owner !== undefined) {
        const message = `"${phrasing}" is a phrasing of ${owner} too; keep it in one of them`;
        shelf.error(file, lineOf(shelf, file, phrasing), 'phrasings', message);
      }
      owners.set(key, entry.id);
    }
  }
}

/** The first line of a file that holds `words`; good enough to point a person at it. */
function lineOf(shelf: Shelf, file: string, words: string): number {
  const lines = (shelf.text(file) ?? '').split('\n');
  return (
    Math.max(
      0,
      lines.findIndex((text) => text.includes(words)),
    ) + 1
  );
}

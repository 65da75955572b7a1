import type { Config } from './config.ts';
import { loadContent } from './content/load.ts';
import type { Content, Guide } from './core/guide.ts';
import type { Search } from './core/search.ts';
import { makeReaders } from './reading/readers.ts';
import { type Progress, searchFor } from './search/search-for.ts';

/**
 * Content, search and readers, ready to decide with. The search is loaded, or made when the content
 * has changed since it was kept.
 * @throws ContentError when the content has errors.
 */
export async function openGuide(
  config: Pick<Config, 'contentDirectory' | 'searchDirectory' | 'signedOnly'>,
  onProgress: (progress: Progress) => void,
): Promise<Guide> {
  const content = await loadContent(config.contentDirectory);
  const search = await searchFor(content, config.searchDirectory, { onProgress });
  return guideFrom(content, search, config.signedOnly);
}

export function guideFrom(content: Content, search: Search, signedOnly: boolean): Guide {
  const readers = makeReaders(content.clinic);
  return Object.freeze({ content, search, readers, signedOnly });
}

import type { Config } from './config.ts';
import { loadContent } from './content/load.ts';
import type { Guide } from './core/guide.ts';
import { makeReaders } from './reading/readers.ts';
import { type Progress, searchFor } from './search/search-for.ts';

/**
 * Content, search and readers, ready to decide with.
 * @throws ContentError when the content has errors.
 */
export async function openGuide(
  config: Pick<Config, 'contentDirectory' | 'dataDirectory' | 'signedOnly'>,
  onProgress: (progress: Progress) => void,
): Promise<Guide> {
  const content = await loadContent(config.contentDirectory);
  const search = await searchFor(content, config.dataDirectory, { onProgress });
  const { country, timeZone, hours } = content.clinic;
  return Object.freeze({
    content,
    search,
    readers: makeReaders({ country, timeZone, hours }),
    signedOnly: config.signedOnly,
  });
}

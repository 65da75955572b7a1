import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { Content, Guide } from '../core/guide.ts';
import { guideFrom } from '../open-guide.ts';
import { searchFor } from '../search/search-for.ts';
import { showProgress } from './progress.ts';

/** Where the search of content that is only tried is kept, beside the server's own. */
export function trialDirectory({ searchDirectory }: Pick<Config, 'searchDirectory'>): string {
  return path.join(searchDirectory, 'trial');
}

/** A guide over content that is only tried: the server's learned search stays as it is. */
export async function trialGuide(
  config: Pick<Config, 'searchDirectory' | 'signedOnly'>,
  content: Content,
): Promise<Guide> {
  const directory = trialDirectory(config);
  await mkdir(directory, { recursive: true });
  const search = await searchFor(content, directory, { onProgress: showProgress });
  return guideFrom(content, search, config.signedOnly);
}

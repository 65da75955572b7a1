import { findables } from '../core/findables.ts';
import type { Content } from '../core/guide.ts';
import type { Search } from '../core/search.ts';
import { fuseSearch } from './fuse.ts';

/** How far the making of a search has come: `done` of `all` steps of a named stage. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly all: number;
}

export interface SearchOptions {
  readonly onProgress?: (progress: Progress) => void;
}

/** The search for some content, from the model file in `dir` or made and kept there. */
export async function searchFor(
  content: Content,
  _dir: string,
  _options: SearchOptions = {},
): Promise<Search> {
  return fuseSearch(findables(content));
}

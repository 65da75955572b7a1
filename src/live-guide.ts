import { watch } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { type ContentChange, compareContent } from './content/compare.ts';
import { loadContent } from './content/load.ts';
import { ContentError } from './content/problems.ts';
import { findables } from './core/findables.ts';
import type { Content, Guide } from './core/guide.ts';
import { guideFrom } from './open-guide.ts';
import { fuseSearch } from './search/fuse.ts';
import { searchFor } from './search/search-for.ts';

/** What a person who edits content is told. */
export interface LiveGuideListener {
  changed(changes: readonly ContentChange[], version: string): void;
  /** The learned search is ready for this version; until then the plain one answers. */
  learned(version: string): void;
  refused(error: ContentError): void;
}

const SETTLE = 150;

/**
 * The guide of the moment while content is being edited. A change is taken in at once, with plain
 * search until the learned one is ready; content with errors is refused and the old stays.
 */
export class LiveGuide {
  readonly #config: Config;
  readonly #listener: LiveGuideListener;
  #guide: Guide;

  constructor(config: Config, guide: Guide, listener: LiveGuideListener) {
    this.#config = config;
    this.#guide = guide;
    this.#listener = listener;
  }

  current(): Guide {
    return this.#guide;
  }

  /** Watches both folders; returns a function that stops it. */
  watch(): () => void {
    let timer: NodeJS.Timeout | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.reload(), SETTLE);
    };
    const watchers = ['knowledge', 'dialogs'].map((folder) =>
      watch(path.join(this.#config.contentDirectory, folder), { recursive: true }, soon),
    );
    return () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    };
  }

  /** Reads the content again and, when it is sound and new, answers from it. */
  async reload(): Promise<void> {
    try {
      const content = await loadContent(this.#config.contentDirectory);
      if (content.version !== this.#guide.content.version) await this.#take(content);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      this.#listener.refused(error);
    }
  }

  async #take(content: Content): Promise<void> {
    const changes = compareContent(this.#guide.content, content);
    this.#guide = guideFrom(content, fuseSearch(findables(content)), this.#config.signedOnly);
    this.#listener.changed(changes, content.version);
    const search = await searchFor(content, this.#config.searchDirectory);
    if (this.#guide.content.version !== content.version) return;
    this.#guide = guideFrom(content, search, this.#config.signedOnly);
    this.#listener.learned(content.version);
  }
}

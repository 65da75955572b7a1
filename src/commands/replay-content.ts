import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Config } from '../config.ts';
import { buildContent } from '../content/load.ts';
import { type ContentFile, readContentFiles } from '../content/read.ts';
import type { Content, Guide } from '../core/guide.ts';
import { guideFrom } from '../open-guide.ts';
import { openCrew } from '../replay/crew.ts';
import { judgeWith } from '../replay/judge.ts';
import { ownBench, type ReplayReport, replay } from '../replay/replay.ts';
import { type Progress, searchFor } from '../search/search-for.ts';
import type { TurnArchive } from '../storage/archive-store.ts';
import type { ReplayOrder, Shelf } from './replay-worker.ts';

/** Content, and the files that it was read from. */
export interface ReadContent {
  readonly files: readonly ContentFile[];
  readonly content: Content;
}

export interface ContentReplay {
  readonly config: Pick<Config, 'searchDirectory' | 'signedOnly'>;
  readonly archive: TurnArchive;
  readonly last: number;
  /** What the turns came to: as they were saved, or as the content in its folder decides them. */
  readonly before: 'saved' | ReadContent;
  readonly after: ReadContent;
  /** True for an `after` that is only tried: the server's learned search stays as it is. */
  readonly trial: boolean;
  readonly onProgress: (progress: Progress) => void;
}

/** Where the search of content that is only tried is kept, beside the server's own. */
export function trialDirectory({ searchDirectory }: Pick<Config, 'searchDirectory'>): string {
  return path.join(searchDirectory, 'trial');
}

/** Content and files of a folder. @throws ContentError */
export async function readContent(root: string): Promise<ReadContent> {
  const files = await readContentFiles(root);
  return { files, content: buildContent(files) };
}

/** The stage in which past turns are decided; every other is the search's own. */
export const DECIDING = 'deciding again';

/** A process of its own takes a second to begin: below this it is not worth it. */
const FEW = 1_000;
const MOST_WORKERS = 4;

/** Learns what is not learned yet, then decides the latest turns again, on several processors. */
export async function replayContent(order: ContentReplay): Promise<ReplayReport> {
  const { config, archive, last, before, after, trial, onProgress } = order;
  const shelf = async (read: ReadContent, tried: boolean) => {
    const directory = tried ? trialDirectory(config) : config.searchDirectory;
    await mkdir(directory, { recursive: true });
    const search = await searchFor(read.content, directory, { onProgress });
    const guide = guideFrom(read.content, search, config.signedOnly);
    return { guide, shelf: { files: read.files, searchDirectory: directory } };
  };
  const was = before === 'saved' ? null : await shelf(before, false);
  const now = await shelf(after, trial);
  const bench = openBench(was, now, config.signedOnly, last);
  try {
    const tell = (done: number, all: number) => onProgress({ stage: DECIDING, done, all });
    return await replay({ archive, last, bench, onProgress: tell });
  } finally {
    bench.close();
  }
}

interface Opened {
  readonly guide: Guide;
  readonly shelf: Shelf;
}

function openBench(was: Opened | null, now: Opened, signedOnly: boolean, last: number) {
  const size = Math.min(availableParallelism(), MOST_WORKERS);
  if (last <= FEW || size === 1) {
    const own = ownBench(judgeWith(was?.guide ?? 'saved', now.guide));
    return { ...own, close: () => undefined };
  }
  const ending = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
  const script = path.join(import.meta.dirname, `replay-worker.${ending}`);
  const order: ReplayOrder = { before: was?.shelf ?? 'saved', after: now.shelf, signedOnly };
  return openCrew(script, order, size);
}

import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findables } from '../core/findables.ts';
import type { Content } from '../core/guide.ts';
import type { Search } from '../core/search.ts';
import { largeSearch, mostTrained } from './large.ts';
import type { Model } from './model.ts';
import { loadModel } from './model-file.ts';
import { openSearch } from './open.ts';
import { openSigns, signExamples } from './signs.ts';
import type { Progress } from './train.ts';
import type { TrainingOrder } from './train-worker.ts';
import { loadWordVectors, type WordVectors } from './word-vectors.ts';

/** The search could not be trained; `cause` tells why. Plain search still works. */
export class SearchError extends Error {
  readonly code = 'SEARCH_TRAINING';
  override readonly name = 'SearchError';
}

export type { Progress };

export interface SearchOptions {
  readonly onProgress?: (progress: Progress) => void;
}

/** What is learned, and the files that keep it. */
export const modelFiles = { search: 'search.model', signs: 'signs.model' } as const;

/** The parts of the content that the search is made from. */
export type Searchable = Parameters<typeof findables>[0] &
  Pick<Content, 'outOfScope' | 'urgent' | 'asides'>;

/**
 * The learned search for some content, and for urgent signs: from the model files in `dir`
 * when those are fresh (about 0.3 s), else trained in a process of its own, kept there and opened.
 * Nothing waits but the caller.
 * @throws SearchError when training fails
 */
export async function searchFor(
  content: Searchable,
  dir: string,
  options: SearchOptions = {},
): Promise<Search> {
  const vectors = wordVectors();
  const found = findables(content);
  const { outOfScope } = content;
  const told = signExamples(content, found);
  const signs =
    told.findables.length > 0
      ? openSigns(await modelFor(told, join(dir, modelFiles.signs), options), vectors)
      : undefined;
  const size = found.reduce((sum, { phrasings }) => sum + phrasings.length, 0);
  const search =
    size > mostTrained
      ? largeSearch(found, vectors)
      : openSearch(
          await modelFor({ findables: found, outOfScope }, join(dir, modelFiles.search), options),
          vectors,
        );
  return { ...search, ...signs };
}

type Learned = Pick<TrainingOrder, 'findables' | 'outOfScope'>;

/** The model of a file when it is of the same words, else a new one, kept there. */
async function modelFor(learned: Learned, file: string, options: SearchOptions): Promise<Model> {
  const version = versionOf(learned);
  const kept = keptModel(file, version);
  if (kept !== null) return kept;
  await trainAside({ file, version, ...learned }, options);
  const model = loadModel(file, version);
  if (model === null) throw new SearchError('the trained search could not be read back');
  return model;
}

/** A digest of all that is learned from: what else changes in the content costs no training. */
function versionOf({ findables, outOfScope }: Learned): string {
  const words = JSON.stringify([findables, outOfScope]);
  return createHash('sha256').update(words, 'utf8').digest('hex').slice(0, 12);
}

/** A damaged file is as good as none: the search is made again. */
function keptModel(file: string, version: string): Model | null {
  try {
    return loadModel(file, version);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

let loaded: WordVectors | null = null;

/** The word vectors are read once: they belong to the program, not to the content. */
function wordVectors(): WordVectors {
  loaded ??= loadWordVectors();
  return loaded;
}

/** A process and not a thread: training takes n² numbers of memory, which go back when it ends. */
function trainAside(order: TrainingOrder, { onProgress = () => {} }: SearchOptions): Promise<void> {
  const ending = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
  const script = join(import.meta.dirname, `train-worker.${ending}`);
  return new Promise((resolve, reject) => {
    const child = fork(script, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let complaint = '';
    child.stderr?.on('data', (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    const fail = (cause: unknown) =>
      reject(new SearchError('the search could not be trained', { cause }));
    child.on('message', (progress: Progress) => onProgress(progress));
    child.on('error', fail);
    child.on('exit', (code) => (code === 0 ? resolve() : fail(new Error(complaint))));
    child.send(order);
  });
}

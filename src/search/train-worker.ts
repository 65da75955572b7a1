import type { Findable } from '../core/search.ts';
import { saveModel } from './model-file.ts';
import { trainSearch } from './train.ts';
import { loadWordVectors } from './word-vectors.ts';

/** What the training process is told. It answers with its progress, then ends. */
export interface TrainingOrder {
  readonly file: string;
  readonly version: string;
  readonly findables: readonly Findable[];
  readonly outOfScope: readonly string[];
}

process.once('message', ({ file, version, findables, outOfScope }: TrainingOrder) => {
  const onProgress = (progress: object) => process.send?.(progress);
  const vectors = loadWordVectors();
  saveModel(trainSearch(findables, outOfScope, { version, vectors, onProgress }), file);
});

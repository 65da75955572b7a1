import { createRequire } from 'node:module';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import type { Findable } from '../src/core/search.ts';
import { largeSearch, mostTrained } from '../src/search/large.ts';
import { openSearch } from '../src/search/open.ts';
import { trainSearch } from '../src/search/train.ts';
import { loadWordVectors } from '../src/search/word-vectors.ts';

/** Answers a question with the target it takes for the right one. */
export type Ask = (question: string) => string | undefined | Promise<string | undefined>;

/** Makes an engine ready for questions; what that takes counts as its time to train. */
export type Engine = (
  findables: readonly Findable[],
  outOfScope: readonly string[],
) => Promise<Ask>;

interface Line {
  readonly id: number;
  readonly target: string;
  readonly text: string;
}

function linesOf(findables: readonly Findable[]): readonly Line[] {
  return findables
    .flatMap(({ target, phrasings }) => phrasings.map((text) => ({ target, text })))
    .map((line, id) => ({ id, ...line }));
}

/** The product's own search: trained, or the untrained one where training would take too long. */
const footnote: Engine = async (findables, outOfScope) => {
  const vectors = loadWordVectors();
  const size = findables.reduce((sum, { phrasings }) => sum + phrasings.length, 0);
  const search =
    size > mostTrained
      ? largeSearch(findables, vectors)
      : openSearch(trainSearch(findables, outOfScope, { version: 'bench', vectors }), vectors);
  return (question) => search.find(question).matches[0]?.target;
};

const fuse: Engine = async (findables) => {
  const index = new Fuse(linesOf(findables), { keys: ['text'], ignoreLocation: true });
  return (question) => index.search(question, { limit: 1 })[0]?.item.target;
};

const fuseTokens: Engine = async (findables) => {
  const options = { keys: ['text'], ignoreLocation: true, useTokenSearch: true, threshold: 0.3 };
  const index = new Fuse(linesOf(findables), options);
  return (question) => index.search(question, { limit: 1 })[0]?.item.target;
};

const minisearch: Engine = async (findables) => {
  const searchOptions = { prefix: true, fuzzy: 0.2 };
  const index = new MiniSearch({ fields: ['text'], storeFields: ['target'], searchOptions });
  index.addAll(linesOf(findables));
  return (question) => {
    const target: unknown = index.search(question)[0]?.target;
    return typeof target === 'string' ? target : undefined;
  };
};

/** node-nlp trains a small neural network; it lives in `bench/node_modules`, not in the product. */
const nodeNlp: Engine = async (findables) => {
  const load = createRequire(import.meta.url);
  const { NlpManager } = load('node-nlp');
  const manager = new NlpManager({ languages: ['en'], autoSave: false, nlu: { log: false } });
  for (const { target, text } of linesOf(findables)) manager.addDocument('en', text, target);
  await manager.train();
  return async (question) => (await manager.process('en', question)).intent;
};

export const engines: Readonly<Record<string, Engine>> = {
  footnote,
  'fuse.js': fuse,
  'fuse.js tokens': fuseTokens,
  minisearch,
  'node-nlp': nodeNlp,
};

import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildAssets } from '../../src/commands/assets.ts';
import { readConfig } from '../../src/config.ts';
import { replayLabels } from '../../src/console/labels/replay.ts';
import { decide } from '../../src/core/decide.ts';
import type { Guide } from '../../src/core/guide.ts';
import type { Proposal } from '../../src/core/suggestion.ts';
import { openGuide } from '../../src/open-guide.ts';
import { openStoresOf } from '../../src/open-stores.ts';
import type { Stores } from '../../src/storage/open.ts';
import { takeTurn } from '../../src/turn.ts';
import { startTestServer } from '../helpers/footnote.ts';
import { temporaryDirectory } from '../helpers/guide.ts';
import { learnedSmallContent } from '../helpers/small-content.ts';
import { NOON } from '../helpers/turns.ts';
import { PASSWORD, Visitor } from './support.ts';

/** The whole product over content of its own that it may write, with its owner signed in. */
export interface TrialHouse {
  readonly url: string;
  readonly owner: Visitor;
  readonly stores: Stores;
  /** One question each, each in a conversation of its own, `talk-0` and on. */
  ask(...questions: string[]): Promise<void>;
  suggest(id: string, proposal: Proposal): Promise<void>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Starts a trial and waits for its end; what the page then shows. */
  try(subject: 'suggestions' | 'folder', last?: number): Promise<string>;
  /** Waits until nothing is under way, nor being taken in by the server; what the page then shows. */
  settle(): Promise<string>;
  stop(): Promise<void>;
}

export async function startTrialHouse(
  settings: Readonly<Record<string, string>> = {},
): Promise<TrialHouse> {
  const root = await temporaryDirectory();
  await cp(await learnedSmallContent(), root, { recursive: true });
  const DATA_DIR = path.join(root, 'data');
  const all = {
    CONTENT_DIR: root,
    CONTENT_WRITABLE: 'true',
    DATA_DIR,
    SEARCH_DIR: DATA_DIR,
    STAFF_CODES: 'none',
    ...settings,
  };
  const config = readConfig(all);
  await buildAssets();
  const server = await startTestServer(all);
  const guide = await openGuide(config, () => undefined);
  const stores = await openStoresOf(config);
  const owner = await signIn(server.url, server.setUpLink);
  const settle = async (): Promise<string> => {
    const { text } = await owner.get('/staff/replay/now');
    const page = text.includes('It is over') ? (await owner.get('/staff/replay')).text : null;
    if (page !== null && !page.includes(replayLabels.notLive)) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return settle();
  };
  return {
    url: server.url,
    owner,
    stores,
    ask: (...questions) => ask(stores, guide, questions),
    async suggest(id, proposal) {
      const from = { at: NOON, accountId: 'a', from: null };
      await stores.staff.addSuggestion({ id, ...from, proposal });
    },
    read: (file) => readFile(path.join(root, file), 'utf8'),
    write: (file, text) => writeFile(path.join(root, file), text),
    async try(subject, last = 500) {
      await owner.post('/staff/replay', { subject, last: String(last) });
      return settle();
    },
    settle,
    async stop() {
      await stores.store.close();
      await server.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function signIn(url: string, link: string | null): Promise<Visitor> {
  const owner = new Visitor(url);
  const form = { username: 'olga', name: 'Olga Tan', password: PASSWORD, again: PASSWORD };
  await owner.post(new URL(link ?? '').pathname, form);
  return owner;
}

async function ask({ store }: Stores, guide: Guide, questions: readonly string[]): Promise<void> {
  for (const [index, text] of questions.entries()) {
    const message = { kind: 'text', id: 'm1', at: NOON + index * 1_000, text } as const;
    const deps = {
      store,
      decide: (
        ...turn: Parameters<typeof decide> extends [unknown, ...infer Rest] ? Rest : never
      ) => decide(guide, ...turn),
      contentVersion: () => guide.content.version,
      chance: () => 'ABCDEFGH',
      report: () => undefined,
    };
    await takeTurn(deps, `talk-${index}`, 'website', message, null);
  }
}

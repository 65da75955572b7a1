import { decide } from '../../core/decide.ts';
import type { Guide } from '../../core/guide.ts';
import { DEMO_PREFIX } from '../../storage/demo.ts';
import type { Store } from '../../storage/store.ts';
import type { TurnDeps } from '../../turn.ts';
import { makeChance } from './chance.ts';
import { DAY, drawMoments } from './moments.ts';
import { drawPlan } from './plan.ts';
import { playVisit } from './visit.ts';
import type { DemoWords } from './words.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly conversations: number;
  readonly days: number;
  /** The moment at which it ends, in milliseconds. */
  readonly until: number;
}

/**
 * Plays made-up conversations, one after the other as they began. The same options, content and words
 * make the same ones. Returns how many turns were taken.
 */
export async function playDemo(
  parts: { readonly store: Store; readonly guide: Guide; readonly words: DemoWords },
  options: DemoOptions,
  onProgress: (done: number, all: number) => void,
): Promise<{ readonly turns: number }> {
  const { store, guide, words } = parts;
  const { content } = guide;
  const { seed, conversations, days, until } = options;
  const { timeZone } = content.clinic;
  const chance = makeChance(seed);
  const moments = drawMoments(chance, conversations, until - days * DAY, until, timeZone);
  const deps = { store, turn: turnDeps(store, guide, seed), content, words, until };
  let turns = 0;
  for (const [index, at] of moments.entries()) {
    const number = index + 1;
    const own = makeChance(seed * 1_000_003 + number);
    const id = DEMO_PREFIX + String(number).padStart(4, '0');
    const plan = drawPlan(own, words, content, at, until);
    turns += await playVisit(deps, { id, number, at }, plan, own);
    onProgress(number, conversations);
  }
  return { turns };
}

/** As the server has them, but that references are drawn from the seed and trouble is not survived. */
function turnDeps(store: Store, guide: Guide, seed: number): TurnDeps {
  const references = makeChance(-seed);
  return {
    store,
    decide: (conversation, message, draw) => decide(guide, conversation, message, draw),
    contentVersion: () => guide.content.version,
    chance: () => references.characters(8),
    report: (error) => {
      throw error;
    },
  };
}

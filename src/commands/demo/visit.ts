import type { Message } from '../../core/conversation.ts';
import type { Content } from '../../core/guide.ts';
import type { Store } from '../../storage/store.ts';
import { type TurnDeps, takeTurn } from '../../turn.ts';
import type { Chance } from './chance.ts';
import { MINUTE } from './moments.ts';
import type { Plan } from './plan.ts';
import { DemoVisitor, type Move } from './visitor.ts';
import type { DemoWords } from './words.ts';

export interface VisitDeps {
  readonly store: Store;
  readonly turn: TurnDeps;
  readonly content: Content;
  readonly words: DemoWords;
  /** Nothing is said from this moment on. */
  readonly until: number;
}

/**
 * Plays one conversation through the turn itself, as if it had been the moment it says.
 * Returns the number of turns taken.
 */
export async function playVisit(
  deps: VisitDeps,
  visit: { readonly id: string; readonly number: number; readonly at: number },
  plan: Plan,
  chance: Chance,
): Promise<number> {
  const { words, content } = deps;
  const visitor = new DemoVisitor(plan, chance, { words, content, number: visit.number });
  let at = visit.at;
  let turns = 0;
  for (let move = visitor.arrive(); move !== null && at < deps.until; ) {
    const message = messageOf(move, `m${turns + 1}`, at);
    const taken = await takeTurn(deps.turn, visit.id, plan.channel, message, null);
    const conversation = await deps.store.loadConversation(visit.id);
    if (conversation === undefined) break;
    turns += 1;
    move = visitor.next({ ...taken, conversation });
    at += Math.round(pause(chance));
  }
  return turns;
}

/** People read and type for a while, and now and then come back after a longer one. */
function pause(chance: Chance): number {
  return chance.happens(0.008)
    ? chance.between(40 * MINUTE, 300 * MINUTE)
    : chance.between(8_000, 70_000);
}

function messageOf(move: NonNullable<Move>, id: string, at: number): Message {
  return { ...move, id, at };
}

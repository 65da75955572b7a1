import {
  type Channel,
  type Conversation,
  type Decision,
  freshConversation,
  type Message,
  type Outcome,
} from './core/conversation.ts';
import { StoreError } from './storage/errors.ts';
import type { Json, SavedTurn, Store, TranscriptLine, Turn } from './storage/store.ts';

/** Notes trouble for whoever runs the server: what was being done, never anybody's words. */
export type Report = (error: unknown, what: string) => void;

export interface TurnDeps {
  readonly store: Pick<Store, 'loadConversation' | 'saveTurn' | 'findLine'>;
  readonly decide: (conversation: Conversation, message: Message, draw: string) => Outcome;
  /** Version of the content that `decide` answers from at this moment. */
  readonly contentVersion: () => string;
  /** Fresh random characters, at least eight, for the reference of a request. */
  readonly chance: () => string;
  readonly report: Report;
  /** Told of each decision and the milliseconds it took. */
  readonly onTurn?: (kind: Decision['kind'], took: number) => void;
}

/** `saved` is false only for an urgent reply that had to be given without a working store. */
export interface TakenTurn extends SavedTurn {
  readonly saved: boolean;
}

const MOST_TRIES = 4;

/**
 * Takes one turn: loads the conversation, decides, saves, and returns what was saved. The same
 * message id twice in a conversation is one turn, and turns of one conversation are taken one after
 * the other. When another process was faster, the turn is decided again on what that one saved.
 * @param attached what the client sent along, to be echoed untouched
 * @throws StoreError when nothing could be saved, unless the decision is urgent: a dead database may
 *   cost memory, never urgent advice.
 */
export function takeTurn(
  deps: TurnDeps,
  conversationId: string,
  channel: Channel,
  message: Message,
  attached: Json,
): Promise<TakenTurn> {
  return inOrder(deps.store, conversationId, async () => {
    for (let tries = 1; ; tries += 1) {
      const conversation = await load(deps, conversationId, channel, message.at);
      const turn = await decideTurn(deps, conversation, message, attached);
      try {
        return { ...(await deps.store.saveTurn(turn)), saved: true };
      } catch (error) {
        if (isConflict(error) && tries < MOST_TRIES) continue;
        if (turn.decision.kind !== 'urgent') throw error;
        deps.report(error, 'an urgent reply was given but could not be saved');
        return unsaved(turn);
      }
    }
  });
}

async function load(
  deps: TurnDeps,
  id: string,
  channel: Channel,
  at: number,
): Promise<Conversation> {
  try {
    return (await deps.store.loadConversation(id)) ?? freshConversation(id, channel, at);
  } catch (error) {
    deps.report(error, 'a conversation could not be loaded');
    return freshConversation(id, channel, at);
  }
}

async function decideTurn(
  deps: TurnDeps,
  conversation: Conversation,
  message: Message,
  attached: Json,
): Promise<Turn> {
  const contentVersion = deps.contentVersion();
  const begun = performance.now();
  const outcome = deps.decide(conversation, message, deps.chance());
  const took = performance.now() - begun;
  deps.onTurn?.(outcome.decision.kind, took);
  const decision = await nameEntry(deps, outcome.decision, message);
  return { before: conversation, ...outcome, decision, message, attached, contentVersion, took };
}

/** A vote names a reply; staff want to know the entry that was shown in it. */
async function nameEntry(deps: TurnDeps, decision: Decision, message: Message): Promise<Decision> {
  if (decision.kind !== 'vote' || message.kind !== 'vote') return decision;
  const line = await deps.store.findLine(message.reply);
  return line?.from === 'assistant' ? { ...decision, entry: line.reply.entry } : decision;
}

function isConflict(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'conflict';
}

/** The lines a turn would have written; without an id or a place, for they are in no transcript. */
function unsaved({ decision, message, replies }: Turn): TakenTurn {
  const { id: replyTo, at } = message;
  const lines = replies.map(
    (reply): TranscriptLine => ({ from: 'assistant', id: '', sequence: 0, at, replyTo, reply }),
  );
  return { decision, lines, saved: false };
}

/** The last turn of each conversation that has turns waiting, per store. */
const queues = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Runs the tasks of one conversation one after the other, those of several side by side. */
function inOrder<T>(store: object, conversation: string, task: () => Promise<T>): Promise<T> {
  const waiting = queues.get(store) ?? new Map<string, Promise<unknown>>();
  queues.set(store, waiting);
  const result = (waiting.get(conversation) ?? Promise.resolve()).then(task);
  const settled = result
    .catch(() => undefined)
    .then(() => {
      if (waiting.get(conversation) === settled) waiting.delete(conversation);
    });
  waiting.set(conversation, settled);
  return result;
}

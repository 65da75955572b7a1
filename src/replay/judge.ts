import { isDeepStrictEqual } from 'node:util';
import type { Conversation, Decision } from '../core/conversation.ts';
import { decide } from '../core/decide.ts';
import type { Guide } from '../core/guide.ts';
import { remembering } from '../core/remembering.ts';
import { type Screening, screenUrgent } from '../core/screen.ts';
import type { ArchivedTurn } from '../storage/archive-store.ts';
import { compareDecisions, type Effect } from './compare.ts';

/** What a turn comes to: `skipped` where its words, or what was remembered before, were not kept. */
export type Verdict =
  | 'same'
  | 'skipped'
  | {
      readonly effect: Exclude<Effect, 'same'>;
      readonly before: Decision;
      readonly after: Decision;
    };

/** Decides turns again; one verdict for each, in their order. */
export type Judge = (turns: readonly ArchivedTurn[]) => readonly Verdict[];

/** Makes references only, which are not compared. */
const DRAW = 'REPLAY00REPLAY00';

/**
 * A judge that sets `after` against what was saved, or against another guide. The same turn and
 * guides give the same verdict.
 */
export function judgeWith(before: 'saved' | Guide, after: Guide): Judge {
  const screen = lookingOnce();
  const shared = before === 'saved' ? after : withSameRules(after, before);
  const decideBefore = before === 'saved' ? saved : deciding(before, screen);
  const decideAfter = deciding(shared, screen);
  return (turns) => {
    // One guide after the other: the numbers of both at once do not fit the processor's cache.
    const was = turns.map((turn) => repeatable(turn) && decideBefore(turn, turn.before));
    const now = turns.map((turn) => repeatable(turn) && decideAfter(turn, turn.before));
    return turns.map((_, index) => verdictOf(was[index], now[index]));
  };
}

type Repeatable = ArchivedTurn & { readonly before: Conversation };

/** What was private was not kept as it came, so its words cannot be judged again. */
function repeatable(turn: ArchivedTurn): turn is Repeatable {
  return turn.before !== null && turn.decision.kind !== 'private';
}

function verdictOf(
  before: Decision | false | undefined,
  after: Decision | false | undefined,
): Verdict {
  if (!before || !after) return 'skipped';
  const effect = compareDecisions(before, after);
  return effect === 'same' ? 'same' : { effect, before, after };
}

type Decide = (turn: ArchivedTurn, conversation: Conversation) => Decision;

const saved: Decide = ({ decision }) => decision;

function deciding(guide: Guide, screen: typeof screenUrgent): Decide {
  // The same question is asked by many, and quick replies by most.
  const quick = { ...guide, search: remembering(guide.search) };
  return ({ message }, conversation) => decide(quick, conversation, message, DRAW, screen).decision;
}

/** Rules that say the same become the very same, so that signs are looked for once a turn. */
function withSameRules(guide: Guide, { content: { urgent } }: Guide): Guide {
  if (!isDeepStrictEqual(urgent, guide.content.urgent)) return guide;
  return { ...guide, content: { ...guide.content, urgent } };
}

/** Signs are looked for once in the same words, for all guides whose rules are the very same. */
function lookingOnce(): typeof screenUrgent {
  const known = new WeakMap<object, Map<string, Screening>>();
  return (rules, text, earlier) => {
    const seen = known.get(rules) ?? new Map<string, Screening>();
    known.set(rules, seen);
    const key = JSON.stringify([text, earlier]);
    const screening = seen.get(key) ?? screenUrgent(rules, text, earlier);
    seen.set(key, screening);
    return screening;
  };
}

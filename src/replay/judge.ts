import { isDeepStrictEqual } from 'node:util';
import type { Conversation, Decision } from '../core/conversation.ts';
import { decide } from '../core/decide.ts';
import type { Guide } from '../core/guide.ts';
import { type Screening, screenUrgent } from '../core/screen.ts';
import type { Found } from '../core/search.ts';
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
  return (turns) =>
    turns.map((turn) => {
      // What was private was not kept as it came, so the words cannot be judged again.
      if (turn.before === null || turn.decision.kind === 'private') return 'skipped';
      const was = decideBefore(turn, turn.before);
      const now = decideAfter(turn, turn.before);
      const effect = compareDecisions(was, now);
      return effect === 'same' ? 'same' : { effect, before: was, after: now };
    });
}

type Decide = (turn: ArchivedTurn, conversation: Conversation) => Decision;

const saved: Decide = ({ decision }) => decision;

function deciding(guide: Guide, screen: typeof screenUrgent): Decide {
  const quick = remembering(guide);
  return ({ message }, conversation) => decide(quick, conversation, message, DRAW, screen).decision;
}

/** The same question is asked by many, and quick replies by most: it is looked for once. */
function remembering(guide: Guide): Guide {
  const { search } = guide;
  const known = new Map<string, Found>();
  const find = (question: string): Found => {
    const found = known.get(question) ?? search.find(question);
    known.set(question, found);
    return found;
  };
  return { ...guide, search: { thresholds: search.thresholds, find } };
}

/** Rules that say the same become the very same, so that signs are looked for once a turn. */
function withSameRules(guide: Guide, { content: { urgent } }: Guide): Guide {
  if (!isDeepStrictEqual(urgent, guide.content.urgent)) return guide;
  return { ...guide, content: { ...guide.content, urgent } };
}

/** Screening takes as long as the search: two guides with the same rules share it. */
function lookingOnce(): typeof screenUrgent {
  let last: { readonly asked: Parameters<typeof screenUrgent>; readonly seen: Screening } | null =
    null;
  return (...asked) => {
    const isSame = last !== null && asked.every((value, index) => value === last?.asked[index]);
    if (last === null || !isSame) last = { asked, seen: screenUrgent(...asked) };
    return last.seen;
  };
}

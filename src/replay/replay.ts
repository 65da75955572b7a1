import { setImmediate } from 'node:timers/promises';
import type { Decision } from '../core/conversation.ts';
import { decide } from '../core/decide.ts';
import type { Guide } from '../core/guide.ts';
import type { Found } from '../core/search.ts';
import type { ArchivedTurn, TurnArchive } from '../storage/archive-store.ts';
import { compareDecisions, type Effect, effects } from './compare.ts';

/** One turn that would end otherwise. */
export interface Change {
  readonly effect: Exclude<Effect, 'same'>;
  readonly turn: ArchivedTurn;
  readonly before: Decision;
  readonly after: Decision;
}

export interface ReplayReport {
  /** Version of the content that was tried. */
  readonly version: string;
  /** Turns that were decided again. */
  readonly turns: number;
  /** Turns that cannot be: their words, or what was remembered before them, were not kept. */
  readonly skipped: number;
  readonly counts: Readonly<Record<Effect, number>>;
  /** The gravest first, then the latest. */
  readonly changes: readonly Change[];
}

export interface ReplayOptions {
  readonly archive: TurnArchive;
  /** How many of the latest turns are read. */
  readonly last: number;
  /** What the turns came to: as they were saved, or as another guide decides them. */
  readonly before: 'saved' | Guide;
  readonly after: Guide;
  readonly onProgress?: (done: number, all: number) => void;
}

const BATCH = 250;
/** Makes references only, which are not compared. */
const DRAW = 'REPLAY00REPLAY00';

/**
 * Decides past turns again, each from what was remembered before it, and tells what would change.
 * Nothing is saved. The same turns and guides give the same report.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const before = options.before === 'saved' ? 'saved' : remembering(options.before);
  const after = remembering(options.after);
  const changes: Change[] = [];
  let read = 0;
  let same = 0;
  let skipped = 0;
  for await (const turns of batches(options.archive, options.last)) {
    for (const turn of turns) {
      const found = replayTurn(before, after, turn);
      if (found === 'skipped') skipped += 1;
      else if (found === 'same') same += 1;
      else changes.push(found);
    }
    read += turns.length;
    options.onProgress?.(read, options.last);
    // Both the engine and the deciding may be synchronous: a server must get a word in.
    await setImmediate();
  }
  options.onProgress?.(options.last, options.last);
  return {
    version: options.after.content.version,
    turns: read - skipped,
    skipped,
    counts: countEffects(changes, same),
    changes: changes.sort((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect)),
  };
}

function replayTurn(
  beforeGuide: 'saved' | Guide,
  afterGuide: Guide,
  turn: ArchivedTurn,
): Change | 'same' | 'skipped' {
  // What was private was not kept as it came, so the words cannot be judged again.
  if (turn.before === null || turn.decision.kind === 'private') return 'skipped';
  const before =
    beforeGuide === 'saved' ? turn.decision : decideAgain(beforeGuide, turn.before, turn);
  const after = decideAgain(afterGuide, turn.before, turn);
  const effect = compareDecisions(before, after);
  return effect === 'same' ? 'same' : { effect, turn, before, after };
}

function decideAgain(
  guide: Guide,
  conversation: NonNullable<ArchivedTurn['before']>,
  { message }: ArchivedTurn,
): Decision {
  return decide(guide, conversation, message, DRAW).decision;
}

async function* batches(archive: TurnArchive, last: number) {
  let left = last;
  let place: Parameters<TurnArchive['readTextTurns']>[0] = null;
  while (left > 0) {
    const turns = await archive.readTextTurns(place, Math.min(left, BATCH));
    const end = turns.at(-1);
    if (end === undefined) return;
    yield turns;
    place = { at: end.message.at, conversation: end.conversation, turn: end.turn };
    left -= turns.length;
  }
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

function countEffects(changes: readonly Change[], same: number): ReplayReport['counts'] {
  const of = (effect: Effect) => changes.filter((change) => change.effect === effect).length;
  return {
    same,
    better: of('better'),
    different: of('different'),
    unanswered: of('unanswered'),
    'urgent-gained': of('urgent-gained'),
    'urgent-lost': of('urgent-lost'),
  };
}

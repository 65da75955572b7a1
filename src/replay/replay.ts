import { setImmediate } from 'node:timers/promises';
import type { Decision } from '../core/conversation.ts';
import type { ArchivedTurn, TurnArchive } from '../storage/archive-store.ts';
import { type Effect, effects } from './compare.ts';
import type { Judge, Verdict } from './judge.ts';

/** One turn that would end otherwise. */
export interface Change {
  readonly effect: Exclude<Effect, 'same'>;
  readonly turn: ArchivedTurn;
  readonly before: Decision;
  readonly after: Decision;
}

export interface ReplayReport {
  /** Turns that were decided again. */
  readonly turns: number;
  /** Turns that cannot be: their words, or what was remembered before them, were not kept. */
  readonly skipped: number;
  readonly counts: Readonly<Record<Effect, number>>;
  /** The gravest first, then the latest. */
  readonly changes: readonly Change[];
}

/** Judges that work side by side, as many batches at once as `width` says. */
export interface Bench {
  readonly width: number;
  judge(turns: readonly ArchivedTurn[]): Promise<readonly Verdict[]>;
}

export interface ReplayOptions {
  readonly archive: TurnArchive;
  /** How many of the latest turns are read. */
  readonly last: number;
  readonly bench: Bench;
  readonly onProgress?: (done: number, all: number) => void;
}

const BATCH = 250;

/**
 * Decides past turns again, each from what was remembered before it, and tells what would change.
 * Nothing is saved. The same turns and judges give the same report.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { archive, last, bench, onProgress } = options;
  const parts: Promise<Part>[] = [];
  let done = 0;
  for await (const turns of batches(archive, last)) {
    await parts.at(-bench.width);
    const part = bench.judge(turns).then((verdicts) => {
      done += turns.length;
      onProgress?.(done, last);
      return partOf(turns, verdicts);
    });
    // What fails is told by the wait at the end; until then it must not count as unheard.
    part.catch(() => undefined);
    parts.push(part);
  }
  const all = await Promise.all(parts);
  onProgress?.(last, last);
  return reportOf(all);
}

/** A bench of one judge in this very process. */
export function ownBench(judge: Judge): Bench {
  return {
    width: 1,
    async judge(turns) {
      // Both the engine and the deciding may be synchronous: others must get a word in.
      await setImmediate();
      return judge(turns);
    },
  };
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

/** What came of one batch: of turns that end the same, nothing but their number is kept. */
interface Part {
  readonly same: number;
  readonly skipped: number;
  readonly changes: readonly Change[];
}

function partOf(turns: readonly ArchivedTurn[], verdicts: readonly Verdict[]): Part {
  const of = (word: Verdict) => verdicts.filter((verdict) => verdict === word).length;
  const changes = turns.flatMap((turn, index): readonly Change[] => {
    const verdict = verdicts[index];
    return verdict === undefined || typeof verdict === 'string' ? [] : [{ turn, ...verdict }];
  });
  return { same: of('same'), skipped: of('skipped'), changes };
}

function reportOf(parts: readonly Part[]): ReplayReport {
  const sum = (name: 'same' | 'skipped') => parts.reduce((total, part) => total + part[name], 0);
  const changes = parts.flatMap((part) => part.changes);
  const of = (effect: Effect) => changes.filter((change) => change.effect === effect).length;
  return {
    turns: sum('same') + changes.length,
    skipped: sum('skipped'),
    counts: {
      same: sum('same'),
      better: of('better'),
      different: of('different'),
      unanswered: of('unanswered'),
      'urgent-gained': of('urgent-gained'),
      'urgent-lost': of('urgent-lost'),
    },
    changes: changes.sort((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect)),
  };
}

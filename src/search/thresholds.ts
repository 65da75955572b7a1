import type { Findable, Thresholds } from '../core/search.ts';
import type { Judged } from './calibrate.ts';
import { nowhere } from './model.ts';

/** One left-out question as the decision sees it. */
interface Trial {
  /** Summed over the best target and those that share a topic with it. */
  readonly confidence: number;
  readonly margin: number;
  /** The best target is right, or shares a topic with the right one. */
  readonly right: boolean;
  readonly known: boolean;
  readonly weight: number;
}

/** What a wrong answer costs, where a right one is worth 1. */
const wrongCosts = 0.5;

/** Of questions that lead nowhere, at most this share may be offered choices. */
const offeredInVain = 0.1;

/**
 * Chooses thresholds on left-out questions. `answer` and `margin` make the mean of two shares
 * largest: known questions answered rightly, and unknown ones not answered. `offer` is the lowest
 * confidence at which few unknown questions would be offered choices.
 */
export function chooseThresholds(
  judged: readonly Judged[],
  toChances: (scores: Float32Array) => Float32Array,
  targets: readonly string[],
  findables: readonly Findable[],
): { thresholds: Thresholds; figures: Readonly<Record<string, number>> } {
  const near = makeNear(targets, findables);
  const trials = judged.map((each) => toTrial(each, toChances, near, targets));
  let best = { answer: 0.5, margin: 0, value: -1 };
  for (const margin of [0, 0.05, 0.1, 0.2]) {
    for (let answer = 0.1; answer < 0.95; answer += 0.01) {
      const value = balanced(trials, answer, margin);
      if (value > best.value) best = { answer, margin, value };
    }
  }
  const { answer, margin, value } = best;
  const offer = Math.min(answer, Math.max(0.1, unknownQuantile(trials, 1 - offeredInVain)));
  const known = trials.filter((trial) => trial.known);
  const first = known.filter(({ right }) => right).length / Math.max(1, known.length);
  return {
    thresholds: { answer: round(answer), margin, offer: round(offer) },
    figures: { trials: trials.length, rightFirst: round(first), balanced: round(value) },
  };
}

/** A question that leads nowhere is well met by a refusal or by small talk. */
export function isQuiet(target: string | undefined): boolean {
  return target === nowhere || /^(?:refusal|smalltalk):/.test(target ?? '');
}

/** For each target, the targets that share a topic with it, itself included. */
function makeNear(
  targets: readonly string[],
  findables: readonly Findable[],
): readonly ReadonlySet<number>[] {
  return targets.map((_, t) => {
    const topics = findables[t]?.topics ?? [];
    const alike = findables.flatMap((other, o) =>
      o === t || other.topics?.some((topic) => topics.includes(topic)) ? [o] : [],
    );
    return new Set([t, ...alike]);
  });
}

function toTrial(
  { scores, truth, weight }: Judged,
  toChances: (scores: Float32Array) => Float32Array,
  near: readonly ReadonlySet<number>[],
  targets: readonly string[],
): Trial {
  const none = targets.length - 1;
  const chances = toChances(scores);
  let top = 0;
  for (let t = 1; t < none; t++) if ((chances[t] ?? 0) > (chances[top] ?? 0)) top = t;
  let confidence = 0;
  let rival = 0;
  for (let t = 0; t < none; t++) {
    if (near[top]?.has(t)) confidence += chances[t] ?? 0;
    else rival = Math.max(rival, chances[t] ?? 0);
  }
  if (truth < 0 && isQuiet(targets[top])) confidence = 0;
  const right = truth >= 0 && (near[top]?.has(truth) ?? false);
  return { confidence, margin: confidence - rival, right, known: truth >= 0, weight };
}

/** Rightly answered known questions less half of the wrongly answered, and unknown ones left alone. */
function balanced(trials: readonly Trial[], answer: number, margin: number): number {
  const sums = { known: 0, right: 0, wrong: 0, unknown: 0, silent: 0 };
  for (const trial of trials) {
    const said = trial.confidence >= answer && trial.margin >= margin;
    if (trial.known) {
      sums.known += trial.weight;
      if (said && trial.right) sums.right += trial.weight;
      if (said && !trial.right) sums.wrong += trial.weight;
    } else {
      sums.unknown += trial.weight;
      if (!said) sums.silent += trial.weight;
    }
  }
  const known = (sums.right - wrongCosts * sums.wrong) / (sums.known || 1);
  return (known + sums.silent / (sums.unknown || 1)) / 2;
}

/** The confidence that a share of the unknown questions stays below, by weight. */
function unknownQuantile(trials: readonly Trial[], share: number): number {
  const unknown = trials.filter(({ known }) => !known);
  unknown.sort((a, b) => a.confidence - b.confidence);
  const total = unknown.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { confidence, weight } of unknown) {
    below += weight;
    if (below >= share * total) return confidence;
  }
  return 0.3;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

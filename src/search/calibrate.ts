import { along, type Curve, risingCurve } from './curve.ts';
import type { Familiarity } from './familiarity.ts';
import { type Case, chanceOf, fitLogistic } from './logistic.ts';

/**
 * From scores to the chance of being right, for each candidate by itself: a logistic curve over its
 * score, its lead on the best other candidate, and the total score of its side (Platt 1999, with
 * more inputs). Scores are least squares, so the total over all entries is itself the least squares
 * answer to "is this about the clinic at all?". Fitted on questions that were not trained on.
 */
export interface Calibration {
  /** Of one, the score, its lead, and the total of its side. */
  readonly weights: readonly number[];
  /** A rising curve from what the logistic says to the share that was right. */
  readonly curve: Curve;
}

/** 1 for a target that answers (entries, flows), 0 for one that turns a question away. */
export type Sides = Uint8Array;

/** Scores of one left-out question; `truth` is the place of its target, -1 for none. */
export interface Judged {
  readonly scores: Float32Array;
  readonly truth: number;
  readonly weight: number;
  readonly familiarity: Familiarity;
}

/** Candidates of a question that the curve is fitted on. */
const candidates = 5;

/** The chance of each target to be the right one. Sums above one are scaled down to one. */
export function toProbabilities(
  scores: Float32Array,
  sides: Sides,
  { weights, curve }: Calibration,
): Float32Array {
  const { first, second } = leaders(scores);
  const totals = sideTotals(scores, sides);
  const chances = scores.map((value, place) => {
    if (!Number.isFinite(value)) return 0;
    const behind = value - (scores[place === first ? second : first] ?? 0);
    const total = totals[sides[place] ?? 0] ?? 0;
    return along(curve, chanceOf(weights, [1, value, behind, total]));
  });
  let sum = 0;
  for (const chance of chances) sum += chance;
  return sum <= 1 ? chances : chances.map((chance) => chance / sum);
}

/** Places of the targets from the likeliest on, where `isWanted`; of equals the higher score. */
export function likeliestFirst(
  chances: Float32Array,
  scores: Float32Array,
  isWanted: (place: number) => boolean,
): readonly number[] {
  return [...chances.keys()]
    .filter(isWanted)
    .sort((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0) || (scores[b] ?? 0) - (scores[a] ?? 0));
}

/** What all targets of each side score together. */
export function sideTotals(scores: Float32Array, sides: Sides): readonly [number, number] {
  let away = 0;
  let answers = 0;
  scores.forEach((value, place) => {
    if (!Number.isFinite(value)) return;
    if (sides[place] === 1) answers += value;
    else away += value;
  });
  return [away, answers];
}

/** Places of the two highest scores. */
function leaders(scores: Float32Array): { first: number; second: number } {
  let first = 0;
  let second = -1;
  for (let place = 1; place < scores.length; place++) {
    const value = scores[place] ?? 0;
    if (value > (scores[first] ?? 0)) {
      second = first;
      first = place;
    } else if (second < 0 || value > (scores[second] ?? 0)) second = place;
  }
  return { first, second };
}

/** The logistic by maximum likelihood, then the curve from its chances for the best candidates. */
export function calibrate(judged: readonly Judged[], sides: Sides): Calibration {
  const cases = judged.map((each) => toCases(each, sides));
  const weights = fitLogistic(cases.flat(), [-4, 4, 4, 2]);
  const points = cases.flatMap(([best]) =>
    best === undefined
      ? []
      : [{ at: chanceOf(weights, best.inputs), share: best.right ? 1 : 0, weight: best.weight }],
  );
  return { weights, curve: risingCurve(points) };
}

/**
 * The best candidates of one question. A question that leads nowhere may be met by any target that
 * turns it away, so those are neither right nor wrong.
 */
function toCases({ scores, truth, weight }: Judged, sides: Sides): readonly Case[] {
  const totals = sideTotals(scores, sides);
  const { first, second } = leaders(scores);
  const order = [...scores.keys()]
    .filter((place) => Number.isFinite(scores[place]) && (truth >= 0 || sides[place] === 1))
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  return order.slice(0, candidates).map((place) => {
    const value = scores[place] ?? 0;
    const rival = scores[place === first ? second : first] ?? 0;
    const total = totals[sides[place] ?? 0] ?? 0;
    return { inputs: [1, value, value - rival, total], right: place === truth, weight };
  });
}

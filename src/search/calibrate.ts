import { along, type Curve, risingCurve } from './curve.ts';

/**
 * From scores to the chance of being right, for each candidate by itself: a logistic curve over its
 * score, its lead on the best other candidate, and the total score of its side (Platt 1999, with
 * more inputs). Scores are least squares, so the total over all entries is itself the least squares
 * answer to "is this about the clinic at all?". Fitted on questions that were not trained on.
 */
export interface Calibration {
  readonly bias: number;
  readonly score: number;
  readonly lead: number;
  readonly side: number;
  /** A rising curve from what the logistic says to the share that was right. */
  readonly curve: Curve;
  readonly inside: Inside;
}

/**
 * A logistic curve again, for the chance that a question is about something here at all: over what
 * all answers score, what all that turns away scores, and the best answer's score.
 */
interface Inside {
  readonly bias: number;
  readonly answers: number;
  readonly away: number;
  readonly best: number;
}

/** 1 for a target that answers (entries, flows), 0 for one that turns a question away. */
export type Sides = Uint8Array;

/** Scores of one left-out question; `truth` is the place of its target, -1 for none. */
export interface Judged {
  readonly scores: Float32Array;
  readonly truth: number;
  readonly weight: number;
}

/** Candidates of a question that the curve is fitted on. */
const candidates = 5;

/** The chance of each target to be the right one. Sums above one are scaled down to one. */
export function toProbabilities(
  scores: Float32Array,
  sides: Sides,
  calibration: Calibration,
): Float32Array {
  const { curve } = calibration;
  const { first, second } = leaders(scores);
  const totals = sideTotals(scores, sides);
  const chances = scores.map((value, place) => {
    if (!Number.isFinite(value)) return 0;
    const behind = value - (scores[place === first ? second : first] ?? 0);
    const total = totals[sides[place] ?? 0] ?? 0;
    return along(curve, chanceOf(calibration, value, behind, total));
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

function chanceOf(
  { bias, score, lead, side }: Pick<Calibration, 'bias' | 'score' | 'lead' | 'side'>,
  value: number,
  behind: number,
  total: number,
): number {
  return logistic(bias + score * value + lead * behind + side * total);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** What all targets of each side score together. */
function sideTotals(scores: Float32Array, sides: Sides): readonly [number, number] {
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

/** The chance that a question is about something here, whichever answer would be right. */
export function toInside(scores: Float32Array, sides: Sides, { inside }: Calibration): number {
  const [, answers, away, best] = insideInputs(scores, sides);
  return logistic(inside.bias + inside.answers * answers + inside.away * away + inside.best * best);
}

function insideInputs(scores: Float32Array, sides: Sides): Case['inputs'] {
  const [away, answers] = sideTotals(scores, sides);
  let best = 0;
  scores.forEach((value, place) => {
    if (sides[place] === 1 && value > best) best = value;
  });
  return [1, answers, away, best];
}

function calibrateInside(judged: readonly Judged[], sides: Sides): Inside {
  const cases = judged.map(({ scores, truth, weight }) => ({
    inputs: insideInputs(scores, sides),
    right: truth >= 0 && sides[truth] === 1,
    weight,
  }));
  const [bias = 0, answers = 0, away = 0, best = 0] = fitLogistic(cases, [-4, 4, -4, 8]);
  return { bias, answers, away, best };
}

interface Case {
  readonly inputs: readonly [one: number, number, number, number];
  readonly right: boolean;
  readonly weight: number;
}

/** The logistic by maximum likelihood, then the curve from its chances for the best candidates. */
export function calibrate(judged: readonly Judged[], sides: Sides): Calibration {
  const cases = judged.map((each) => toCases(each, sides));
  const flat = cases.flat();
  const [bias = 0, score = 0, lead = 0, side = 0] = fitLogistic(flat, [-4, 4, 4, 2]);
  const points = cases.flatMap(([best]) => {
    if (best === undefined) return [];
    const [, value, behind, total] = best.inputs;
    const at = chanceOf({ bias, score, lead, side }, value, behind, total);
    return [{ at, share: best.right ? 1 : 0, weight: best.weight }];
  });
  const inside = calibrateInside(judged, sides);
  return { bias, score, lead, side, curve: risingCurve(points), inside };
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

/** A logistic by Newton's method, from a first guess. */
function fitLogistic(cases: readonly Case[], guess: readonly number[]): readonly number[] {
  let weights = guess;
  for (let step = 0; step < 25; step++) weights = newtonStep(cases, weights);
  return weights;
}

/** Keeps the curve from growing without end where a small content is told apart without a miss. */
const ridge = 1e-4;

function newtonStep(cases: readonly Case[], weights: readonly number[]): readonly number[] {
  const slope = weights.map((value) => ridge * value);
  const bend: number[][] = weights.map((_, i) => weights.map((_, j) => (i === j ? ridge : 0)));
  for (const { inputs, right, weight } of cases) {
    const chance = logistic(inputs.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0));
    const miss = weight * (chance - (right ? 1 : 0));
    const curve = weight * chance * (1 - chance);
    inputs.forEach((x, i) => {
      slope[i] = (slope[i] ?? 0) + miss * x;
      bend[i] = inputs.map((y, j) => (bend[i]?.[j] ?? 0) + curve * x * y);
    });
  }
  const step = solveSmall(bend, slope);
  return weights.map((value, k) => value - (step[k] ?? 0));
}

/** Gauss elimination of a few equations. */
function solveSmall(rows: number[][], right: number[]): number[] {
  rows.forEach((pivotRow, p) => {
    rows.forEach((row, r) => {
      const factor = r === p ? 0 : (row[p] ?? 0) / (pivotRow[p] ?? 1);
      pivotRow.forEach((value, k) => {
        row[k] = (row[k] ?? 0) - factor * value;
      });
      right[r] = (right[r] ?? 0) - factor * (right[p] ?? 0);
    });
  });
  return right.map((value, r) => value / (rows[r]?.[r] ?? 1));
}

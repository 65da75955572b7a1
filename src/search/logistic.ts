/** One thing that came out right or not, and what was known of it before. */
export interface Case {
  readonly inputs: readonly number[];
  readonly right: boolean;
  readonly weight: number;
}

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The chance that a logistic curve gives to some inputs. */
export function chanceOf(weights: readonly number[], inputs: readonly number[]): number {
  return logistic(inputs.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0));
}

/** A logistic curve by maximum likelihood: Newton's method from a first guess. */
export function fitLogistic(cases: readonly Case[], guess: readonly number[]): readonly number[] {
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
    const chance = chanceOf(weights, inputs);
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

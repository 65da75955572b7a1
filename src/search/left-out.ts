import { cholesky, type Matrix, makeMatrix, rowProducts, solveBelow } from './solve.ts';

/**
 * What a kernel machine would have said to its own examples had they not been among them, without
 * training again. With G the inverse of (K + λI) and a = G Y, leaving out the rows S gives
 *
 *   prediction(S) = Y(S) - G(S, S)⁻¹ a(S)
 *
 * (Rifkin and Lippert 2007, "Notes on regularized least squares", for one row; blocks alike.)
 */
export interface Solved {
  readonly targets: number;
  /** Rows before this one are never left out. */
  readonly first: number;
  /** Rows of the transposed inverse factor, from `first` on: G(i, j) is the product of rows i and j. */
  readonly inverse: Matrix;
  /** a, `targets` numbers a row. */
  readonly duals: Float32Array;
  readonly owners: Uint32Array;
}

/** Scores of every target for the rows `out`, had they all been left out; one array a row. */
export function leftOutScores(solved: Solved, out: readonly number[]): readonly Float32Array[] {
  const { targets, duals, owners } = solved;
  const sides = out.map((row) =>
    Float64Array.from(duals.subarray(row * targets, (row + 1) * targets)),
  );
  const residuals =
    out.length < largeBlock ? solveSmall(solved, out, sides) : solveLarge(solved, out, sides);
  return residuals.map((residual, k) => {
    const scores = Float32Array.from(residual, (value) => -value);
    const owner = owners[out[k] ?? 0] ?? 0;
    scores[owner] = (scores[owner] ?? 0) + 1;
    return scores;
  });
}

/** From here on tiles are worth filling. */
const largeBlock = 24;

/** G(S, S)⁻¹ times the sides: Gauss elimination, all sides at once. */
function solveSmall(
  { inverse, first }: Solved,
  out: readonly number[],
  sides: Float64Array[],
): readonly Float64Array[] {
  const { numbers, stride, size } = inverse;
  const block = out.map((i) =>
    Float64Array.from(out, (j) => {
      let sum = 0;
      for (let k = Math.max(i, j) - first; k < size; k++) {
        sum += (numbers[(i - first) * stride + k] ?? 0) * (numbers[(j - first) * stride + k] ?? 0);
      }
      return sum;
    }),
  );
  block.forEach((pivotRow, p) => {
    const pivot = pivotRow[p] ?? 1;
    block.forEach((row, r) => {
      const factor = r === p ? 0 : (row[p] ?? 0) / pivot;
      if (factor !== 0) {
        takeAway(row, pivotRow, factor);
        takeAway(sides[r], sides[p], factor);
      }
    });
  });
  return sides.map((side, r) => side.map((value) => value / (block[r]?.[r] ?? 1)));
}

/** The same by a factor of the block, as a whole model is solved. */
function solveLarge(
  { inverse, first, targets }: Solved,
  out: readonly number[],
  sides: readonly Float64Array[],
): readonly Float64Array[] {
  const size = out.length;
  const places = out.map((row) => row - first);
  const products = rowProducts(inverse, places, places);
  const block = makeMatrix(size, targets);
  const { numbers, stride } = block;
  for (let row = 0; row < size; row++) {
    numbers.set(products.subarray(row * size, row * size + row + 1), row * stride);
    sides[row]?.forEach((value, target) => {
      numbers[(size + target) * stride + row] = value;
    });
  }
  cholesky(block);
  solveBelow(block);
  return sides.map((_, row) =>
    Float64Array.from(
      { length: targets },
      (_, target) => numbers[(size + target) * stride + row] ?? 0,
    ),
  );
}

function takeAway(
  row: Float64Array | undefined,
  other: Float64Array | undefined,
  factor: number,
): void {
  if (row === undefined || other === undefined) return;
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) - factor * (other[k] ?? 0);
}

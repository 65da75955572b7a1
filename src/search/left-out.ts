import { cholesky, invertFactor, type Matrix, makeMatrix, rowProducts, rowsFrom } from './solve.ts';

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
  /** Rows of the transposed inverse factor: G(i, j) is the product of rows i and j. */
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
  { inverse }: Solved,
  out: readonly number[],
  sides: Float64Array[],
): readonly Float64Array[] {
  const { numbers, stride, size } = inverse;
  const block = out.map((i) =>
    Float64Array.from(out, (j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < size; k++) {
        sum += (numbers[i * stride + k] ?? 0) * (numbers[j * stride + k] ?? 0);
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

/** The same by a factor of the block and its inverse, as a whole model is solved. */
function solveLarge(
  { inverse, targets }: Solved,
  out: readonly number[],
  sides: readonly Float64Array[],
): readonly Float64Array[] {
  const size = out.length;
  const block = makeMatrix(size, targets);
  const { numbers, stride } = block;
  const products = rowProducts(inverse, out, out);
  for (let i = 0; i < size; i++) {
    numbers.set(products.subarray(i * size, i * size + i + 1), i * stride);
  }
  cholesky(block);
  invertFactor(block);
  sides.forEach((side, row) => {
    side.forEach((value, target) => {
      const sums = (size + target) * stride;
      for (let k = row; k < size; k++) {
        numbers[sums + k] = (numbers[sums + k] ?? 0) + value * (numbers[row * stride + k] ?? 0);
      }
    });
  });
  const solved = rowProducts(block, rowsFrom(0, size), rowsFrom(size, targets));
  return sides.map((_, row) => solved.subarray(row * targets, (row + 1) * targets));
}

function takeAway(
  row: Float64Array | undefined,
  other: Float64Array | undefined,
  factor: number,
): void {
  if (row === undefined || other === undefined) return;
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) - factor * (other[k] ?? 0);
}

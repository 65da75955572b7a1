import { type Matrix, rowProducts } from './solve.ts';

/**
 * What a kernel machine would have said to its own examples had they not been among them, without
 * training again. With G the inverse of (K + λI) and a = G Y, leaving out the rows S gives
 *
 *   prediction(S) = Y(S) - G(S, S)⁻¹ a(S)
 *
 * (Rifkin and Lippert 2007, "Notes on regularized least squares", for one row; blocks alike.)
 */
export interface Solved {
  readonly count: number;
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
  const block = inverseBlock(solved, out);
  const residuals = out.map((row) =>
    Float64Array.from(duals.subarray(row * targets, (row + 1) * targets)),
  );
  solveInPlace(block, residuals);
  return residuals.map((residual, k) => {
    const scores = Float32Array.from(residual, (value) => -value);
    const owner = owners[out[k] ?? 0] ?? 0;
    scores[owner] = (scores[owner] ?? 0) + 1;
    return scores;
  });
}

/** From here on the tiles of `rowProducts` are worth filling. */
const largeBlock = 24;

function inverseBlock({ count, inverse }: Solved, out: readonly number[]): Float64Array[] {
  if (out.length >= largeBlock) {
    const block = rowProducts(inverse, out, inverse, out, count);
    return out.map((_, i) => block.subarray(i * out.length, (i + 1) * out.length));
  }
  return out.map((i) =>
    Float64Array.from(out, (j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < count; k++) {
        sum += (inverse[i * count + k] ?? 0) * (inverse[j * count + k] ?? 0);
      }
      return sum;
    }),
  );
}

/** Gauss elimination of a small symmetric positive system, all right sides at once. */
function solveInPlace(block: Float64Array[], sides: Float64Array[]): void {
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
  sides.forEach((side, r) => {
    const pivot = block[r]?.[r] ?? 1;
    for (let k = 0; k < side.length; k++) side[k] = (side[k] ?? 0) / pivot;
  });
}

function takeAway(
  row: Float64Array | undefined,
  other: Float64Array | undefined,
  factor: number,
): void {
  if (row === undefined || other === undefined) return;
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) - factor * (other[k] ?? 0);
}

import { openLoops, tile } from './simd.ts';

/** Told the share of a long computation that is done, 0 to 1. */
type OnShare = (share: number) => void;

/**
 * Cholesky factor of a symmetric positive matrix, in place: the lower half of `m`, `n` rows of `n`,
 * becomes L with L Lᵀ = m. About n³ / 3 multiplications, tile by tile.
 *
 *        j0
 *     ┌──┐            every tile (i0, j0) first loses the products of
 *     │▒▒│            the tiles left of it, then is solved against the
 *  i0 │▒▒│←           triangle on the diagonal of its column
 *     └──┘
 */
export function cholesky(m: Float64Array, n: number, onShare: OnShare = () => {}): void {
  const subtract = makeSubtract(n);
  for (let j0 = 0; j0 < n; j0 += tile) {
    onShare(j0 / n);
    const j1 = Math.min(n, j0 + tile);
    for (let i0 = j0; i0 < n; i0 += tile) {
      const i1 = Math.min(n, i0 + tile);
      subtract(m, m, i0, j0, 0, j0);
      for (let i = i0; i < i1; i++) solveRow(m, n, i, j0, Math.min(j1, i + 1));
    }
  }
}

function solveRow(m: Float64Array, n: number, i: number, j0: number, j1: number): void {
  for (let j = j0; j < j1; j++) {
    let sum = m[i * n + j] ?? 0;
    for (let k = j0; k < j; k++) sum -= (m[i * n + k] ?? 0) * (m[j * n + k] ?? 0);
    m[i * n + j] = i === j ? Math.sqrt(sum) : sum / (m[j * n + j] ?? 1);
  }
}

type Subtract = (
  x: Float64Array,
  l: Float64Array,
  i0: number,
  j0: number,
  k0: number,
  k1: number,
) => void;

/**
 * x[tile at i0, j0] -= x[rows from i0, k0..k1] · l[rows from j0, k0..k1]ᵀ. Tiles are copied to where
 * the fast loop can reach them; beyond the edge of the matrix they are zero.
 */
function makeSubtract(n: number): Subtract {
  const size = tile * tile;
  const loops = openLoops(3 * size * Float64Array.BYTES_PER_ELEMENT);
  const left = loops.place(Float64Array, size);
  const right = loops.place(Float64Array, size);
  const product = loops.place(Float64Array, size);
  const copy = (from: Float64Array, to: Float64Array, row0: number, column0: number) => {
    const width = Math.min(tile, n - column0);
    if (width < tile || n - row0 < tile) to.fill(0);
    for (let row = row0; row < Math.min(n, row0 + tile); row++) {
      const at = row * n + column0;
      to.set(from.subarray(at, at + width), (row - row0) * tile);
    }
  };
  return (x, l, i0, j0, k0, k1) => {
    if (k0 >= k1) return;
    product.fill(0);
    for (let k = k0; k < k1; k += tile) {
      copy(x, left, i0, k);
      copy(l, right, j0, k);
      loops.multiply(left, right, product);
    }
    const width = Math.min(tile, n - j0);
    for (let i = 0; i < Math.min(tile, n - i0); i++) {
      const at = (i0 + i) * n + j0;
      for (let j = 0; j < width; j++) x[at + j] = (x[at + j] ?? 0) - (product[i * tile + j] ?? 0);
    }
  };
}

/**
 * The inverse of a Cholesky factor, transposed: row i of the result holds column i of L⁻¹ (zero left
 * of the diagonal), so that an element of the inverse matrix is the product of two rows. About
 * n³ / 3 multiplications.
 */
export function invertFactor(
  l: Float64Array,
  n: number,
  onShare: OnShare = () => {},
): Float64Array {
  const inverse = new Float64Array(n * n);
  const subtract = makeSubtract(n);
  for (let j0 = 0; j0 < n; j0 += tile) {
    onShare((j0 / n) ** 2);
    const j1 = Math.min(n, j0 + tile);
    for (let i0 = 0; i0 < j1; i0 += tile) {
      const i1 = Math.min(j1, i0 + tile);
      subtract(inverse, l, i0, j0, i0, j0);
      for (let i = i0; i < i1; i++) finishRow(inverse, l, n, i, j0, j1);
    }
  }
  return inverse;
}

/** Solves L x = unit vector i for the rows j0..j1, what is left of them already gathered. */
function finishRow(
  x: Float64Array,
  l: Float64Array,
  n: number,
  i: number,
  j0: number,
  j1: number,
): void {
  for (let j = Math.max(i, j0); j < j1; j++) {
    let sum = (x[i * n + j] ?? 0) + (i === j ? 1 : 0);
    for (let k = Math.max(i, j0); k < j; k++) sum -= (l[j * n + k] ?? 0) * (x[i * n + k] ?? 0);
    x[i * n + j] = sum / (l[j * n + j] ?? 1);
  }
}

import { openLoops, tile } from './simd.ts';

/**
 * Square, row after row. Kept in 32 bits, as one of them is the memory that training takes; sums are
 * made in 64.
 */
export type Matrix = Float32Array;

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
export function cholesky(m: Matrix, n: number, onShare: OnShare = () => {}): void {
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

function solveRow(m: Matrix, n: number, i: number, j0: number, j1: number): void {
  for (let j = j0; j < j1; j++) {
    let sum = m[i * n + j] ?? 0;
    for (let k = j0; k < j; k++) sum -= (m[i * n + k] ?? 0) * (m[j * n + k] ?? 0);
    m[i * n + j] = i === j ? Math.sqrt(sum) : sum / (m[j * n + j] ?? 1);
  }
}

type Subtract = (x: Matrix, l: Matrix, i0: number, j0: number, k0: number, k1: number) => void;

/** x[tile at i0, j0] -= x[rows from i0, k0..k1] · l[rows from j0, k0..k1]ᵀ. */
function makeSubtract(n: number): Subtract {
  const { left, right, product, fill, multiply } = makeTiles(n);
  return (x, l, i0, j0, k0, k1) => {
    if (k0 >= k1) return;
    const rows = range(i0, Math.min(n, i0 + tile));
    const columns = range(j0, Math.min(n, j0 + tile));
    product.fill(0);
    for (let k = k0; k < k1; k += tile) {
      fill(left, x, rows, k);
      fill(right, l, columns, k);
      multiply();
    }
    rows.forEach((row, i) => {
      const at = row * n + j0;
      for (let j = 0; j < columns.length; j++)
        x[at + j] = (x[at + j] ?? 0) - (product[i * tile + j] ?? 0);
    });
  };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}

/** Two tiles to copy pieces of matrices of `n` columns into, and one for their products. */
function makeTiles(n: number) {
  const size = tile * tile;
  const loops = openLoops(3 * size * Float64Array.BYTES_PER_ELEMENT);
  const left = loops.place(Float64Array, size);
  const right = loops.place(Float64Array, size);
  const product = loops.place(Float64Array, size);
  return {
    left,
    right,
    product,
    multiply: () => loops.multiply(left, right, product),
    /** Beyond the edge of the matrix a tile is zero. */
    fill(to: Float64Array, from: Float32Array, rows: readonly number[], column: number): void {
      const width = Math.min(tile, n - column);
      if (width < tile || rows.length < tile) to.fill(0);
      rows.forEach((row, i) => {
        const at = row * n + column;
        to.set(from.subarray(at, at + width), i * tile);
      });
    },
  };
}

/**
 * The products of chosen rows of `x` with chosen rows of `y`, both of `n` columns: rowsY.length
 * numbers for each of rowsX. `x` is zero left of its diagonal, so that much is not looked at.
 */
export function rowProducts(
  x: Float32Array,
  rowsX: readonly number[],
  y: Float32Array,
  rowsY: readonly number[],
  n: number,
): Float64Array {
  const { left, right, product, fill, multiply } = makeTiles(n);
  const out = new Float64Array(rowsX.length * rowsY.length);
  for (let i0 = 0; i0 < rowsX.length; i0 += tile) {
    const rows = rowsX.slice(i0, i0 + tile);
    const first = Math.floor(Math.min(...rows) / tile) * tile;
    for (let j0 = 0; j0 < rowsY.length; j0 += tile) {
      const columns = rowsY.slice(j0, j0 + tile);
      product.fill(0);
      for (let k = first; k < n; k += tile) {
        fill(left, x, rows, k);
        fill(right, y, columns, k);
        multiply();
      }
      rows.forEach((_, i) => {
        const from = product.subarray(i * tile, i * tile + columns.length);
        out.set(from, (i0 + i) * rowsY.length + j0);
      });
    }
  }
  return out;
}

/**
 * The inverse of a Cholesky factor, transposed, in place of it: row i of the result holds column i of
 * L⁻¹ (zero left of the diagonal), so that an element of the inverse matrix is the product of two
 * rows. About n³ / 3 multiplications. The result grows in the upper tiles while the lower ones still
 * hold L; only where both would meet, on the diagonal, a tile of L is set aside.
 */
export function invertFactor(m: Matrix, n: number, onShare: OnShare = () => {}): void {
  const subtract = makeSubtract(n);
  const corner = new Float32Array(tile * tile);
  for (let i = 0; i < n; i++) m.fill(0, i * n + i + 1, (i + 1) * n);
  for (let j0 = 0; j0 < n; j0 += tile) {
    onShare((j0 / n) ** 2);
    const j1 = Math.min(n, j0 + tile);
    setAside(m, n, j0, j1, corner);
    for (let i0 = 0; i0 < j1; i0 += tile) {
      const i1 = Math.min(j1, i0 + tile);
      subtract(m, m, i0, j0, i0, j0);
      for (let i = i0; i < i1; i++) finishRow(m, corner, n, i, j0, j1);
    }
  }
  for (let i = 0; i < n; i++) m.fill(0, i * n, i * n + i - (i % tile));
}

/** Moves the tile on the diagonal at `j0` to `corner`. */
function setAside(m: Matrix, n: number, j0: number, j1: number, corner: Float32Array): void {
  for (let j = j0; j < j1; j++) {
    corner.set(m.subarray(j * n + j0, j * n + j1), (j - j0) * tile);
    m.fill(0, j * n + j0, j * n + j1);
  }
}

/** Solves L x = unit vector i for the rows j0..j1, what is left of them already gathered. */
function finishRow(
  x: Matrix,
  corner: Float32Array,
  n: number,
  i: number,
  j0: number,
  j1: number,
): void {
  for (let j = Math.max(i, j0); j < j1; j++) {
    const row = (j - j0) * tile - j0;
    let sum = (x[i * n + j] ?? 0) + (i === j ? 1 : 0);
    for (let k = Math.max(i, j0); k < j; k++) sum -= (corner[row + k] ?? 0) * (x[i * n + k] ?? 0);
    x[i * n + j] = sum / (corner[row + j] ?? 1);
  }
}

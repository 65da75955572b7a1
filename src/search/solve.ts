/** Told the share of a long computation that is done, 0 to 1. */
type OnShare = (share: number) => void;

/** Side of the square tiles that matrices are worked in, so that two of them stay in the cache. */
const tile = 64;

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
  for (let j0 = 0; j0 < n; j0 += tile) {
    onShare(j0 / n);
    const j1 = Math.min(n, j0 + tile);
    for (let i0 = j0; i0 < n; i0 += tile) {
      const i1 = Math.min(n, i0 + tile);
      for (let k0 = 0; k0 < j0; k0 += tile) subtract(m, m, n, [i0, i1], [j0, j1], k0, k0 + tile);
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

type Range = readonly [from: number, to: number];

/** x[rows, columns] -= x[rows, k0..k1] · l[columns, k0..k1]ᵀ, two rows by four columns at a time. */
function subtract(
  x: Float64Array,
  l: Float64Array,
  n: number,
  [i0, i1]: Range,
  [j0, j1]: Range,
  k0: number,
  k1: number,
): void {
  for (let i = i0; i < i1; i += 2) {
    const a = i * n;
    const b = i + 1 < i1 ? a + n : a;
    for (let j = j0; j < j1; j += 4) {
      const width = Math.min(4, j1 - j);
      const p = j * n;
      const q = width > 1 ? p + n : p;
      const r = width > 2 ? q + n : q;
      const s = width > 3 ? r + n : r;
      let c0 = 0;
      let c1 = 0;
      let c2 = 0;
      let c3 = 0;
      let d0 = 0;
      let d1 = 0;
      let d2 = 0;
      let d3 = 0;
      for (let k = k0; k < k1; k++) {
        const u = x[a + k] ?? 0;
        const v = x[b + k] ?? 0;
        const e = l[p + k] ?? 0;
        const f = l[q + k] ?? 0;
        const g = l[r + k] ?? 0;
        const h = l[s + k] ?? 0;
        c0 += u * e;
        c1 += u * f;
        c2 += u * g;
        c3 += u * h;
        d0 += v * e;
        d1 += v * f;
        d2 += v * g;
        d3 += v * h;
      }
      const sums = [c0, c1, c2, c3, d0, d1, d2, d3];
      for (let w = 0; w < width; w++) {
        x[a + j + w] = (x[a + j + w] ?? 0) - (sums[w] ?? 0);
        if (b !== a) x[b + j + w] = (x[b + j + w] ?? 0) - (sums[w + 4] ?? 0);
      }
    }
  }
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
  for (let j0 = 0; j0 < n; j0 += tile) {
    onShare((j0 / n) ** 2);
    const j1 = Math.min(n, j0 + tile);
    for (let i0 = 0; i0 < j1; i0 += tile) {
      const i1 = Math.min(j1, i0 + tile);
      for (let k0 = i0; k0 < j0; k0 += tile)
        subtract(inverse, l, n, [i0, i1], [j0, j1], k0, k0 + tile);
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

import { openLoops, tile } from './simd.ts';

/**
 * A square matrix in the memory of the loops, with the right sides of its equations as rows below it.
 * Kept in 32 bits, as it is the memory that training takes; sums of more than a tile of products are
 * made in 64.
 */
export interface Matrix {
  readonly size: number;
  /** So many rows stand below the square. */
  readonly below: number;
  /** From the beginning of one row to that of the next: the size and zeros up to a whole tile. */
  readonly stride: number;
  /** The rows, one after another, those below the square last. */
  readonly numbers: Float32Array;
  /**
   * The products of rows with rows, `tile` of each at most, over the columns from one tile's beginning
   * to another's: `tile` numbers a row. Overwritten by the next call.
   */
  readonly products: (
    x: readonly number[],
    y: readonly number[],
    from: number,
    to: number,
  ) => Float64Array;
}

/** A matrix of zeros with so many rows below it. */
export function makeMatrix(size: number, below = 0): Matrix {
  const stride = Math.ceil(size / tile) * tile;
  const bytes = Float32Array.BYTES_PER_ELEMENT;
  const loops = openLoops((size + below + 1) * stride * bytes + tile * (tile + 1) * 2 * bytes);
  const numbers = loops.place(Float32Array, (size + below) * stride);
  const nothing = loops.place(Float32Array, stride).byteOffset;
  const left = loops.place(Uint32Array, tile);
  const right = loops.place(Uint32Array, tile);
  const product = loops.place(Float64Array, tile * tile);
  /** Where each row begins; rows that are missing from a tile are zero. */
  const point = (to: Uint32Array, rows: readonly number[]) => {
    to.fill(nothing);
    rows.forEach((row, at) => {
      to[at] = numbers.byteOffset + row * stride * bytes;
    });
  };
  const products: Matrix['products'] = (x, y, from, to) => {
    product.fill(0);
    point(left, x);
    point(right, y);
    for (let column = from; column < to; column += tile)
      loops.multiply(left, right, column, product);
    return product;
  };
  return { size, below, stride, numbers, products };
}

/** Told the share of a long computation that is done, 0 to 1. */
type OnShare = (share: number) => void;

/**
 * Cholesky factor of a symmetric positive matrix, in place: its lower half becomes L with L Lᵀ = m, and
 * each row b below it L⁻¹ b. About n³ / 6 multiplications, tile by tile.
 *
 *        j0
 *     ┌──┐            every tile (i0, j0) first loses the products of
 *     │▒▒│            the tiles left of it, then is solved against the
 *  i0 │▒▒│←           triangle on the diagonal of its column
 *     └──┘
 */
export function cholesky(m: Matrix, onShare: OnShare = () => {}): void {
  const { size, below } = m;
  for (let j0 = 0; j0 < size; j0 += tile) {
    onShare((j0 / size) ** 2);
    const j1 = Math.min(size, j0 + tile);
    for (const [from, to] of [
      [j0, size],
      [size, size + below],
    ] as const) {
      for (let i0 = from; i0 < to; i0 += tile) {
        const rows = rowsFrom(i0, Math.min(tile, to - i0));
        subtract(m, rows, j0, 0, j0);
        for (const i of rows) solveRow(m, i, j0, Math.min(j1, i + 1));
      }
    }
  }
}

function solveRow({ numbers, stride }: Matrix, i: number, j0: number, j1: number): void {
  for (let j = j0; j < j1; j++) {
    let sum = numbers[i * stride + j] ?? 0;
    for (let k = j0; k < j; k++)
      sum -= (numbers[i * stride + k] ?? 0) * (numbers[j * stride + k] ?? 0);
    numbers[i * stride + j] = i === j ? Math.sqrt(sum) : sum / (numbers[j * stride + j] ?? 1);
  }
}

/** m[rows, tile at j0] -= m[rows, k0..k1] · m[rows from j0, k0..k1]ᵀ. */
function subtract(m: Matrix, rows: readonly number[], j0: number, k0: number, k1: number): void {
  if (k0 >= k1) return;
  const { numbers, stride, size } = m;
  const columns = rowsFrom(j0, Math.min(tile, size - j0));
  const product = m.products(rows, columns, k0, k1);
  rows.forEach((row, i) => {
    const at = row * stride + j0;
    for (let j = 0; j < columns.length; j++)
      numbers[at + j] = (numbers[at + j] ?? 0) - (product[i * tile + j] ?? 0);
  });
}

/**
 * The other half of solving: of a matrix that `cholesky` has been through, each row b below becomes
 * L⁻ᵀ b, which is what m times it makes the row that stood there at first. The upper half is filled with
 * Lᵀ, so that its columns lie as rows.
 */
export function solveBelow(m: Matrix): void {
  const { numbers, stride, size, below } = m;
  mirror(m);
  for (let j0 = Math.floor((size - 1) / tile) * tile; j0 >= 0; j0 -= tile) {
    const j1 = Math.min(size, j0 + tile);
    for (let i0 = size; i0 < size + below; i0 += tile) {
      const rows = rowsFrom(i0, Math.min(tile, size + below - i0));
      if (j1 < size) subtract(m, rows, j0, j1, stride);
      for (const i of rows) {
        for (let j = j1 - 1; j >= j0; j--) {
          let sum = numbers[i * stride + j] ?? 0;
          for (let k = j + 1; k < j1; k++)
            sum -= (numbers[i * stride + k] ?? 0) * (numbers[j * stride + k] ?? 0);
          numbers[i * stride + j] = sum / (numbers[j * stride + j] ?? 1);
        }
      }
    }
  }
}

/** Copies the lower half to the upper one, tile by tile, as memory is read in pieces. */
function mirror({ numbers, stride, size }: Matrix): void {
  for (let i0 = 0; i0 < size; i0 += tile) {
    for (let j0 = 0; j0 <= i0; j0 += tile) {
      for (let i = i0; i < Math.min(size, i0 + tile); i++) {
        for (let j = j0; j < Math.min(i, j0 + tile); j++)
          numbers[j * stride + i] = numbers[i * stride + j] ?? 0;
      }
    }
  }
}

/**
 * The last rows and columns of a factor, from `first` on, as a matrix of their own; all of them are the
 * factor itself. Their inverse is that part of the inverse of the whole.
 */
export function lastOf(m: Matrix, first: number): Matrix {
  if (first === 0) return m;
  const { numbers, stride, size } = m;
  const last = makeMatrix(size - first);
  for (let i = first; i < size; i++) {
    const row = numbers.subarray(i * stride + first, i * stride + i + 1);
    last.numbers.set(row, (i - first) * last.stride);
  }
  return last;
}

/** So many row numbers, one after another. */
export function rowsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => first + k);
}

/**
 * The products of chosen rows with chosen others: `others.length` numbers for each of `rows`, which are
 * zero left of the diagonal, so that much is not looked at.
 */
export function rowProducts(
  m: Matrix,
  rows: readonly number[],
  others: readonly number[],
): Float64Array {
  const out = new Float64Array(rows.length * others.length);
  for (let i0 = 0; i0 < rows.length; i0 += tile) {
    const some = rows.slice(i0, i0 + tile);
    const first = Math.floor(Math.min(...some) / tile) * tile;
    for (let j0 = 0; j0 < others.length; j0 += tile) {
      const columns = others.slice(j0, j0 + tile);
      const product = m.products(some, columns, first, m.stride);
      some.forEach((_, i) => {
        const from = product.subarray(i * tile, i * tile + columns.length);
        out.set(from, (i0 + i) * others.length + j0);
      });
    }
  }
  return out;
}

/**
 * The inverse of a Cholesky factor, transposed, in place of it: row i of the result holds column i of
 * L⁻¹ (zero left of the diagonal), so that an element of the inverse matrix is the product of two
 * rows. About n³ / 6 multiplications. The result grows in the upper tiles while the lower ones still
 * hold L; only where both would meet, on the diagonal, a tile of L is set aside.
 */
export function invertFactor(m: Matrix, onShare: OnShare = () => {}): void {
  const { numbers, stride, size } = m;
  const corner = new Float32Array(tile * tile);
  for (let i = 0; i < size; i++) numbers.fill(0, i * stride + i + 1, (i + 1) * stride);
  for (let j0 = 0; j0 < size; j0 += tile) {
    onShare((j0 / size) ** 3);
    const j1 = Math.min(size, j0 + tile);
    setAside(m, j0, j1, corner);
    for (let i0 = 0; i0 < j1; i0 += tile) {
      const i1 = Math.min(j1, i0 + tile);
      const rows = rowsFrom(i0, i1 - i0);
      subtract(m, rows, j0, i0, j0);
      for (const i of rows) finishRow(m, corner, i, j0, j1);
    }
  }
  for (let i = 0; i < size; i++) numbers.fill(0, i * stride, i * stride + i - (i % tile));
}

/** Moves the tile on the diagonal at `j0` to `corner`. */
function setAside({ numbers, stride }: Matrix, j0: number, j1: number, corner: Float32Array): void {
  for (let j = j0; j < j1; j++) {
    corner.set(numbers.subarray(j * stride + j0, j * stride + j1), (j - j0) * tile);
    numbers.fill(0, j * stride + j0, j * stride + j1);
  }
}

/** Solves L x = unit vector i for the rows j0..j1, what is left of them already gathered. */
function finishRow(
  { numbers, stride }: Matrix,
  corner: Float32Array,
  i: number,
  j0: number,
  j1: number,
): void {
  for (let j = Math.max(i, j0); j < j1; j++) {
    const row = (j - j0) * tile - j0;
    let sum = (numbers[i * stride + j] ?? 0) + (i === j ? 1 : 0);
    for (let k = Math.max(i, j0); k < j; k++)
      sum -= (corner[row + k] ?? 0) * (numbers[i * stride + k] ?? 0);
    numbers[i * stride + j] = sum / (corner[row + j] ?? 1);
  }
}

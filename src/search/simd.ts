import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows and columns of a tile of `multiply`. */
export const tile = 64;
/** Bytes of a row of `dots`, and integers of a row of `weigh`, are multiples of this. */
export const lane = 16;

/** An array of numbers that can be laid in the loops' memory. */
interface Kind<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
}

/** The loops of `simd.wat` with a memory of their own. All arrays given to them come from `place`. */
export interface Loops {
  /** An array of zeros in the loops' memory. */
  place<T>(kind: Kind<T>, length: number): T;
  /** `out[r]` becomes the product of row r of `stored` with `asked`; for as many rows as `count`. */
  dots(stored: Int8Array, asked: Int8Array, out: Int32Array, count: number): void;
  /** `out[rows[k]]` grows by `weight` times `weights[k]`, for all k from `start` on and before `end`. */
  spread(
    rows: Uint32Array,
    weights: Float32Array,
    start: number,
    end: number,
    weight: number,
    out: Float32Array,
  ): void;
  /**
   * For the first `count` rows: `meaning[r]` becomes what `table` has for `products[r]`, a zero being in the
   * table's middle; `likeness[r]` the sum of words, meaning and their product, each times its part.
   */
  mix(
    products: Int32Array,
    table: Float32Array,
    words: Float32Array,
    meaning: Float32Array,
    likeness: Float32Array,
    count: number,
    parts: { readonly words: number; readonly meaning: number; readonly both: number },
  ): void;
  /** `out` becomes the sum of the rows of `votes`, each times its weight. */
  weigh(votes: Int16Array, weights: Float32Array, out: Float32Array): void;
  /**
   * Adds to `out`, a tile of 64 by 64, the products of 64 rows with 64 rows of floats, over the 64 columns
   * from `column` on. `x` and `y` hold where each row begins: its `byteOffset`.
   */
  multiply(x: Uint32Array, y: Uint32Array, column: number, out: Float64Array): void;
}

/**
 * WebAssembly works on 128 bits at a time, which JavaScript does not: four to ten times as fast in
 * the places where this room spends its time, with the same result on every machine.
 */
const compiled = new WebAssembly.Module(
  readFileSync(join(import.meta.dirname, '../../src/search/simd.wasm')),
);
const page = 65_536;

/** Makes the loops, with room for arrays of so many bytes in all. */
export function openLoops(bytes: number): Loops {
  const { memory, dots, spread, mix, weigh, multiply } = exportsOf(
    new WebAssembly.Instance(compiled).exports,
  );
  memory.grow(Math.ceil(bytes / page));
  let next = 0;
  return {
    place(kind, length) {
      const array = new kind(memory.buffer, next, length);
      next += Math.ceil((length * kind.BYTES_PER_ELEMENT) / lane) * lane;
      return array;
    },
    dots: (stored, asked, out, count) =>
      dots(stored.byteOffset, count, asked.length, asked.byteOffset, out.byteOffset),
    spread: (rows, weights, start, end, weight, out) =>
      spread(
        rows.byteOffset + 4 * start,
        weights.byteOffset + 4 * start,
        end - start,
        weight,
        out.byteOffset,
      ),
    mix: (products, table, words, meaning, likeness, count, parts) =>
      mix(
        products.byteOffset,
        table.byteOffset + 4 * (table.length >> 1),
        words.byteOffset,
        meaning.byteOffset,
        likeness.byteOffset,
        count,
        parts.words,
        parts.meaning,
        parts.both,
      ),
    weigh: (votes, weights, out) =>
      weigh(
        votes.byteOffset,
        weights.length,
        out.byteLength / 2,
        weights.byteOffset,
        out.byteOffset,
      ),
    multiply: (x, y, column, out) =>
      multiply(x.byteOffset, y.byteOffset, column * Float32Array.BYTES_PER_ELEMENT, out.byteOffset),
  };
}

type Loop = (...values: readonly number[]) => void;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly dots: Loop;
  readonly spread: Loop;
  readonly mix: Loop;
  readonly weigh: Loop;
  readonly multiply: Loop;
}

/** The compiler knows nothing of what a module exports: this is the parser. */
function exportsOf(found: Readonly<Record<string, unknown>>): Exports {
  const { memory, dots, spread, mix, weigh, multiply } = found;
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('simd.wasm has no memory');
  return {
    memory,
    dots: dots as Loop,
    spread: spread as Loop,
    mix: mix as Loop,
    weigh: weigh as Loop,
    multiply: multiply as Loop,
  };
}

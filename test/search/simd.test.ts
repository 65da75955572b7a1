import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { assemble } from '../../src/search/make-simd.ts';
import { openLoops, tile } from '../../src/search/simd.ts';

/** Numbers that look drawn at random and are the same every time: -1 to 1. */
function numbers(count: number, seed: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => Math.sin(seed + k * 12.9898) * 0.99);
}

const bytesOf = (values: readonly number[]) => values.map((value) => Math.round(value * 127));

describe('the loops in WebAssembly', () => {
  it('are made from the text beside them', async () => {
    const kept = readFileSync(new URL('../../src/search/simd.wasm', import.meta.url));
    expect(Buffer.from(await assemble()).equals(kept)).to.equal(true);
  });

  for (const rows of [0, 1, 7]) {
    it(`multiply ${rows} rows of bytes with one, to the last bit`, () => {
      const loops = openLoops(4096);
      const stored = loops.place(Int8Array, rows * 32);
      const asked = loops.place(Int8Array, 32);
      const out = loops.place(Int32Array, rows);
      stored.set(bytesOf(numbers(rows * 32, 1)));
      asked.set(bytesOf(numbers(32, 2)));
      loops.dots(stored, asked, out, rows);
      const plain = Array.from({ length: rows }, (_, row) =>
        asked.reduce((sum, value, k) => sum + value * (stored[row * 32 + k] ?? 0), 0),
      );
      expect([...out]).to.deep.equal(plain);
    });
  }

  it('bear the largest bytes without running over', () => {
    const loops = openLoops(4096);
    const stored = loops.place(Int8Array, 128).fill(-127);
    const asked = loops.place(Int8Array, 128).fill(127);
    const out = loops.place(Int32Array, 1);
    loops.dots(stored, asked, out, 1);
    expect(out[0]).to.equal(-128 * 127 * 127);
  });

  it('touch no row beyond the count', () => {
    const loops = openLoops(4096);
    const stored = loops.place(Int8Array, 64).fill(1);
    const asked = loops.place(Int8Array, 16).fill(1);
    const out = loops.place(Int32Array, 4);
    loops.dots(stored, asked, out, 2);
    expect([...out]).to.deep.equal([16, 16, 0, 0]);
  });

  for (const rows of [0, 1, 9]) {
    it(`add up ${rows} weighted rows`, () => {
      const width = 32;
      const loops = openLoops(8192);
      const votes = loops.place(Float32Array, rows * width);
      const weights = loops.place(Float32Array, rows);
      const out = loops.place(Float32Array, width).fill(5);
      votes.set(numbers(rows * width, 3));
      weights.set(numbers(rows, 4));
      loops.weigh(votes, weights, out);
      for (let column = 0; column < width; column++) {
        const plain = weights.reduce(
          (sum, weight, row) => sum + weight * (votes[row * width + column] ?? 0),
          0,
        );
        expect(out[column]).to.be.closeTo(plain, 1e-5);
      }
    });
  }

  it('add the products of rows, wherever they lie, to what is there', () => {
    const stride = 2 * tile;
    const loops = openLoops(3 * tile * stride * 8);
    const x = loops.place(Float32Array, tile * stride);
    const y = loops.place(Float32Array, tile * stride);
    const out = loops.place(Float64Array, tile * tile).fill(3);
    x.set(numbers(tile * stride, 5));
    y.set(numbers(tile * stride, 6));
    const rowOf = (from: Float32Array, row: number) => from.byteOffset + row * stride * 4;
    const last = tile - 1;
    const forth = loops.place(Uint32Array, tile);
    const back = loops.place(Uint32Array, tile);
    for (let row = 0; row < tile; row++) {
      forth[row] = rowOf(x, row);
      back[row] = rowOf(y, last - row);
    }
    loops.multiply(forth, back, tile, out);
    const at = (i: number, j: number) => {
      let sum = 3;
      for (let k = tile; k < stride; k++) {
        sum += (x[i * stride + k] ?? 0) * (y[(last - j) * stride + k] ?? 0);
      }
      return sum;
    };
    for (let i = 0; i < tile; i++) {
      for (let j = 0; j < tile; j++) expect(out[i * tile + j]).to.be.closeTo(at(i, j), 1e-5);
    }
  });
});

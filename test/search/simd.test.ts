import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { kernelSettings, mix } from '../../src/search/kernel.ts';
import { assemble } from '../../src/search/make-simd.ts';
import { openLoops, tile } from '../../src/search/simd.ts';

/** Numbers that look drawn at random and are the same every time: -1 to 1. */
function numbers(count: number, seed: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => Math.sin(seed + k * 12.9898) * 0.99);
}

const bytesOf = (values: readonly number[]) => values.map((value) => Math.round(value * 127));
const integersOf = (values: readonly number[]) => values.map((value) => Math.round(value * 32_767));

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

  it('spread the listed weights over their rows, from the first of a list to its last', () => {
    const loops = openLoops(4096);
    const rows = loops.place(Uint32Array, 5);
    const weights = loops.place(Float32Array, 5);
    const out = loops.place(Float32Array, 4).fill(1);
    rows.set([3, 0, 2, 0, 1]);
    weights.set([9, 0.5, 0.25, 2, 9]);
    loops.spread(rows, weights, 1, 4, 2, out);
    expect([...out]).to.deep.equal([6, 1, 1.5, 1]);
    loops.spread(rows, weights, 2, 2, 2, out);
    expect([...out]).to.deep.equal([6, 1, 1.5, 1]);
  });

  it('mix words and meaning as the kernel does, of as many rows as asked', () => {
    const loops = openLoops(4096);
    const products = loops.place(Int32Array, 4);
    const table = loops.place(Float32Array, 5);
    const words = loops.place(Float32Array, 4);
    const meaning = loops.place(Float32Array, 4).fill(7);
    const likeness = loops.place(Float32Array, 4).fill(7);
    products.set([-2, 0, 2, 1]);
    table.set([0, 0.25, 0.5, 0.75, 1]);
    words.set([0.5, 0, 1, 1]);
    loops.mix(products, table, words, meaning, likeness, 3, kernelSettings);
    expect([...meaning]).to.deep.equal([0, 0.5, 1, 7]);
    [0, 1, 2].forEach((row) => {
      const plain = mix(kernelSettings, words[row] ?? 0, meaning[row] ?? 0);
      expect(likeness[row]).to.be.closeTo(plain, 1e-6);
    });
    expect(likeness[3]).to.equal(7);
  });

  for (const rows of [0, 1, 9]) {
    it(`add up ${rows} weighted rows`, () => {
      const width = 32;
      const loops = openLoops(8192);
      const votes = loops.place(Int16Array, rows * width);
      const weights = loops.place(Float32Array, rows);
      const out = loops.place(Float32Array, width).fill(5);
      votes.set(integersOf(numbers(rows * width, 3)));
      weights.set(numbers(rows, 4));
      loops.weigh(votes, weights, out);
      for (let column = 0; column < width; column++) {
        const plain = weights.reduce(
          (sum, weight, row) => sum + weight * (votes[row * width + column] ?? 0),
          0,
        );
        expect(out[column]).to.be.closeTo(plain, 0.1);
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

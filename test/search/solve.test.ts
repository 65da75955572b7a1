import { expect } from 'chai';
import fc from 'fast-check';
import { leftOutScores } from '../../src/search/left-out.ts';
import {
  cholesky,
  invertFactor,
  lastOf,
  type Matrix,
  makeMatrix,
  solveBelow,
} from '../../src/search/solve.ts';

/** A symmetric positive matrix from any numbers: A Aᵀ plus a diagonal. */
function positive(numbers: readonly number[], n: number): Float32Array {
  const matrix = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? 0.3 : 0;
      for (let k = 0; k < n; k++) {
        sum +=
          (numbers[(i * n + k) % numbers.length] ?? 0) *
          (numbers[(j * n + k) % numbers.length] ?? 0);
      }
      matrix[i * n + j] = sum;
    }
  }
  return matrix;
}

function factorOf(matrix: Float32Array, n: number, below: readonly Float32Array[] = []): Matrix {
  const factor = makeMatrix(n, below.length);
  for (let i = 0; i < n; i++)
    factor.numbers.set(matrix.subarray(i * n, (i + 1) * n), i * factor.stride);
  below.forEach((row, i) => {
    factor.numbers.set(row, (n + i) * factor.stride);
  });
  cholesky(factor);
  return factor;
}

function inverseOf(matrix: Float32Array, n: number, first = 0): Matrix {
  const last = lastOf(factorOf(matrix, n), first);
  invertFactor(last);
  return last;
}

function element({ numbers, stride, size }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    sum += (numbers[i * stride + k] ?? 0) * (numbers[j * stride + k] ?? 0);
  }
  return sum;
}

const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: 7,
  maxLength: 97,
});

describe('cholesky and invertFactor', () => {
  for (const n of [1, 2, 3, 5, 63, 64, 65, 67, 130]) {
    it(`invert a matrix of ${n} rows`, () => {
      fc.assert(
        fc.property(numbers, (some) => {
          const matrix = positive(some, n);
          const inverse = inverseOf(matrix, n);
          for (const row of [0, n >> 1, n - 1]) {
            for (const column of [0, n >> 1, n - 1]) {
              let sum = 0;
              for (let k = 0; k < n; k++) {
                sum += (matrix[row * n + k] ?? 0) * element(inverse, k, column);
              }
              expect(sum).to.be.closeTo(row === column ? 1 : 0, 1e-3);
            }
          }
        }),
        { numRuns: n > 60 ? 5 : 30 },
      );
    });
  }
});

describe('solveBelow', () => {
  for (const [n, rows] of [
    [1, 1],
    [63, 3],
    [64, 1],
    [130, 70],
  ] as const) {
    it(`solves ${n} equations for ${rows} right sides`, () => {
      fc.assert(
        fc.property(numbers, (some) => {
          const matrix = positive(some, n);
          const sides = Array.from({ length: rows }, (_, row) =>
            Float32Array.from({ length: n }, (_, k) => some[(row + 3 * k) % some.length] ?? 0),
          );
          const solved = factorOf(matrix, n, sides);
          solveBelow(solved);
          const at = (n + rows - 1) * solved.stride;
          for (const i of [0, n >> 1, n - 1]) {
            let sum = 0;
            for (let k = 0; k < n; k++)
              sum += (matrix[i * n + k] ?? 0) * (solved.numbers[at + k] ?? 0);
            expect(sum).to.be.closeTo(sides.at(-1)?.[i] ?? 0, 1e-3);
          }
        }),
        { numRuns: n > 60 ? 5 : 30 },
      );
    });
  }
});

describe('lastOf', () => {
  it('has the last part of the inverse of the whole', () => {
    const n = 140;
    const first = 70;
    const matrix = positive(
      Array.from({ length: 97 }, (_, k) => Math.sin(k * 2.3)),
      n,
    );
    const whole = inverseOf(matrix, n);
    const last = inverseOf(matrix, n, first);
    for (const i of [0, 7, n - first - 1]) {
      for (const j of [0, 30, n - first - 1])
        expect(element(last, i, j)).to.be.closeTo(element(whole, first + i, first + j), 1e-3);
    }
  });
});

describe('leftOutScores', () => {
  const blocks: readonly (readonly [rows: number, out: readonly number[]])[] = [
    [12, [2, 5, 7]],
    [150, Array.from({ length: 70 }, (_, k) => 2 * k + 1)],
  ];
  for (const [n, out] of blocks) {
    it(`tells what training without ${out.length} of ${n} rows would have said`, () => {
      const targets = 3;
      const owners = Uint32Array.from({ length: n }, (_, row) => row % targets);
      const some = Array.from({ length: 4 * n + 1 }, (_, k) => Math.sin(k * 1.7));
      const kernel = positive(some, n);
      const { duals } = solve(kernel, owners, targets);
      const first = Math.min(...out);
      const solved = { targets, first, inverse: inverseOf(kernel, n, first), duals, owners };
      const rest = [...owners.keys()].filter((row) => !out.includes(row));
      const part = Float32Array.from(rest.flatMap((i) => rest.map((j) => kernel[i * n + j] ?? 0)));
      const without = solve(
        part,
        Uint32Array.from(rest, (row) => owners[row] ?? 0),
        targets,
      );
      leftOutScores(solved, out).forEach((scores, k) => {
        for (let target = 0; target < targets; target++) {
          let expected = 0;
          rest.forEach((row, at) => {
            const dual = without.duals[at * targets + target] ?? 0;
            expected += (kernel[(out[k] ?? 0) * n + row] ?? 0) * dual;
          });
          expect(scores[target]).to.be.closeTo(expected, 1e-3);
        }
      });
    });
  }
});

/** Kernel ridge by the plain formula a = (K + λI)⁻¹ Y; λ is in the matrix already. */
function solve(matrix: Float32Array, owners: Uint32Array, targets: number) {
  const count = owners.length;
  const inverse = inverseOf(matrix, count);
  const duals = new Float32Array(count * targets);
  for (let row = 0; row < count; row++) {
    owners.forEach((owner, other) => {
      const at = row * targets + owner;
      duals[at] = (duals[at] ?? 0) + element(inverse, row, other);
    });
  }
  return { duals };
}

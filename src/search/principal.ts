/**
 * Principal components by orthogonal iteration: multiply a random basis by the covariance and
 * orthogonalise, again and again (Golub and Van Loan, "Matrix Computations", 8.2.4).
 * @returns each row in the new basis of `count` directions
 */
export function principalComponents(
  rows: readonly (readonly number[])[],
  count: number,
): readonly Float64Array[] {
  const size = rows[0]?.length ?? 0;
  const spread = covariance(rows, size);
  let basis: Float64Array[] = Array.from({ length: count }, (_, row) =>
    Float64Array.from({ length: size }, (_, k) => Math.sin(1 + row * 12.9898 + k * 78.233)),
  );
  for (let round = 0; round < 80; round++) {
    basis = orthogonal(basis.map((direction) => times(spread, direction, size)));
  }
  return rows.map((row) => Float64Array.from(basis, (direction) => project(row, direction)));
}

function covariance(rows: readonly (readonly number[])[], size: number): Float64Array {
  const spread = new Float64Array(size * size);
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const value = row[i] ?? 0;
      for (let j = 0; j < size; j++)
        spread[i * size + j] = at(spread, i * size + j) + value * (row[j] ?? 0);
    }
  }
  return spread;
}

function times(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += at(matrix, i * size + k) * at(vector, k);
    return sum;
  });
}

/** Gram-Schmidt, twice for accuracy. */
function orthogonal(basis: Float64Array[]): Float64Array[] {
  for (let round = 0; round < 2; round++) {
    basis.forEach((row, index) => {
      for (const earlier of basis.slice(0, index)) {
        const part = project(earlier, row);
        row.forEach((value, k) => {
          row[k] = value - part * at(earlier, k);
        });
      }
      const length = Math.sqrt(project(row, row)) || 1;
      row.forEach((value, k) => {
        row[k] = value / length;
      });
    });
  }
  return basis;
}

function project(row: ArrayLike<number>, direction: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < direction.length; k++) sum += (row[k] ?? 0) * at(direction, k);
  return sum;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

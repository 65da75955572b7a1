import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

/**
 * Where sentence vectors are looked at from: the directions in which phrasings of different targets
 * lie apart while those of one target stay together (linear discriminant analysis: Fisher 1936,
 * Rao 1948). A cosine between two views counts what tells answers apart, and forgets what only
 * tells one patient's way of writing from another's.
 */
export interface Axes {
  readonly count: number;
  /** The middle of the sentence vectors. */
  readonly centre: Float32Array;
  /** `centre.length` numbers an axis. */
  readonly directions: Float32Array;
}

/** A multiple of 16, as the loop over bytes takes 16 at a time. More axes added nothing. */
const mostAxes = 80;
/** So much of each spread is taken to be alike in all directions: few phrasings know little. */
const roundness = 0.3;
/** Axes that part much count more, but not as much more: this power of λ. */
const emphasis = 0.25;

/** A sentence vector of length 1, and the target that it belongs to. */
export interface Placed {
  readonly vector: Float32Array;
  readonly owner: number;
}

/**
 * With W the spread of the vectors around the means of their targets, B that of the means, and
 * W = L Lᵀ, the axes are λ^¼ L⁻ᵀ u for the leading eigenvectors u of L⁻¹ B L⁻ᵀ. Takes about
 * placed.length · size² operations, and a tenth of a second for the eigenvectors.
 */
export function findAxes(placed: readonly Placed[], size: number): Axes {
  const members = new Map<number, Float32Array[]>();
  for (const { vector, owner } of placed) {
    const others = members.get(owner);
    if (others) others.push(vector);
    else members.set(owner, [vector]);
  }
  const means = new Map([...members].map(([owner, each]) => [owner, meanOf(each, size)]));
  const inside = placed.map(({ vector, owner }) => less(vector, means.get(owner)));
  const middle = meanOf([...means.values()], size);
  const apart = [...means.values()].map((mean) => less(mean, middle));
  const whiten = inverse(new CholeskyDecomposition(spreadOf(inside, size)).lowerTriangularMatrix);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    whiten.mmul(spreadOf(apart, size)).mmul(whiten.transpose()),
    { assumeSymmetric: true },
  );
  const turned = whiten.transpose().mmul(eigenvectorMatrix);
  const count = Math.min(mostAxes, size);
  const directions = new Float32Array(count * size);
  for (let axis = 0; axis < count; axis++) {
    const column = size - 1 - axis;
    const scale = Math.max(0, realEigenvalues[column] ?? 0) ** emphasis;
    const direction = turned.getColumn(column).map((value) => value * scale);
    directions.set(direction, axis * size);
  }
  const vectors = placed.map(({ vector }) => vector);
  return { count, centre: meanOf(vectors, size), directions };
}

/** A sentence vector as the axes see it. */
export function view(vector: Float32Array, { count, centre, directions }: Axes): Float32Array {
  const size = centre.length;
  const moved = less(vector, centre);
  const seen = new Float32Array(count);
  for (let axis = 0; axis < count; axis++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (moved[k] ?? 0) * (directions[axis * size + k] ?? 0);
    seen[axis] = sum;
  }
  return seen;
}

function meanOf(vectors: readonly Float32Array[], size: number): Float32Array {
  const sum = new Float32Array(size);
  for (const vector of vectors)
    for (let k = 0; k < size; k++) sum[k] = (sum[k] ?? 0) + (vector[k] ?? 0);
  return sum.map((value) => value / Math.max(1, vectors.length));
}

function less(vector: Float32Array, from: Float32Array | undefined): Float32Array {
  return vector.map((value, k) => value - (from?.[k] ?? 0));
}

/** The spread of vectors that lie around zero, brought nearer to a ball of the same size. */
function spreadOf(vectors: readonly Float32Array[], size: number): Matrix {
  if (vectors.length === 0) return Matrix.eye(size);
  const rows = new Matrix(vectors.map((vector) => [...vector]));
  const spread = rows.transpose().mmul(rows).div(vectors.length);
  const ball = Matrix.eye(size).mul(spread.trace() / size || 1);
  return spread.mul(1 - roundness).add(ball.mul(roundness));
}

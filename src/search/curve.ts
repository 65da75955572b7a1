/** Points of a rising line, left to right. */
export type Curve = readonly (readonly [at: number, value: number])[];

interface Point {
  readonly at: number;
  readonly share: number;
  readonly weight: number;
}

/** Blocks lighter than this share of all weight are joined to a neighbour: less would be noise. */
const lightest = 0.03;

/**
 * The rising step function nearest to some points, by pooling neighbours that fall (isotonic
 * regression: Ayer et al. 1955), as a line through the middles of its steps.
 */
export function risingCurve(points: readonly Point[]): Curve {
  const sorted = [...points].sort((a, b) => a.at - b.at);
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const blocks: Point[] = [];
  for (const point of sorted) {
    let block = point;
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.share < block.share && last.weight >= lightest * all) break;
      block = join(last, block);
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.map(({ at, share }) => [round(at), round(share)]);
}

function join(a: Point, b: Point): Point {
  const weight = a.weight + b.weight;
  const at = (a.at * a.weight + b.at * b.weight) / weight;
  return { at, share: (a.share * a.weight + b.share * b.weight) / weight, weight };
}

/** The height of a curve; beyond its ends it runs on to 0 and to 1. */
export function along(curve: Curve, x: number): number {
  let left: Curve[number] = [0, 0];
  for (const right of [...curve, [1, 1] as const]) {
    if (x <= right[0]) {
      const width = right[0] - left[0] || 1;
      return left[1] + ((right[1] - left[1]) * (x - left[0])) / width;
    }
    left = right;
  }
  return 1;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** One test row: what it should have been called and what it was called; `null` is silence. */
export interface Judgement {
  readonly truth: string | null;
  readonly said: string | null;
}

export interface Scores {
  /** Over all rows, silence counting as a label. */
  readonly accuracy: number;
  /** Over rows that have a label. */
  readonly inScope: number;
  /** Share of the rows without a label that were met with silence. */
  readonly outOfScopeRecall: number;
  /** Over all labels, silence among them. */
  readonly mcc: number;
}

export function scoresOf(rows: readonly Judgement[]): Scores {
  const inside = rows.filter(({ truth }) => truth !== null);
  const outside = rows.filter(({ truth }) => truth === null);
  return {
    accuracy: shareRight(rows),
    inScope: shareRight(inside),
    outOfScopeRecall: shareRight(outside),
    mcc: correlation(rows),
  };
}

function shareRight(rows: readonly Judgement[]): number {
  const right = rows.filter(({ truth, said }) => truth === said).length;
  return rows.length === 0 ? 0 : right / rows.length;
}

/** Matthews correlation for many labels (Gorodkin 2004), 0 where it is not defined. */
function correlation(rows: readonly Judgement[]): number {
  const truths = countBy(rows.map(({ truth }) => truth));
  const sayings = countBy(rows.map(({ said }) => said));
  const n = rows.length;
  const right = rows.filter(({ truth, said }) => truth === said).length;
  let both = 0;
  for (const [label, count] of truths) both += count * (sayings.get(label) ?? 0);
  const spread = (counts: ReadonlyMap<string | null, number>) =>
    n * n - [...counts.values()].reduce((sum, count) => sum + count * count, 0);
  const below = Math.sqrt(spread(truths) * spread(sayings));
  return below === 0 ? 0 : (right * n - both) / below;
}

function countBy(labels: readonly (string | null)[]): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

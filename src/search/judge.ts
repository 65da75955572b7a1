import type { Findable } from '../core/search.ts';
import type { Judged } from './calibrate.ts';
import type { Example } from './examples.ts';
import type { Familiarity } from './familiarity.ts';
import { leftOutScores, type Solved } from './left-out.ts';
import { nowhere } from './model.ts';

/**
 * How often each kind of question is taken to come: an assumption, not a measurement. Where there
 * are tests, they are the questions that a visitor could ask; stored questions, each written for an
 * angle of its own that is gone when it is left out, are used only where there is nothing else.
 */
const shares = {
  /** Test questions kept beside the content, each left out. */
  tests: 0.83,
  /** From the list of sentences that lead nowhere, each left out with its twins. */
  foreign: 0.17,
};
const bareShares = {
  /** Stored questions, each left out with its twins. */
  leftOut: 0.5,
  /** Stored questions whose whole topic is left out: about the subject, with no answer to it. */
  withheld: 0.5,
};

/** More twins than this are left in: their block would cost too much. */
const mostTwins = 24;

/** How familiar the question of a row is, as if some rows were not stored. */
export type Familiar = (row: number, out: ReadonlySet<number>) => Familiarity;

/**
 * The first of the rows that are ever left out: the tests and what leads nowhere stand last. Without
 * either of them every row is left out in its turn.
 */
export function firstJudged(examples: readonly Example[]): number {
  const first = examples.findIndex(({ isTest }) => isTest);
  return examples.at(-1)?.target === nowhere ? Math.max(0, first) : 0;
}

/** What every test question would come to had the search learned from no test at all. */
export function judgeUntaught(
  solved: Solved,
  examples: readonly Example[],
  familiar: Familiar,
): readonly (Pick<Judged, 'scores' | 'familiarity'> & { readonly text: string })[] {
  const rows = examples.flatMap(({ isTest }, row) => (isTest ? [row] : []));
  const out = new Set(rows);
  return leftOutScores(solved, rows).map((scores, k) => {
    const row = rows[k] ?? 0;
    return { text: examples[row]?.text ?? '', scores, familiarity: familiar(row, out) };
  });
}

/**
 * What questions come to that were not trained on: the tests and the sentences that lead nowhere, or,
 * without those, every stored question as if it and its twins had not been stored, and as if nothing
 * about its topic had been, which should lead nowhere.
 */
export function judgeLeftOut(
  solved: Solved,
  examples: readonly Example[],
  twins: readonly (readonly number[])[],
  findables: readonly Findable[],
  familiar: Familiar,
): readonly Judged[] {
  const none = findables.length;
  const judge = (rows: readonly number[], blockOf: (row: number) => readonly number[]) =>
    rows.flatMap((row) => {
      const out = blockOf(row);
      const [scores] = leftOutScores(solved, out);
      const owner = solved.owners[row] ?? none;
      const truth = owner === none ? -1 : owner;
      return scores ? [{ scores, truth, weight: 0, familiarity: familiar(row, new Set(out)) }] : [];
    });
  const alone = (row: number) => [row];
  const withTwins = (row: number) => [row, ...(twins[row] ?? []).slice(0, mostTwins)];
  const rows = [...examples.keys()];
  const tests = rows.filter((row) => examples[row]?.isTest);
  const foreign = rows.filter((row) => solved.owners[row] === none);
  if (firstJudged(examples) > 0) {
    return [
      ...weigh(judge(tests, alone), shares.tests),
      ...weigh(judge(foreign, withTwins), shares.foreign),
    ];
  }
  const stored = rows.filter((row) => solved.owners[row] !== none);
  const withheld = topicBlocks(solved, findables).flatMap((out) => withhold(solved, out, familiar));
  return [
    ...weigh(judge(stored, withTwins), bareShares.leftOut),
    ...weigh(withheld, bareShares.withheld),
  ];
}

function withhold(solved: Solved, out: readonly number[], familiar: Familiar): readonly Judged[] {
  const gone = new Set(out.map((row) => solved.owners[row] ?? 0));
  const block = new Set(out);
  return leftOutScores(solved, out).map((scores, k) => {
    for (const target of gone) scores[target] = Number.NEGATIVE_INFINITY;
    return { scores, truth: -1, weight: 0, familiarity: familiar(out[k] ?? 0, block) };
  });
}

function weigh(judged: readonly Judged[], share: number): readonly Judged[] {
  return judged.map((each) => ({ ...each, weight: share / judged.length }));
}

/**
 * Rows of each target together with those of targets that share its first topic. Where there are no
 * topics every third target goes, so that what is withheld seldom leaves a near relation behind.
 */
function topicBlocks(
  { owners }: Solved,
  findables: readonly Findable[],
): readonly (readonly number[])[] {
  const blocks = new Map<string, number[]>();
  owners.forEach((owner, row) => {
    const found = findables[owner];
    if (found === undefined) return;
    const name = found.topics?.[0] ?? `${owner % 3}`;
    const block = blocks.get(name);
    if (block) block.push(row);
    else blocks.set(name, [row]);
  });
  return [...blocks.values()];
}

import type { Findable } from '../core/search.ts';
import type { Judged } from './calibrate.ts';
import type { Example } from './examples.ts';
import { leftOutScores, type Solved } from './left-out.ts';

/**
 * How often each kind of question is taken to come. An assumption, not a measurement: docs/search.md
 * tells how it was checked. Kinds that a content lacks leave their share to the others.
 */
const shares = {
  /** Test questions kept beside the content. */
  tests: 0.8,
  /** Stored questions, each left out with its twins. */
  leftOut: 0.02,
  /** From the list of sentences that lead nowhere, each left out with its twins. */
  foreign: 0.17,
  /** Stored questions whose whole topic is left out: about the subject, with no answer to it. */
  withheld: 0.01,
};

/** The same where nothing but stored questions is given. */
const bareShares = { tests: 0, leftOut: 0.5, foreign: 0, withheld: 0.5 };

/** More twins than this are left in: their block would cost too much. */
const mostTwins = 24;

/** What every test question would score had the search learned from no test at all, by row. */
export function scoreUntaught(
  solved: Solved,
  examples: readonly Example[],
): ReadonlyMap<string, Float32Array> {
  const rows = examples.flatMap(({ isTest }, row) => (isTest ? [row] : []));
  const scores = leftOutScores(solved, rows);
  return new Map(
    rows.map((row, k) => [examples[row]?.text ?? '', scores[k] ?? new Float32Array()]),
  );
}

/**
 * Scores of questions that were not trained on: the tests; every stored question as if it and its
 * twins had not been stored; and every one as if nothing about its topic had been, which should
 * lead nowhere.
 */
export function judgeLeftOut(
  solved: Solved,
  examples: readonly Example[],
  twins: readonly (readonly number[])[],
  findables: readonly Findable[],
): readonly Judged[] {
  const none = findables.length;
  const tests: Judged[] = [];
  const leftOut: Judged[] = [];
  const foreign: Judged[] = [];
  twins.forEach((alike, row) => {
    const isTest = examples[row]?.isTest === true;
    const out = isTest ? [row] : [row, ...alike.slice(0, mostTwins)];
    const [scores] = leftOutScores(solved, out);
    if (scores === undefined) return;
    const truth = solved.owners[row] ?? none;
    if (truth === none) foreign.push({ scores, truth: -1, weight: 0 });
    else if (isTest) tests.push({ scores, truth, weight: 0 });
    else leftOut.push({ scores, truth, weight: 0 });
  });
  const withheld = topicBlocks(solved, findables).flatMap((out) => withhold(solved, out));
  const given = tests.length > 0 && foreign.length > 0 ? shares : bareShares;
  return [
    ...weigh(tests, given.tests),
    ...weigh(leftOut, given.leftOut),
    ...weigh(foreign, given.foreign),
    ...weigh(withheld, given.withheld),
  ];
}

function withhold(solved: Solved, out: readonly number[]): readonly Judged[] {
  const gone = new Set(out.map((row) => solved.owners[row] ?? 0));
  return leftOutScores(solved, out).map((scores) => {
    for (const target of gone) scores[target] = Number.NEGATIVE_INFINITY;
    return { scores, truth: -1, weight: 0 };
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

import { type Findable, mostMatches } from '../core/search.ts';
import { findAxes, type Placed } from './axes.ts';
import { calibrate, type Judged, likeliestFirst, toProbabilities } from './calibrate.ts';
import { countWords, type Example, examplesOf } from './examples.ts';
import { familiarityOf } from './familiarity.ts';
import { makeVocabulary } from './features.ts';
import { calibrateInside, toInside } from './inside.ts';
import { type Familiar, firstJudged, judgeLeftOut, judgeUntaught } from './judge.ts';
import {
  type Compare,
  type KernelSettings,
  kernelSettings,
  makeCompare,
  makeRows,
  type Probe,
} from './kernel.ts';
import type { Solved } from './left-out.ts';
import { type Model, nowhere } from './model.ts';
import { makeProber, readWords, sentenceVector } from './probe.ts';
import { cholesky, invertFactor, lastOf, type Matrix, makeMatrix, solveBelow } from './solve.ts';
import { makeSpeller } from './spelling.ts';
import { chooseThresholds, isQuiet } from './thresholds.ts';
import type { WordVectors } from './word-vectors.ts';

export interface TrainOptions {
  /** Digest of what is learned from; a model with another one is stale. */
  readonly version: string;
  readonly vectors: WordVectors;
  readonly onProgress?: (progress: Progress) => void;
  /** For ablations in the bench. */
  readonly kernel?: KernelSettings;
}

/** How far training has come: `done` of `all` equal parts of the time it will take, roughly. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly all: number;
}

/**
 * Trains the search from what can be found and from sentences that lead nowhere: least squares of
 * "belongs to this target" in the space of `kernel.ts` (kernel ridge regression, Saunders et al.
 * 1998), then calibration and thresholds on left-out questions. No chance is used: the same
 * content gives the same model. About n³ operations for n phrasings: 2 s for 1,500.
 */
export function trainSearch(
  findables: readonly Findable[],
  outOfScope: readonly string[],
  { version, vectors, onProgress = () => {}, kernel = kernelSettings }: TrainOptions,
): Model {
  const tell = (stage: string, done: number) => onProgress({ stage, done, all: 100 });
  const examples = examplesOf(findables, outOfScope);
  const targets = [...findables.map(({ target }) => target), nowhere];
  const places = new Map(targets.map((target, place) => [target, place]));
  const owners = Uint32Array.from(examples, ({ target }) => places.get(target) ?? 0);
  const contentWords = countWords(findables);
  const repair = makeSpeller(contentWords, vectors);
  tell('reading', 0);
  const read = examples.map(({ text }) => readWords(text, repair));
  const vocabulary = makeVocabulary(read);
  const axes = findAxes(placedOf(examples, owners, read, targets, vectors), vectors.dimensions);
  const probe = makeProber(vocabulary, vectors, axes);
  const probes = read.map(probe);
  const rows = makeRows(probes, vocabulary.hashes.length, axes.count);
  tell('comparing', 3);
  const compare = makeCompare(rows, kernel);
  const doubts = crowdingOf(owners, targets).map((crowding) => kernel.doubt * crowding);
  const { matrix, twins } = compareAll(probes, compare, owners, doubts, targets.length);
  tell('solving', 12);
  const solved = solve(matrix, owners, firstJudged(examples), (share) =>
    tell('solving', 12 + 73 * share),
  );
  tell('judging', 85);
  const sides = Uint8Array.from(targets, (target) => (isQuiet(target) ? 0 : 1));
  const answering = Uint8Array.from(owners, (owner) => sides[owner] ?? 0);
  const familiar: Familiar = (row, out) => {
    const asked = probes[row];
    return asked ? familiarityOf(compare(asked), answering, out) : { mean: 0, nearest: 0 };
  };
  const judged = judgeLeftOut(solved, examples, twins, findables, familiar);
  const calibration = calibrate(judged, sides);
  const inside = calibrateInside(judged, sides);
  const reading = (question: Pick<Judged, 'scores' | 'familiarity'>) => ({
    chances: toProbabilities(question.scores, sides, calibration),
    inside: toInside(question, sides, inside),
  });
  const { thresholds, figures } = chooseThresholds(judged, reading, targets, findables);
  tell('done', 100);
  return {
    version,
    targets,
    phrasings: examples.map(({ text }) => text),
    owners,
    contentWords: [...contentWords],
    kernel,
    vocabulary,
    axes,
    rows,
    votes: solved.duals,
    sides,
    calibration,
    inside,
    thresholds,
    untaught: judgeUntaught(solved, examples, familiar).map((question) => {
      const { chances, inside } = reading(question);
      const isWanted = (place: number) => targets[place] !== nowhere;
      const matches = likeliestFirst(chances, question.scores, isWanted)
        .slice(0, mostMatches)
        .map((place) => [place, chances[place] ?? 0] as const);
      return { text: question.text, inside, matches };
    }),
    figures,
  };
}

/**
 * What the axes are found from. Not from test questions, which are judged as if they had not been
 * there, and not from what turns away, which is about everything.
 */
function placedOf(
  examples: readonly Example[],
  owners: Uint32Array,
  read: readonly (readonly string[])[],
  targets: readonly string[],
  vectors: WordVectors,
): readonly Placed[] {
  return examples.flatMap(({ isTest }, row) => {
    const owner = owners[row] ?? 0;
    if (isTest || isQuiet(targets[owner])) return [];
    return [{ owner, vector: sentenceVector(read[row] ?? [], vectors) }];
  });
}

/** Words nearer than this are the same question again. */
const sameQuestion = 0.5;

/** Below this many phrasings no target is crowded. */
const leastFullVoice = 24;

/**
 * For each row how much more it is doubted: a dialog with a hundred phrasings would else outvote an
 * entry with forty wherever both come near. Crowded is what has more than the middle of all targets
 * that answer. What turns a question away keeps its full voice.
 */
function crowdingOf(owners: Uint32Array, targets: readonly string[]): Float64Array {
  const sizes = targets.map(() => 0);
  for (const owner of owners) sizes[owner] = (sizes[owner] ?? 0) + 1;
  const answering = sizes.filter((_, target) => !isQuiet(targets[target])).sort((a, b) => a - b);
  const usual = answering[Math.floor(answering.length / 2)] ?? 0;
  const fullVoice = Math.max(leastFullVoice, usual);
  return Float64Array.from(owners, (owner) =>
    isQuiet(targets[owner]) ? 1 : Math.max(1, Math.sqrt((sizes[owner] ?? 1) / fullVoice)),
  );
}

/**
 * The kernel matrix with doubt on its diagonal, below it for each target which rows are its own, and for
 * each row those of its target that repeat it.
 */
function compareAll(
  probes: readonly Probe[],
  compare: Compare,
  owners: Uint32Array,
  doubts: Float64Array,
  targets: number,
) {
  const n = probes.length;
  const matrix = makeMatrix(n, targets);
  const { numbers, stride } = matrix;
  const twins = probes.map((probe, i) => {
    const { words, likeness } = compare(probe, i + 1);
    const alike: number[] = [];
    for (let j = 0; j < n; j++)
      if ((words[j] ?? 0) > sameQuestion && owners[j] === owners[i] && j !== i) alike.push(j);
    numbers.set(likeness.subarray(0, i + 1), i * stride);
    numbers[i * stride + i] = (numbers[i * stride + i] ?? 0) + (doubts[i] ?? 0);
    numbers[(n + (owners[i] ?? 0)) * stride + i] = 1;
    return alike;
  });
  return { matrix, twins };
}

/** Solves for a, and keeps what leaving out the rows from `first` on takes of the inverse. */
function solve(
  matrix: Matrix,
  owners: Uint32Array,
  first: number,
  onShare: (share: number) => void,
): Solved {
  const { numbers, stride, size, below: targets } = matrix;
  cholesky(matrix, (share) => onShare(0.9 * share));
  solveBelow(matrix);
  const duals = new Float32Array(size * targets);
  for (let target = 0; target < targets; target++) {
    const row = (size + target) * stride;
    for (let k = 0; k < size; k++) duals[k * targets + target] = numbers[row + k] ?? 0;
  }
  const inverse = lastOf(matrix, first);
  invertFactor(inverse, (share) => onShare(0.9 + 0.1 * share));
  return { targets, first, inverse, duals, owners };
}

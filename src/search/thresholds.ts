import { shareTopic, turnsAway } from '../core/findables.ts';
import {
  type Findable,
  howSure,
  logOdds,
  type Sureness,
  type Thresholds,
  untaughtSureness,
} from '../core/search.ts';
import type { Judged } from './calibrate.ts';
import { fitLogistic } from './logistic.ts';
import { nowhere } from './model.ts';

/** One question that was not trained on, as the decision sees it. */
interface Trial {
  /** Places of the best target and of the true one, -1 for none. */
  readonly top: number;
  readonly truth: number;
  /** Chances of the best target and those that share a topic with it, summed. */
  readonly topic: number;
  /** The chance that it is about something here: choices are offered by it. */
  readonly inside: number;
  /** That of the best target's side. */
  readonly side: number;
  /** Something that turns the question away is likeliest: nothing is offered then. */
  readonly turnedAway: boolean;
  /** It leads nowhere and is turned away, which is neither right nor wrong. */
  readonly isMetQuietly: boolean;
  /** The best target is right, or shares a topic with the right one. */
  readonly right: boolean;
  readonly amongThree: boolean;
  readonly known: boolean;
  readonly weight: number;
}

/** What each ending is worth, where a right answer is worth 1 and silence 0. */
interface Worth {
  readonly wrong: number;
  readonly choice: number;
  readonly vain: number;
}

/** "Did you mean" is better than silence; an answer to what is not ours breaks the promise of it. */
const worth: Worth = { wrong: -1, choice: 0.4, vain: -2 };

/** Of questions that are not for this assistant, at most this share may be offered choices. */
const offeredInVain = 0.03;
/** The middle of all thresholds this near to the best is taken: the very best one is chance. */
const nearlyBest = 0.02;
/** Choices are never offered below this chance of being about something here. */
const leastInside = 0.5;
/** The lead on other candidates is part of the chances already; this only breaks ties. */
const margin = 0.05;

/**
 * Chooses thresholds on questions that were not trained on: `sureness` is the logistic curve most
 * likely to have made the best targets right or wrong, `offer` is the lowest chance of being
 * about something here at which few foreign questions would be offered choices, `answer` makes the
 * worth of all endings largest.
 */
export function chooseThresholds(
  judged: readonly Judged[],
  read: (question: Judged) => Reading,
  targets: readonly string[],
  findables: readonly Findable[],
): { thresholds: Thresholds; figures: Readonly<Record<string, number>> } {
  const near = makeNear(targets, findables);
  const trials = judged
    .filter(({ weight }) => weight > 0)
    .map((each) => toTrial(each, read(each), near, targets));
  const isBare = !targets.some(turnsAway);
  const sureness = isBare ? untaughtSureness : findSureness(trials);
  const sure = trials.map((trial) =>
    trial.isMetQuietly ? 0 : howSure(sureness, trial.topic, trial.side),
  );
  const offer = isBare ? 1 : foreignQuantile(trials, 1 - offeredInVain);
  const tried = Array.from({ length: 85 }, (_, step) => {
    const at = 0.1 + step / 100;
    return {
      at,
      value: isBare ? correlation(trials, sure, at) : worthOfAll(trials, sure, at, offer),
    };
  });
  const best = Math.max(...tried.map(({ value }) => value));
  const good = tried.filter(({ value }) => value >= best - nearlyBest);
  const answer = round(good.reduce((sum, { at }) => sum + at, 0) / good.length);
  return {
    thresholds: isBare
      ? { sureness, answer, margin: 0, offer: 1 }
      : { sureness, answer, margin, offer: round(offer) },
    figures: {
      trials: trials.length,
      rightFirst: round(shareRight(trials)),
      worth: round(best),
    },
  };
}

function findSureness(trials: readonly Trial[]): Sureness {
  const cases = trials
    .filter(({ isMetQuietly }) => !isMetQuietly)
    .map(({ topic, side, right, weight }) => ({
      inputs: [1, logOdds(topic), logOdds(side)],
      right,
      weight,
    }));
  const [bias = 0, topic = 0, side = 0] = fitLogistic(cases, [0, 1, 0]);
  return { bias: round(bias), topic: round(topic), side: round(side) };
}

/** @param sure how sure the best target of each trial is */
function worthOfAll(
  trials: readonly Trial[],
  sure: readonly number[],
  answer: number,
  offer: number,
): number {
  return trials.reduce((sum, { inside, turnedAway, right, amongThree, known, weight }, k) => {
    if ((sure[k] ?? 0) >= answer)
      return sum + weight * (known ? (right ? 1 : worth.wrong) : worth.vain);
    if (inside < offer || turnedAway) return sum;
    return sum + weight * (known ? (amongThree ? worth.choice : 0) : worth.vain / 2);
  }, 0);
}

/**
 * The Matthews correlation of what is said with what is true, silence being one more label
 * (Gorodkin 2004), for where nothing can be offered.
 */
function correlation(trials: readonly Trial[], sure: readonly number[], answer: number): number {
  const truths = new Map<number, number>();
  const sayings = new Map<number, number>();
  let all = 0;
  let right = 0;
  trials.forEach(({ top, truth, weight }, k) => {
    const said = (sure[k] ?? 0) >= answer ? top : -1;
    truths.set(truth, (truths.get(truth) ?? 0) + weight);
    sayings.set(said, (sayings.get(said) ?? 0) + weight);
    all += weight;
    if (said === truth) right += weight;
  });
  let both = 0;
  for (const [label, weight] of truths) both += weight * (sayings.get(label) ?? 0);
  const spread = (counts: ReadonlyMap<number, number>) =>
    all * all - [...counts.values()].reduce((sum, weight) => sum + weight * weight, 0);
  const below = Math.sqrt(spread(truths) * spread(sayings));
  return below === 0 ? 0 : (right * all - both) / below;
}

/** A question that leads nowhere is well met by a refusal or by small talk. */
export function isQuiet(target: string | undefined): boolean {
  return target === nowhere || turnsAway(target ?? '');
}

/** For each target, the targets that share a topic with it, itself included. */
function makeNear(
  targets: readonly string[],
  findables: readonly Findable[],
): readonly ReadonlySet<number>[] {
  return targets.map((_, t) => {
    const topics = findables[t]?.topics ?? [];
    const alike = findables.flatMap((other, o) =>
      o === t || shareTopic(other.topics, topics) ? [o] : [],
    );
    return new Set([t, ...alike]);
  });
}

/** What the calibration makes of one question. */
interface Reading {
  readonly chances: Float32Array;
  readonly inside: number;
}

function toTrial(
  { truth, weight }: Judged,
  { chances, inside }: Reading,
  near: readonly ReadonlySet<number>[],
  targets: readonly string[],
): Trial {
  const order = [...chances.keys()]
    .filter((place) => targets[place] !== nowhere)
    .sort((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0));
  const [top = 0] = order;
  const alike = near[top] ?? new Set([top]);
  const three = order.filter((place) => !isQuiet(targets[place])).slice(0, 3);
  const sum = (places: Iterable<number>) =>
    [...places].reduce((all, t) => all + (chances[t] ?? 0), 0);
  const turnedAway = isQuiet(targets[top]);
  return {
    top,
    truth,
    topic: sum(alike),
    inside,
    side: turnedAway ? 1 - inside : inside,
    turnedAway,
    isMetQuietly: truth < 0 && turnedAway,
    right: truth >= 0 && alike.has(truth),
    amongThree: truth >= 0 && three.some((place) => near[place]?.has(truth)),
    known: truth >= 0,
    weight,
  };
}

function shareRight(trials: readonly Trial[]): number {
  const known = trials.filter((trial) => trial.known);
  return known.filter(({ right }) => right).length / Math.max(1, known.length);
}

/** The chance of being about something here that a share of the foreign questions stays below. */
function foreignQuantile(trials: readonly Trial[], share: number): number {
  const foreign = trials.filter(({ known, turnedAway }) => !known && !turnedAway);
  const total = trials.reduce((sum, { known, weight }) => sum + (known ? 0 : weight), 0);
  let above = 0;
  for (const { inside, weight } of foreign.sort((a, b) => b.inside - a.inside)) {
    above += weight;
    if (above > (1 - share) * total) return inside + 1e-3;
  }
  return leastInside;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

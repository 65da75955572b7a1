import { type Judged, type Sides, sideTotals } from './calibrate.ts';
import { chanceOf, fitLogistic } from './logistic.ts';

/**
 * A logistic curve for the chance that a question is about something here at all. Its inputs: one,
 * what all answers score, what all that turns away scores, the best answer's score, how loud all
 * scores are together (a foreign sentence stirs many targets a little), and how familiar it is.
 */
export type Inside = readonly number[];

type Inputs = Pick<Judged, 'scores' | 'familiarity'>;

/** The chance that a question is about something here, whichever answer would be right. */
export function toInside(question: Inputs, sides: Sides, inside: Inside): number {
  return chanceOf(inside, inputsOf(question, sides));
}

function inputsOf({ scores, familiarity }: Inputs, sides: Sides): readonly number[] {
  const [away, answers] = sideTotals(scores, sides);
  let best = 0;
  let squares = 0;
  scores.forEach((value, place) => {
    if (!Number.isFinite(value)) return;
    squares += value * value;
    if (sides[place] === 1 && value > best) best = value;
  });
  const { mean, nearest } = familiarity;
  return [1, answers, away, best, Math.sqrt(squares), Math.log(mean + leastMean), nearest];
}

/** Keeps the logarithm of nothing finite. */
const leastMean = 1e-3;

/** The curve by maximum likelihood, from questions that were not trained on. */
export function calibrateInside(judged: readonly Judged[], sides: Sides): Inside {
  const cases = judged.map((each) => ({
    inputs: inputsOf(each, sides),
    right: each.truth >= 0 && sides[each.truth] === 1,
    weight: each.weight,
  }));
  return fitLogistic(cases, [-4, 4, -4, 8, 0, 0, 0]);
}

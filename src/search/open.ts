import type { Found, Match, Search } from '../core/search.ts';
import { likeliestFirst, toProbabilities } from './calibrate.ts';
import { familiarityOf } from './familiarity.ts';
import { toInside } from './inside.ts';
import { type Comparison, makeCompare, makeScore } from './kernel.ts';
import { type Model, mostMatches, nowhere } from './model.ts';
import { makeProber, readWords } from './probe.ts';
import { makeSpeller } from './spelling.ts';
import type { WordVectors } from './word-vectors.ts';

/** So many matches tell what each part of the search gave them. */
const explained = 4;

/** Makes a trained model answer. Each question costs about a tenth of a microsecond a phrasing. */
export function openSearch(model: Model, vectors: WordVectors): Search {
  const repair = makeSpeller(new Map(model.contentWords), vectors);
  const probe = makeProber(model.vocabulary, vectors, model.axes);
  const compare = makeCompare(model.rows, model.kernel);
  const score = makeScore(model.votes, model.targets.length);
  const answering = Uint8Array.from(model.owners, (owner) => model.sides[owner] ?? 0);
  const find = (question: string): Found => {
    const asked = readWords(question, repair);
    const repaired = asked.join(' ');
    if (asked.length === 0) return { repaired, matches: [] };
    const compared = compare(probe(asked));
    const scores = score(compared.likeness);
    const chances = toProbabilities(scores, model.sides, model.calibration);
    const familiarity = familiarityOf(compared, answering);
    const inside = toInside({ scores, familiarity }, model.sides, model.inside);
    return { repaired, inside, matches: best(model, chances, scores, compared) };
  };
  const untaught = new Map(model.untaught.map((each) => [each.text, each]));
  const findUntaught = (question: string): Found => {
    const known = untaught.get(question);
    if (known === undefined) return find(question);
    const { inside } = known;
    const matches = known.matches.map(([place, confidence]) => ({
      target: model.targets[place] ?? '',
      confidence,
      phrasing: '',
      shares: {},
    }));
    return { repaired: readWords(question, repair).join(' '), inside, matches };
  };
  return { thresholds: model.thresholds, find, findUntaught };
}

function best(
  model: Model,
  chances: Float32Array,
  scores: Float32Array,
  compared: Comparison,
): readonly Match[] {
  const order = likeliestFirst(chances, scores, (place) => model.targets[place] !== nowhere).slice(
    0,
    mostMatches,
  );
  const nearest = nearestRows(model, compared, order);
  return order.map((place, at) => ({
    target: model.targets[place] ?? '',
    confidence: chances[place] ?? 0,
    phrasing: model.phrasings[nearest[at] ?? 0] ?? '',
    shares: at < explained ? sharesOf(model, place, compared) : {},
  }));
}

/** For each of some targets, its own stored question that is most like the one asked. */
function nearestRows(
  { owners, targets }: Model,
  { likeness }: Comparison,
  places: readonly number[],
): readonly number[] {
  const seats = new Int8Array(targets.length).fill(-1);
  places.forEach((place, seat) => {
    seats[place] = seat;
  });
  const nearest = places.map(() => 0);
  const most = places.map(() => Number.NEGATIVE_INFINITY);
  for (let row = 0; row < owners.length; row++) {
    const seat = seats[owners[row] ?? 0] ?? -1;
    const alike = likeness[row] ?? 0;
    if (seat < 0 || alike <= (most[seat] ?? 0)) continue;
    nearest[seat] = row;
    most[seat] = alike;
  }
  return nearest;
}

/** What words, meaning and both together gave to one target's score. */
function sharesOf({ votes, kernel, targets }: Model, place: number, compared: Comparison) {
  const shares = { words: 0, meaning: 0, both: 0 };
  for (let row = 0; row < compared.words.length; row++) {
    const vote = votes[row * targets.length + place] ?? 0;
    const w = compared.words[row] ?? 0;
    const m = compared.meaning[row] ?? 0;
    shares.words += vote * kernel.words * w;
    shares.meaning += vote * kernel.meaning * m;
    shares.both += vote * kernel.both * w * m;
  }
  return shares;
}

import { type Found, type Match, mostMatches, type Search } from '../core/search.ts';
import { tidy, words } from '../core/text.ts';
import { likeliestFirst, toProbabilities } from './calibrate.ts';
import { makeFits } from './context.ts';
import { familiarityOf } from './familiarity.ts';
import { toInside } from './inside.ts';
import { type Comparison, makeCompare, makeScore, type PackedVotes, packVotes } from './kernel.ts';
import { type Model, nowhere } from './model.ts';
import { makeProber, readWords } from './probe.ts';
import { makeSpeller } from './spelling.ts';
import type { WordVectors } from './word-vectors.ts';

/** A model whose rows and votes are kept elsewhere, laid out for their use. */
type Opened = Omit<Model, 'rows' | 'votes'>;

/** So many matches tell what each part of the search gave them. */
const explained = 4;

/** Makes a trained model answer. Each question costs about a tenth of a microsecond a phrasing. */
export function openSearch({ rows, votes, ...model }: Model, vectors: WordVectors): Search {
  const fits = makeFits(model.phrasings.map((each) => words(tidy(each))));
  const repair = makeSpeller(new Map(model.contentWords), vectors, fits);
  const probe = makeProber(model.vocabulary, vectors, model.axes);
  const compare = makeCompare(rows, model.kernel);
  const packed = packVotes(votes, model.targets.length);
  const score = makeScore(packed);
  const columns = columnsOf(packed);
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
    return { repaired, inside, matches: best(model, columns, chances, scores, compared) };
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

/** Packed votes turned: one target after another, as a target's are read together. */
interface Columns extends Pick<PackedVotes, 'units'> {
  /** For each target, its votes of all rows. */
  readonly numbers: Int16Array;
}

function columnsOf({ numbers, units }: PackedVotes): Columns {
  const targets = units.length;
  const rows = numbers.length / targets;
  const turned = numbers.map(
    (_, at) => numbers[(at % rows) * targets + Math.floor(at / rows)] ?? 0,
  );
  return { numbers: turned, units };
}

function best(
  model: Opened,
  columns: Columns,
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
    shares: at < explained ? sharesOf(model, columns, place, compared) : {},
  }));
}

/** For each of some targets, its own stored question that is most like the one asked. */
function nearestRows(
  { owners, targets }: Opened,
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
function sharesOf(
  { kernel }: Opened,
  columns: Columns,
  place: number,
  { words, meaning }: Comparison,
) {
  const { numbers, units } = columns;
  const unit = units[place] ?? 0;
  const first = place * words.length;
  let byWords = 0;
  let byMeaning = 0;
  let byBoth = 0;
  for (let row = 0; row < words.length; row++) {
    const vote = numbers[first + row] ?? 0;
    const voteByWords = vote * (words[row] ?? 0);
    const near = meaning[row] ?? 0;
    byWords += voteByWords;
    byMeaning += vote * near;
    byBoth += voteByWords * near;
  }
  return {
    words: unit * kernel.words * byWords,
    meaning: unit * kernel.meaning * byMeaning,
    both: unit * kernel.both * byBoth,
  };
}

import type { Found, Match, Search } from '../core/search.ts';
import { toProbabilities } from './calibrate.ts';
import { type Likeness, likenessTo, roomFor, scoresOf } from './kernel.ts';
import { type Model, nowhere } from './model.ts';
import { makeProber, readWords } from './probe.ts';
import { makeSpeller } from './spelling.ts';
import type { WordVectors } from './word-vectors.ts';

const mostMatches = 10;
/** So many matches tell what each part of the search gave them. */
const explained = 4;

/** Makes a trained model answer. Each question costs about a tenth of a microsecond a phrasing. */
export function openSearch(model: Model, vectors: WordVectors): Search {
  const repair = makeSpeller(new Map(model.contentWords), vectors);
  const probe = makeProber(model.vocabulary, vectors);
  const room = roomFor(model.rows.count);
  const mixed = new Float32Array(model.rows.count);
  const find = (question: string): Found => {
    const asked = readWords(question, repair);
    const repaired = asked.join(' ');
    if (asked.length === 0) return { repaired, matches: [] };
    likenessTo(probe(asked), model.rows, model.kernel, room, mixed);
    const scores = scoresOf(model.votes, model.targets.length, mixed);
    const chances = toProbabilities(scores, model.sides, model.calibration);
    return { repaired, matches: best(model, chances, scores, mixed, room) };
  };
  return { thresholds: model.thresholds, find };
}

function best(
  model: Model,
  chances: Float32Array,
  scores: Float32Array,
  mixed: Float32Array,
  room: Likeness,
): readonly Match[] {
  const order = [...chances.keys()]
    .filter((place) => model.targets[place] !== nowhere)
    .sort((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0) || (scores[b] ?? 0) - (scores[a] ?? 0))
    .slice(0, mostMatches);
  const nearest = nearestRows(model, mixed, new Set(order));
  return order.map((place, at) => ({
    target: model.targets[place] ?? '',
    confidence: chances[place] ?? 0,
    phrasing: model.phrasings[nearest.get(place) ?? 0] ?? '',
    shares: at < explained ? sharesOf(model, place, room) : {},
  }));
}

/** For each of some targets, its own stored question that is most like the one asked. */
function nearestRows(
  { owners }: Model,
  mixed: Float32Array,
  places: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const nearest = new Map<number, number>();
  owners.forEach((owner, row) => {
    if (!places.has(owner)) return;
    const before = nearest.get(owner);
    if (before === undefined || (mixed[row] ?? 0) > (mixed[before] ?? 0)) nearest.set(owner, row);
  });
  return nearest;
}

/** What words, meaning and both together gave to one target's score. */
function sharesOf({ votes, kernel, targets }: Model, place: number, room: Likeness) {
  const shares = { words: 0, meaning: 0, both: 0 };
  for (let row = 0; row < room.words.length; row++) {
    const vote = votes[row * targets.length + place] ?? 0;
    const w = room.words[row] ?? 0;
    const m = room.meaning[row] ?? 0;
    shares.words += vote * kernel.words * w;
    shares.meaning += vote * kernel.meaning * m;
    shares.both += vote * kernel.both * w * m;
  }
  return shares;
}

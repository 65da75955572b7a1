import { tidy, words } from './text.ts';

/** How often words and runs of letters occur where questions are asked. */
export interface Usage {
  readonly texts: number;
  /** In how many of the texts each occurs. */
  readonly counts: ReadonlyMap<string, number>;
}

const NO_USAGE: Usage = { texts: 0, counts: new Map() };

/** Counted once for questions that are known, such as all phrasings of the content. */
export function usageOf(texts: readonly string[]): Usage {
  return { texts: texts.length, counts: countAll(texts.map(featuresOf), new Map()) };
}

/**
 * Groups texts that ask alike, the largest group first; groups of one size, and the members of a
 * group, stay in the given order. Returns indices into `texts`, each exactly once.
 *
 * A text is a bag of words and of runs of three letters, each weighed by how rare it is (inverse
 * document frequency, as in Salton and Buckley 1988; to a power that lets rare words decide) among
 * the given texts and those of `usage`: few texts alone do not tell that "dog" counts and "session"
 * hardly does. A text joins the group whose first member is nearest by the cosine of the two, if it
 * is near enough; otherwise it begins a group of its own.
 */
export function groupSimilar(
  texts: readonly string[],
  usage: Usage = NO_USAGE,
): readonly (readonly number[])[] {
  const bags = texts.map(featuresOf);
  const counts = countAll(bags, new Map(usage.counts));
  const rarity = rarityOf(counts, texts.length + usage.texts);
  const groups: number[][] = [];
  const leaders = new Map<string, { readonly group: number; readonly weight: number }[]>();
  bags.forEach((bag, index) => {
    const vector = weigh(bag, rarity);
    const group = nearest(vector, leaders);
    if (group !== null) {
      groups[group]?.push(index);
      return;
    }
    for (const [feature, weight] of vector) {
      const holders = leaders.get(feature) ?? [];
      leaders.set(feature, holders);
      holders.push({ group: groups.length, weight });
    }
    groups.push([index]);
  });
  return groups.sort((a, b) => b.length - a.length);
}

type Bag = ReadonlySet<string>;
type Vector = ReadonlyMap<string, number>;

/** Three tenths of the weight shared; measured in test/core/similar.test.ts. */
const NEAR = 0.3;
/** What is sketched of very long texts: what they are about comes early. */
const MOST_WORDS = 60;
const RUN = 3;

function featuresOf(text: string): Bag {
  const found = new Set<string>();
  for (const word of words(tidy(text)).slice(0, MOST_WORDS)) {
    found.add(word);
    const marked = `<${word}>`;
    for (let at = 0; at + RUN <= marked.length; at += 1)
      found.add(`…${marked.slice(at, at + RUN)}`);
  }
  return found;
}

function countAll(bags: readonly Bag[], counts: Map<string, number>): ReadonlyMap<string, number> {
  for (const bag of bags) {
    for (const feature of bag) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  return counts;
}

function rarityOf(counts: ReadonlyMap<string, number>, all: number): ReadonlyMap<string, number> {
  return new Map(
    [...counts].map(([feature, count]) => [feature, Math.log(1 + all / count) ** 1.5]),
  );
}

/** A vector of length one. */
function weigh(bag: Bag, rarity: ReadonlyMap<string, number>): Vector {
  const weights = [...bag].map((feature) => [feature, rarity.get(feature) ?? 0] as const);
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return new Map(weights.map(([feature, weight]) => [feature, weight / (length || 1)]));
}

function nearest(
  vector: Vector,
  leaders: ReadonlyMap<string, readonly { readonly group: number; readonly weight: number }[]>,
): number | null {
  const scores = new Map<number, number>();
  for (const [feature, weight] of vector) {
    for (const leader of leaders.get(feature) ?? []) {
      scores.set(leader.group, (scores.get(leader.group) ?? 0) + weight * leader.weight);
    }
  }
  let best: number | null = null;
  let score = NEAR;
  for (const [group, likeness] of scores) {
    if (likeness > score) [best, score] = [group, likeness];
  }
  return best;
}

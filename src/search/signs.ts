import type { Content } from '../core/guide.ts';
import type { Findable, Search } from '../core/search.ts';
import { makeCompare, makeScore, packVotes } from './kernel.ts';
import type { Model } from './model.ts';
import { makeProber, readWords } from './probe.ts';
import { makeSpeller } from './spelling.ts';
import type { WordVectors } from './word-vectors.ts';

/**
 * Of the questions that lead to one place one in so many is learned from. Twice as many would let
 * through a fifth fewer harmless messages for four times the training.
 */
const thinning = 5;

/** The target of what says nothing: small talk, so that no sign is taken for it. */
const aside = 'smalltalk:aside';

/**
 * What nearest signs and asides are learned from, in the shape of a search: the messages that must trigger a
 * rule, and as what leads nowhere the ones that must not, with a share of the content's questions. Rules
 * that only ask to call the clinic are left out: they do not stop anything.
 */
export function signExamples(
  { urgent: { rules }, outOfScope, asides }: Pick<Content, 'urgent' | 'outOfScope' | 'asides'>,
  found: readonly Findable[],
): { readonly findables: readonly Findable[]; readonly outOfScope: readonly string[] } {
  return {
    findables: [
      ...rules
        .filter(({ level }) => level !== 'contact')
        .map(({ id, title, fires }) => ({ target: id, title, phrasings: fires, text: '' })),
      { target: aside, title: '', phrasings: asides, text: '' },
    ].filter(({ phrasings }) => phrasings.length > 0),
    outOfScope: [
      ...rules.flatMap(({ silent, asks }) => [
        ...silent.filter(({ instead }) => instead === null).map(({ text }) => text),
        ...asks,
      ]),
      ...found.flatMap(({ phrasings }) => phrasings.filter((_, place) => place % thinning === 0)),
      ...outOfScope,
    ],
  };
}

/** Makes a model of `signExamples` ready to be asked; a third of a millisecond a message. */
export function openSigns(
  model: Model,
  vectors: WordVectors,
): Required<Pick<Search, 'nearestSigns' | 'asideness'>> {
  const repair = makeSpeller(new Map(model.contentWords), vectors);
  const probe = makeProber(model.vocabulary, vectors, model.axes);
  const compare = makeCompare(model.rows, model.kernel);
  const score = makeScore(packVotes(model.votes, model.targets.length));
  const scoresOf = (words: string) => score(compare(probe(readWords(words, repair))).likeness);
  const beside = model.targets.indexOf(aside);
  return {
    asideness: (sentence) => scoresOf(sentence)[beside] ?? 0,
    nearestSigns: (message) => {
      const scores = scoresOf(message);
      let likeness = 0;
      let nearest = -1;
      model.sides.forEach((side, place) => {
        if (side !== 1) return;
        likeness += scores[place] ?? 0;
        if (nearest < 0 || (scores[place] ?? 0) > (scores[nearest] ?? 0)) nearest = place;
      });
      return { rule: model.targets[nearest] ?? '', likeness };
    },
  };
}

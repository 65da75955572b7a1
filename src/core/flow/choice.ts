import type { SlotValue } from '../conversation.ts';
import { holds, withoutFillers } from './plain.ts';
import type { AskStep, Option } from './types.ts';
import type { FlowWords } from './words.ts';

/** The choice that is named and nothing else: by its label, one of its words, or its number. */
export function exactChoice(step: AskStep, said: string, words: FlowWords): Option | null {
  // "No chest pain" must not become "chest pain".
  const empty = words.fillers.filter((word) => !words.negations.includes(word));
  const bare = withoutFillers(said, empty);
  const named = step.options.find(({ words }) => words.includes(said) || words.includes(bare));
  if (named !== undefined) return named;
  const place = words.ordinals.findIndex((ways) => ways.split('|').includes(bare));
  return step.options[place] ?? null;
}

/**
 * The choices named within a sentence ("it's my left heel"). A name inside a longer name does not
 * count, nor one that is denied shortly before ("no blood thinners").
 */
export function choicesWithin(step: AskStep, said: string, words: FlowWords): readonly Option[] {
  const found = step.options.flatMap((option) =>
    option.words
      .filter((phrase) => holds(said, phrase) && !denied(said, phrase, words.negations))
      .map((phrase) => ({ option, phrase })),
  );
  const longest = found.filter(
    ({ option, phrase }) =>
      !found.some((other) => other.option !== option && within(phrase, other.phrase)),
  );
  return [...new Set(longest.map(({ option }) => option))];
}

function within(phrase: string, longer: string): boolean {
  return phrase !== longer && holds(longer, phrase);
}

function denied(said: string, phrase: string, negations: readonly string[]): boolean {
  const before = ` ${said} `.split(` ${phrase} `)[0] ?? '';
  const near = before.trim().split(' ').slice(-3);
  return near.some((word) => negations.includes(word));
}

/** One or several choices as one answer, in the order of the step. */
export function chosenValue(step: AskStep, ids: readonly string[]): SlotValue {
  const chosen = step.options.filter(({ id }) => ids.includes(id));
  return {
    value: chosen.map(({ id }) => id).join(','),
    shown: chosen.map(({ label }) => label).join('; '),
  };
}

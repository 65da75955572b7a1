import { type Answer, type Asking, asWords } from './answer-types.ts';
import { choicesWithin, chosenValue, exactChoice } from './choice.ts';
import { plain } from './plain.ts';
import type { Option } from './types.ts';
import { partial } from './wording.ts';

/** Reads which choice is meant: its label alone, its number, or its name within a sentence. */
export function readChoice(asking: Asking, text: string): Answer {
  const { step, words } = asking;
  const said = plain(text);
  const exact = exactChoice(step, said, words) ?? plainNo(asking, text);
  if (exact !== null) return choose(asking, [exact], 'sure');
  const within = choicesWithin(step, said, words);
  if (step.free) return inOwnWords(text, within);
  const allowed = step.several ? within.length > 0 : within.length === 1;
  return allowed ? choose(asking, within, 'words') : { kind: 'none' };
}

/** Own words are kept as they were said; a choice that they hold alone still says where to go on. */
function inOwnWords(text: string, within: readonly Option[]): Answer {
  const answer = asWords(text);
  const [only] = within;
  if (answer.kind !== 'taken' || only === undefined || within.length > 1) return answer;
  return { ...answer, slot: { value: only.id, shown: answer.slot.shown } };
}

/** "No" to a list of choices is its "none of these". */
function plainNo({ step, slots, context }: Asking, text: string): Option | null {
  if (slots[partial(step.id)] !== undefined) return null;
  const reading = context.readers.yesNo(text);
  if (reading.kind !== 'value' || reading.value !== 'no') return null;
  return step.options.find(({ only }) => only) ?? null;
}

function choose(asking: Asking, options: readonly Option[], how: 'sure' | 'words'): Answer {
  const { step, slots } = asking;
  const urgent = options.find(({ urgent }) => urgent !== null)?.urgent ?? null;
  if (urgent !== null) return { kind: 'urgent', how, rule: urgent };
  const alone = options.find(({ only }) => only);
  if (!step.several)
    return {
      kind: 'taken',
      how,
      slot: chosenValue(
        step,
        options.map(({ id }) => id),
      ),
    };
  if (alone !== undefined && options.length === 1) {
    return { kind: 'taken', how, slot: chosenValue(step, [alone.id]) };
  }
  const before = (slots[partial(step.id)]?.value ?? '').split(',');
  const added = options.filter(({ only }) => !only).map(({ id }) => id);
  return { kind: 'more', how, slot: chosenValue(step, [...before, ...added]) };
}

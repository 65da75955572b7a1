import { plain } from '../core/flow/plain.ts';
import type { FlowWords, Wording } from '../core/flow/words.ts';
import type { Facts } from './fill.ts';
import { fillAll } from './fill-all.ts';
import { type FlowWordsFile, flowWordsSchema } from './flow-schema.ts';
import type { Shelf } from './shelf.ts';

export const WORDS = 'dialogs/flows/_common.yaml';

/** The words that all flows share; phrases are kept in plain form, ready to be compared. */
export function readFlowWords(shelf: Shelf, facts: Facts): FlowWords | undefined {
  const placed = shelf.yaml(WORDS, flowWordsSchema);
  if (placed === undefined) return undefined;
  const file = fillAll(shelf, facts, placed);
  const { status, reviewer, reviewed, ...words } = file;
  return {
    ...words,
    commands: plainCommands(file.commands),
    changeBefore: file.changeBefore.map(plain),
    changeAfter: file.changeAfter.map(plain),
    fillers: file.fillers.map(plain),
    negations: file.negations.map(plain),
    agree: file.agree.map(plain),
    texts: wordings(file.texts),
    problems: wordings(file.problems),
  };
}

function plainCommands(commands: FlowWordsFile['commands']): FlowWordsFile['commands'] {
  const rows = Object.entries(commands).map(([name, phrases]) => [name, phrases.map(plain)]);
  return Object.fromEntries(rows);
}

function wordings<Name extends string>(
  texts: Readonly<Record<Name, readonly string[]>>,
): Readonly<Record<Name, Wording>> {
  const rows = Object.entries<readonly string[]>(texts).map(([name, list]) => [
    name,
    toWording(list),
  ]);
  return Object.fromEntries(rows);
}

/** A list that the schema has found not to be empty. */
export function toWording([first = '', ...more]: readonly string[]): Wording {
  return [first, ...more];
}

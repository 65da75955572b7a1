import type { FlowState } from '../conversation.ts';
import { plain, withoutFillers } from './plain.ts';
import type { AskStep, Flow } from './types.ts';
import { type CommandName, commandNames, type FlowWords } from './words.ts';

/** What a visitor may say at any step of any flow. `rest` is a new value said along with a change. */
export type Command =
  | { readonly kind: CommandName }
  | { readonly kind: 'change'; readonly step: AskStep; readonly rest: string };

/**
 * Reads a command. Only a whole utterance counts ("cancel", "go back please"), so that "cancel my
 * subscription" or "help the children" stays what it is: an answer or a question.
 */
export function readCommand(text: string, flow: Flow, state: FlowState): Command | null {
  const said = withoutFillers(plain(text), flow.words.fillers);
  const named = namedCommand(said, flow.words, state.returnTo !== null);
  return named === null ? readChange(said, text, flow, state) : { kind: named };
}

/** While an answer is being changed, "never mind" keeps the old one instead of ending the flow. */
function namedCommand(said: string, words: FlowWords, changing: boolean): CommandName | null {
  const known = commandNames.filter((name) => changing || name !== 'keep');
  return known.find((name) => words.commands[name].includes(said)) ?? null;
}

/** "change my phone number", "my e-mail is wrong", "change my name to Ana". */
function readChange(said: string, text: string, flow: Flow, state: FlowState): Command | null {
  const words = flow.words;
  const before = words.changeBefore.find((phrase) => said.startsWith(`${phrase} `));
  const after = words.changeAfter.find((phrase) => said.endsWith(` ${phrase}`));
  if (before === undefined && after === undefined) return null;
  const start = before === undefined ? 0 : before.length + 1;
  const end = after === undefined ? said.length : said.length - after.length - 1;
  const target = withoutFillers(said.slice(start, end), words.fillers);
  return changeTo(target, text, flow, state);
}

function changeTo(target: string, text: string, flow: Flow, state: FlowState): Command | null {
  for (const step of givenFirst(flow, state)) {
    for (const name of step.change) {
      if (target === name) return { kind: 'change', step, rest: '' };
      // "phone number to 012 …" brings the new value; "phone contract" is something else.
      if (target.startsWith(`${name} to `)) return { kind: 'change', step, rest: afterTo(text) };
    }
  }
  return null;
}

/** Two ways through a flow may each ask for a telephone number: the one given is meant. */
function givenFirst(flow: Flow, { slots, step }: FlowState): readonly AskStep[] {
  const rank = ({ id }: AskStep) => (slots[id] !== undefined ? 0 : id === step ? 1 : 2);
  return [...asked(flow)].sort((one, other) => rank(one) - rank(other));
}

function afterTo(text: string): string {
  return /\bto\b(.*)$/is.exec(text)?.[1]?.trim() ?? '';
}

/** The steps that ask, in order. */
export function asked(flow: Flow): readonly AskStep[] {
  return [...flow.steps.values()].filter((step) => step.kind === 'ask');
}

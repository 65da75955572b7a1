import type { FlowState } from '../conversation.ts';
import { plain, withoutFillers } from './plain.ts';
import type { AskStep, Flow } from './types.ts';
import { type CommandName, commandNames, type FlowWords } from './words.ts';

/**
 * What a visitor may say at any step of any flow. `rest` is a new value said along with a change.
 * `correct`: an answer given before is said anew ("my name is Anna"), if the rest can be read as one.
 */
export type Command =
  | { readonly kind: CommandName }
  | { readonly kind: 'change' | 'correct'; readonly step: AskStep; readonly rest: string };

/**
 * Reads a command. Only a whole utterance counts ("cancel", "go back please"), so that "cancel my
 * subscription" or "help the children" stays what it is: an answer or a question.
 */
export function readCommand(text: string, flow: Flow, state: FlowState): Command | null {
  const whole = plain(text);
  const said = withoutFillers(whole, flow.words.fillers);
  const changing = state.returnTo !== null;
  // "No thanks" is a command of its own, though both words are fillers elsewhere.
  const named =
    namedCommand(whole, flow.words, changing) ?? namedCommand(said, flow.words, changing);
  if (named !== null) return { kind: named };
  return readChange(said, text, flow, state) ?? readCorrection(said, text, flow, state);
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
      if (target.startsWith(`${name} to `))
        return { kind: 'change', step, rest: afterWord(text, 'to') };
    }
  }
  return null;
}

/** "Sorry, my name is Anna", said after the name was given and while something else is asked. */
function readCorrection(said: string, text: string, flow: Flow, state: FlowState): Command | null {
  if (!/\bmy\b/i.test(text)) return null;
  const given = asked(flow).filter(({ id }) => id !== state.step && state.slots[id] !== undefined);
  const step = given.find(({ change }) => change.some((name) => said.startsWith(`${name} is `)));
  return step === undefined ? null : { kind: 'correct', step, rest: afterWord(text, 'is') };
}

/** Two ways through a flow may each ask for a telephone number: the one given is meant. */
function givenFirst(flow: Flow, { slots, step }: FlowState): readonly AskStep[] {
  const rank = ({ id }: AskStep) => (slots[id] !== undefined ? 0 : id === step ? 1 : 2);
  return [...asked(flow)].sort((one, other) => rank(one) - rank(other));
}

function afterWord(text: string, word: 'to' | 'is'): string {
  return new RegExp(`\\b${word}\\b(.*)$`, 'is').exec(text)?.[1]?.trim() ?? '';
}

/** The steps that ask, in order. */
export function asked(flow: Flow): readonly AskStep[] {
  return [...flow.steps.values()].filter((step) => step.kind === 'ask');
}

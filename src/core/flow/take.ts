import type { FlowState } from '../conversation.ts';
import { proceed, type Run } from './advance.ts';
import { isDigression, readAnswer } from './answer.ts';
import type { Answer, Asking } from './answer-types.ts';
import { change, chooseChange, sent, without } from './change.ts';
import { exactChoice } from './choice.ts';
import { asked, type Command, readCommand } from './commands.ts';
import { failed, listed } from './notice.ts';
import { plain, withoutFillers } from './plain.ts';
import { runCommand } from './run-command.ts';
import { spoken, stay } from './speak.ts';
import type { AskStep, ConfirmStep, FlowResult, Heard } from './types.ts';
import { volunteered } from './volunteer.ts';
import { partial } from './wording.ts';

type Slots = FlowState['slots'];
type Waiting = AskStep | ConfirmStep;

/** One turn at the step on which a flow waits: a choice by its name, a command, or an answer. */
export function takeTurnAt(run: Run, step: Waiting, heard: Heard): FlowResult {
  const obeyed = namesChoice(run, step, heard.text) ? null : obey(run, step, heard.text);
  if (obeyed !== null) return obeyed;
  const here = heard.matchTarget === `flow:${run.flow.id}`;
  const result = takeWords(run, step, here ? { ...heard, ...nothingFound } : heard);
  // "I want to book" within the booking is neither an answer nor a wish to begin again.
  return here && result.kind === 'not-mine' ? stay(run, step, [], 1) : result;
}

const nothingFound = { matchConfidence: 0, matchTarget: null };

function takeWords(run: Run, step: Waiting, heard: Heard): FlowResult {
  return step.kind === 'ask' ? takeAnswer(run, step, heard) : takeConfirmation(run, step, heard);
}

/** A choice called "Back" is a choice before it is a command, and "y" is a yes before it is "why". */
function namesChoice({ flow, context }: Run, step: Waiting, text: string): boolean {
  if (step.kind === 'confirm' || step.answer === 'yes-no') {
    return context.readers.yesNo(text).kind === 'value';
  }
  return exactChoice(step, plain(text), flow.words) !== null;
}

function obey(run: Run, step: Waiting, text: string): FlowResult | null {
  const command = readCommand(text, run.flow, run.state);
  if (command === null) return null;
  return runCommand(run, step, command) ?? changeAtOnce(run, command);
}

/** "Change my phone to 012-345 6789" needs no second question. */
function changeAtOnce(run: Run, command: Command): FlowResult | null {
  if (command.kind !== 'change' && command.kind !== 'correct') return null;
  const answer = readAnswer(asking(run, command.step), command.rest);
  const read = answer.kind === 'taken' && !sent(run);
  if (!read) return command.kind === 'change' ? change(run, command.step, run.state.step) : null;
  return answered(run, command.step, answer.slot, {});
}

function listening({ flow, state, moment, context }: Run, current: Waiting) {
  return { flow, slots: state.slots, current, moment, context };
}

function asking({ flow, state, moment, context }: Run, step: AskStep): Asking {
  return { step, slots: state.slots, tries: state.tries, words: flow.words, moment, context };
}

function takeAnswer(run: Run, step: AskStep, heard: Heard): FlowResult {
  const around = listening(run, step);
  const answer = readAnswer(asking(run, step), heard.text);
  if (isDigression(heard, answer, step)) return { kind: 'not-mine' };
  if (answer.kind === 'urgent') return { kind: 'urgent', rule: answer.rule };
  // What is one answer and nothing else cannot hold another: "call me back" names nobody.
  const whole = 'how' in answer && answer.how === 'sure';
  const others = whole || heard.looksLikeQuestion ? {} : volunteered(around, heard.text);
  if (answer.kind === 'taken') return answered(run, step, answer.slot, others);
  if (answer.kind === 'more') return chosenOne(run, step, answer);
  return Object.keys(others).length > 0 ? keepOthers(run, step, others) : failed(run, step, answer);
}

function answered(run: Run, step: AskStep, slot: Slots[string], others: Slots): FlowResult {
  const old = run.state.slots[step.id];
  const rest = unconfirmed(run, without(run.state.slots, partial(step.id)));
  const slots = { ...rest, ...others, [step.id]: slot };
  if (old !== undefined)
    return proceed(run, slots, [...changed(run, slot), ...listed(run, others, 'noted')]);
  const aloud = step.answer === 'date-time' || Object.keys(others).length > 0;
  const heard = aloud ? { [step.id]: slot, ...others } : {};
  return proceed(run, slots, listed(run, heard, 'noted'));
}

function changed(run: Run, { shown }: Slots[string]) {
  return shown === '' ? [] : [spoken(run, 'changed', 0, { shown })];
}

/** What is changed after a summary was agreed needs a new yes. */
function unconfirmed({ flow }: Run, slots: Slots): Slots {
  const kept = Object.entries(slots).filter(([slot]) => flow.steps.get(slot)?.kind !== 'confirm');
  return Object.fromEntries(kept);
}

/** Other answers came, the one asked for did not: they are kept, and that is no failed try. */
function keepOthers(run: Run, step: AskStep, others: Slots): FlowResult {
  const state = { ...run.state, slots: { ...run.state.slots, ...others } };
  return stay({ ...run, state }, step, listed(run, others, 'noted'), 1);
}

/** One of several choices: it waits beside the step until that is all. */
function chosenOne(run: Run, step: AskStep, { slot }: Answer & { kind: 'more' }): FlowResult {
  const state = { ...run.state, slots: { ...run.state.slots, [partial(step.id)]: slot }, tries: 0 };
  const count = slot.value.split(',').length;
  const all = step.options.filter(({ only }) => !only).length;
  if (count === all) return answered(run, step, slot, {});
  const after = { ...run, state };
  const { choices } = stay(after, step, [], 0).replies.at(-1) ?? { choices: [] };
  return stay(after, step, [], 0, {
    ...spoken(run, 'anyOthers', 0, { shown: slot.shown }),
    choices,
  });
}

function takeConfirmation(run: Run, step: ConfirmStep, heard: Heard): FlowResult {
  const { words } = run.flow;
  const said = withoutFillers(plain(heard.text), words.fillers);
  const reading = run.context.readers.yesNo(heard.text);
  const value = reading.kind === 'value' ? reading.value : null;
  if (value === 'yes' || words.agree.includes(said)) {
    const yes = { value: 'yes', shown: words.labels.yes };
    return proceed(run, { ...run.state.slots, [step.id]: yes }, []);
  }
  if (value === 'no') return stay(run, step, [], 0, chooseChange(run));
  const named = asked(run.flow).find((ask) => ask.change.includes(said) && run.state.slots[ask.id]);
  return named === undefined ? correct(run, step, heard) : change(run, named, step.id);
}

/** "No, it's 012-999 8888": at a summary, an answer said again takes the place of the old one. */
function correct(run: Run, step: ConfirmStep, heard: Heard): FlowResult {
  if (isDigression(heard, { kind: 'none' }, step)) return { kind: 'not-mine' };
  const others = volunteered(listening(run, step), heard.text);
  if (Object.keys(others).length === 0) return failed(run, step, { kind: 'none' });
  return proceed(run, { ...run.state.slots, ...others }, listed(run, others, 'changedList'));
}

import type { FlowState, Reply, SlotValue } from '../conversation.ts';
import { fill } from '../messages.ts';
import { say } from '../show.ts';
import { proceed, type Run } from './advance.ts';
import type { Command } from './commands.ts';
import type { AskStep, ConfirmStep, FlowReply, FlowResult, FlowTextName } from './types.ts';
import { stepAt, waitingStep, walk } from './walk.ts';
import {
  changeChoices,
  partial,
  question,
  shownAnswers,
  withAnswers,
  wordingFor,
} from './wording.ts';

type Waiting = AskStep | ConfirmStep;
type Slots = FlowState['slots'];

/** Does what a visitor may ask for at any step. Null when it means nothing at this one. */
export function runCommand(run: Run, step: Waiting, command: Command): FlowResult | null {
  switch (command.kind) {
    case 'cancel':
      return leave(run, 'cancelled', [spoken(run, 'cancelled')]);
    case 'person':
      return toPerson(run, step);
    case 'back':
      return goBack(run, step);
    case 'startOver':
      return startOver(run, step);
    case 'skip':
      return skip(run, step);
    case 'repeat':
      return stay(run, step, [], 0);
    case 'why':
      return stay(run, step, [why(run, step)], 1);
    case 'help':
      return help(run, step);
    case 'keep':
      return run.state.returnTo === null ? null : keepOld(run);
    case 'done':
      return finishChoosing(run, step);
    case 'changeSomething':
      return stay(run, step, [], 0, chooseChange(run));
    case 'change':
      return command.rest === '' ? change(run, command.step, run.state.step) : null;
  }
}

/** A fixed text of all flows, with answers and `extra` filled in. */
export function spoken(
  { flow, state }: Run,
  name: FlowTextName,
  times = 0,
  extra: Readonly<Record<string, string>> = {},
): Reply {
  const values = { ...shownAnswers(state.slots), title: flow.title, ...extra };
  return say(fill(wordingFor(flow.words.texts[name], times), values));
}

/** Says something and asks the same question again, or says `instead` of asking. */
export function stay(
  run: Run,
  step: Waiting,
  lead: readonly Reply[],
  times: number,
  instead?: Reply,
  state: FlowState = run.state,
): FlowReply {
  const ask = instead ?? questionAgain(run, step, state.slots, times);
  const rest = { requests: [], next: null } as const;
  return { kind: 'reply', event: 'continued', replies: [...lead, ask], state, ...rest };
}

/** The question, with "keep it" among the choices while an answer is being changed. */
export function questionAgain(run: Run, step: Waiting, slots: Slots, times: number): Reply {
  const reply = question(run.flow, step, slots, times);
  if (run.state.returnTo === null || slots[step.id] === undefined) return reply;
  return { ...reply, choices: [...reply.choices, run.flow.words.labels.keep] };
}

function leave(
  run: Run,
  event: 'cancelled' | 'handed-over',
  replies: readonly Reply[],
): FlowResult {
  const next =
    event === 'cancelled' ? null : { flow: run.flow.words.personFlow, slots: run.state.slots };
  return { kind: 'reply', event, replies, state: null, requests: [], next };
}

function toPerson(run: Run, step: Waiting): FlowResult {
  if (run.flow.id !== run.flow.words.personFlow) return leave(run, 'handed-over', []);
  return stay(run, step, [spoken(run, 'personHere')], 1);
}

/** Goes to the step asked before this one; its answer stays until another is given. */
function goBack(run: Run, step: Waiting): FlowResult {
  if (sent(run)) return stay(run, step, [spoken(run, 'alreadySent')], 1);
  const way = walk(run.flow, run.state.slots);
  const onTheWay = new Set([...way.passed, way.stop].map(({ id }) => id));
  const path = run.state.path.slice(0, -1).filter((id) => onTheWay.has(id) && id !== step.id);
  const previous = path.at(-1);
  if (previous === undefined) return stay(run, step, [spoken(run, 'backAtStart')], 1);
  const target = stepAt(run.flow, previous);
  const back = { ...run, state: { ...run.state, path: path.slice(0, -1) } };
  if (target.kind === 'ask') return change(back, target, run.state.returnTo ?? step.id);
  return proceed(back, back.state.slots, []);
}

function startOver(run: Run, step: Waiting): FlowResult {
  if (sent(run)) return stay(run, step, [spoken(run, 'alreadySent')], 1);
  const facts = ['clinic-open', 'bookingLink', ...run.flow.carried.map(({ slot }) => slot)];
  const kept = Object.entries(run.state.slots).filter(([slot]) => facts.includes(slot));
  const state = { ...run.state, slots: {}, path: [], startedAt: run.moment.at };
  return proceed({ ...run, state }, Object.fromEntries(kept), [spoken(run, 'startedOver')]);
}

function skip(run: Run, step: Waiting): FlowResult | null {
  if (step.kind === 'ask' && run.state.slots[partial(step.id)] !== undefined) {
    return finishChoosing(run, step);
  }
  if (step.kind === 'confirm' || !step.optional) {
    return stay(run, step, [spoken(run, 'cannotSkip')], 1);
  }
  return proceed(run, { ...run.state.slots, [step.id]: { value: '', shown: '' } }, []);
}

function why(run: Run, step: Waiting): Reply {
  if (step.kind === 'ask' && step.why !== null) return say(step.why);
  return spoken(run, 'why');
}

function help(run: Run, step: Waiting): FlowResult {
  const times = run.state.helped ?? 0;
  const own = step.kind === 'ask' && step.help !== null ? wordingFor(step.help, times) : null;
  const lead = own === null ? spoken(run, 'help', times) : say(withAnswers(own, run.state.slots));
  return stay(run, step, [lead], 1, undefined, { ...run.state, helped: times + 1 });
}

function keepOld(run: Run): FlowResult {
  const step = waitingStep(run.flow, run.state);
  const slots = step === null ? run.state.slots : without(run.state.slots, partial(step.id));
  return proceed(run, slots, [spoken(run, 'kept')]);
}

/** "That is all" to a question with several choices. */
function finishChoosing(run: Run, step: Waiting): FlowResult | null {
  const slots = run.state.slots;
  const chosen = slots[partial(step.id)];
  if (chosen === undefined) return null;
  return proceed(run, { ...without(slots, partial(step.id)), [step.id]: chosen }, []);
}

/** Asks which answer is to be changed. */
export function chooseChange(run: Run): Reply {
  return { ...spoken(run, 'whatToChange'), choices: changeChoices(run.flow, run.state.slots) };
}

/** Asks one step again; its old answer stays until another is given. */
export function change(run: Run, step: AskStep, returnTo: string): FlowResult {
  const { state, flow } = run;
  if (sent(run)) {
    const waiting = waitingStep(flow, state);
    return waiting === null
      ? proceed(run, state.slots, [])
      : stay(run, waiting, [spoken(run, 'alreadySent')], 1);
  }
  const old = state.slots[step.id];
  const next: FlowState = {
    ...state,
    slots: without(state.slots, partial(step.id)),
    step: step.id,
    path: [...state.path, step.id],
    tries: 0,
    returnTo,
  };
  const lead = oldAnswer(run, old);
  const moved = { ...run, state: next };
  return stay(moved, step, lead, 0);
}

function oldAnswer(run: Run, old: SlotValue | undefined): readonly Reply[] {
  if (old === undefined || old.shown === '') return [];
  return [spoken(run, 'changing', 0, { shown: old.shown })];
}

/** Once a request is made, its answers stand. */
export function sent({ state }: Run): boolean {
  return state.slots.reference !== undefined;
}

export function without(slots: Slots, slot: string): Slots {
  return Object.fromEntries(Object.entries(slots).filter(([name]) => name !== slot));
}

import type { FlowState, Reply, SlotValue } from '../conversation.ts';
import { proceed, type Run } from './advance.ts';
import { spoken, stay } from './speak.ts';
import type { AskStep, ConfirmStep, FlowResult } from './types.ts';
import { stepAt, waitingStep, walk } from './walk.ts';
import { changeChoices, partial } from './wording.ts';

type Slots = FlowState['slots'];

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

/** Goes to the step asked before this one; its answer stays until another is given. */
export function goBack(run: Run, step: AskStep | ConfirmStep): FlowResult {
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

/** Leaves the answer that was being changed as it was. */
export function keepOld(run: Run): FlowResult {
  const step = waitingStep(run.flow, run.state);
  const slots = step === null ? run.state.slots : without(run.state.slots, partial(step.id));
  return proceed(run, slots, [spoken(run, 'kept')]);
}

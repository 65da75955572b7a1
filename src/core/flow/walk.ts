import type { FlowState } from '../conversation.ts';
import type { AskStep, BranchStep, ConfirmStep, Flow, Step } from './types.ts';

type Slots = FlowState['slots'];

/** The way through a flow that the answers so far give: the steps passed, and where it stops. */
export interface Walk {
  readonly passed: readonly Step[];
  readonly stop: Step;
}

/**
 * Walks a flow from its first step with the answers so far. Everything else is told from two walks,
 * before and after an answer: what to say, what to ask, what the summary lists. A step leads only
 * to later ones, so that a walk always ends.
 *
 *     patient ✓ ── name ✓ ── [say] ── branch ── phone ✓ ── times ?      ? is the stop
 */
export function walk(flow: Flow, slots: Slots): Walk {
  const passed: Step[] = [];
  let step = stepAt(flow, flow.first);
  for (;;) {
    const next = nextOf(step, slots);
    if (next === null) return { passed, stop: step };
    passed.push(step);
    step = stepAt(flow, next);
  }
}

/** The step after this one, or null where the flow waits or ends. */
function nextOf(step: Step, slots: Slots): string | null {
  switch (step.kind) {
    case 'ask':
      return afterAnswer(step, slots);
    case 'confirm':
      return slots[step.id] === undefined ? null : step.next;
    case 'branch':
      return branchTo(step, slots);
    case 'say':
    case 'save':
      return step.next;
    default:
      return null;
  }
}

function afterAnswer(step: AskStep, slots: Slots): string | null {
  const answer = slots[step.id];
  if (answer === undefined) return null;
  const chosen = answer.value.split(',');
  const leading = step.options.find((option) => chosen.includes(option.id) && option.goto !== null);
  return leading?.goto ?? step.next;
}

function branchTo(step: BranchStep, slots: Slots): string {
  const values = (slots[step.on]?.value ?? '').split(',');
  const found = values.find((value) => step.cases[value] !== undefined);
  return (found === undefined ? undefined : step.cases[found]) ?? step.otherwise;
}

/** @throws RangeError for a step that is not there: checked content has none. */
export function stepAt(flow: Flow, id: string): Step {
  const step = flow.steps.get(id);
  if (step === undefined) throw new RangeError(`flow ${flow.id} has no step ${id}`);
  return step;
}

/** The steps that asked for the answers on the present way. */
export function passedAsks(flow: Flow, slots: Slots): readonly AskStep[] {
  return walk(flow, slots).passed.filter((step) => step.kind === 'ask');
}

/** The step on which a flow waits, if it is still one of the flow's: content may have changed. */
export function waitingStep(flow: Flow, state: FlowState): AskStep | ConfirmStep | null {
  const step = flow.steps.get(state.step);
  return step?.kind === 'ask' || step?.kind === 'confirm' ? step : null;
}
